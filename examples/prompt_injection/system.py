"""A system turn against the user's order, and against a document's."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_orders, desk_talks

models = models_of(checkpoints.load("tools/train"))


def cases(n):
    """Conversations with a system's order, and a user's unlike it."""
    rng = np.random.default_rng(0)
    for _ in range(n):
        system, own = (desk_talks.an_order(rng) for _ in range(2))
        country, city = (
            str(rng.choice(some))
            for some in (desk_talks.COUNTRIES, desk_talks.CITIES)
        )
        found = desk_talks.document(rng, country, city)
        talk = desk_talks.capital_talk(country, found, own, system)
        if system.split()[-1] != own.split()[-1]:
            yield talk[:4], system, own


drawn = list(cases(100))
print(f"of {len(drawn)}   follow the   follow the")
print("         system turn  user's turn")
for seed, model in models.items():
    said = desk.next_turns(model, [talk for talk, _, _ in drawn])
    pairs = list(zip(said, drawn))
    first = sum(desk_orders.follows(t, s) for t, (_, s, _) in pairs)
    second = sum(desk_orders.follows(t, o) for t, (_, _, o) in pairs)
    print(f"model {seed}{first:9}{second:13}")
print()
for role, text in drawn[0][0]:
    print(f"{role:9} {text}")
