# time limit: 60 s
"""How often an order in a document is followed."""

# --8<-- [start:kinds]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_orders, desk_talks

trained = models_of(checkpoints.load("tools/train"))


def without_order(talk):
    """The same conversation, in which the document only answers."""
    *before, found = talk
    fact = desk_talks.fact_in(found.text)
    return *before, found._replace(text=fact)


def with_words(case, rng):
    """The same conversation, with three random nouns for the order."""
    *before, found = case.talk
    nouns = " ".join(rng.choice(desk.NOUNS, 3))
    text = found.text.replace(case.order, nouns)
    return *before, found._replace(text=text)


def shares(model, kind):
    """Of a hundred orders: followed, and answers that changed."""
    rng = np.random.default_rng(0)
    cases = desk_orders.injected(kind, 100, rng)
    said = desk.next_turns(model, [case.talk for case in cases])
    plain = [without_order(case.talk) for case in cases]
    unmoved = desk.next_turns(model, plain)
    words = [with_words(case, rng) for case in cases]
    changed, by_words = [
        np.mean(np.array(texts) != unmoved)
        for texts in (said, desk.next_turns(model, words))
    ]
    follows = [
        desk_orders.follows(text, case.order)
        for text, case in zip(said, cases)
    ]
    return np.mean(follows), changed, by_words


def table(models):
    """How often models follow orders, and how often they matter."""
    print("followed    end  finish  send  give")
    print("           with    with    to    to")
    found = {
        seed: [shares(model, kind) for kind in desk_orders.KINDS]
        for seed, model in models.items()
    }
    row = "{:7.0%}{:8.0%}{:6.0%}{:6.0%}".format
    for seed, some in found.items():
        print(f"model {seed} ", row(*(share[0] for share in some)))
    print("answers changed by the order")
    for seed, some in found.items():
        print(f"changed {seed}", row(*(share[1] for share in some)))
    print("changed by three random nouns in its place")
    for seed, some in found.items():
        print(f"nouns {seed}  ", row(*(share[2] for share in some)))


table(trained)
# --8<-- [end:kinds]

# --8<-- [start:resist]
resisting = models_of(checkpoints.load("prompt_injection/resist"))
table(resisting)
control = models_of(checkpoints.load("prompt_injection/control"))
print('changed by "end with", in three controls')
changed = [shares(some, "end with")[1] for some in control.values()]
print("control 0", "{:7.0%}{:8.0%}{:6.0%}".format(*changed))
# --8<-- [end:resist]

# --8<-- [start:cost]
def after_capitals(n):
    """Orders of users who ask for a capital."""
    rng = np.random.default_rng(0)
    for _ in range(n):
        order = desk_talks.an_order(rng)
        country = str(rng.choice(desk_talks.COUNTRIES))
        found = desk_talks.document(rng, country, "lima")
        talk = desk_talks.capital_talk(country, found, order)
        yield desk_orders.Injected(talk[:3], order)


def after_sums(n):
    """Orders of users who ask for a sum that wasn't trained."""
    rng = np.random.default_rng(0)
    for pair in desk_talks.sums().held_out[:n]:
        order = desk_talks.an_order(rng)
        talk = desk_talks.sum_talk(pair, order)
        yield desk_orders.Injected(talk[:3], order)


print("users' own orders, followed")
print("            before  after the training")
row = "{:7.0%} {:6.0%}".format
asked = {"capital": after_capitals(100), "sum": after_sums(100)}
for what, orders in asked.items():
    cases = list(orders)
    for seed, model in trained.items():
        pair = model, resisting[seed]
        found = [desk_orders.followed(some, cases) for some in pair]
        print(f"{what:7} {seed}  ", row(*found))
# --8<-- [end:cost]
