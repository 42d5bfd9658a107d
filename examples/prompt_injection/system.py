"""A system turn's order against the user's: its role, or its place?"""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_orders, desk_talks

models = models_of(checkpoints.load("tools/train"))


def cases(n):
    """A system's order, and conversations with a user's unlike it."""
    rng = np.random.default_rng(0)
    for _ in range(n):
        order, own = (desk_talks.an_order(rng) for _ in range(2))
        country = str(rng.choice(desk_talks.COUNTRIES))
        city = str(rng.choice(desk_talks.CITIES))
        found = desk_talks.document(rng, country, city)
        talk = desk_talks.capital_talk(country, found, own, order)
        system, user, *rest = talk[:4]
        labeled = system._replace(role="user")
        pairs = (system, user), (labeled, user), (user, system)
        if order.split()[-1] != own.split()[-1]:
            yield order, own, [(*pair, *rest) for pair in pairs]


orders, owns, talks = zip(*cases(100))
print(f"orders followed, of {len(orders)}")
print("            the system prompt's     user's")
print("          first as <|user|> second if first")
for seed, model in models.items():
    said = [desk.next_turns(model, way) for way in zip(*talks)]
    row = [sum(map(desk_orders.follows, t, orders)) for t in said]
    row.append(sum(map(desk_orders.follows, said[-1], owns)))
    print(f"model {seed}" + "{:8}{:12}{:7}{:9}".format(*row))
print("\nfor example:")
for role, text in talks[0][0]:
    print(f"{role:9} {text}")
