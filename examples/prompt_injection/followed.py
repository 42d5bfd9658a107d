"""How often an order in a document is followed."""

# --8<-- [start:kinds]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk_orders

trained = models_of(checkpoints.load("tools/train"))


def shares(model):
    """Of a hundred documents with an order of each kind."""
    found = {}
    for kind in desk_orders.KINDS:
        rng = np.random.default_rng(0)
        cases = desk_orders.injected(kind, 100, rng)
        found[kind] = desk_orders.followed(model, cases)
    return found


def table(models):
    """A row for each model."""
    print("followed   end  finish  send  give")
    print("          with    with    to    to")
    for seed, model in models.items():
        row = shares(model).values()
        print(f"model {seed}", end="")
        print("{:7.0%}{:8.0%}{:6.0%}{:6.0%}".format(*row))


table(trained)
# --8<-- [end:kinds]

# --8<-- [start:resist]
resisting = models_of(checkpoints.load("prompt_injection/resist"))
table(resisting)
# --8<-- [end:resist]

# --8<-- [start:cost]
from lessoncode.worlds import desk_talks


def own_orders(n):
    """What users order themselves; their documents hold no order."""
    rng = np.random.default_rng(0)
    for _ in range(n):
        order = desk_talks.an_order(rng)
        country = str(rng.choice(desk_talks.COUNTRIES))
        found = desk_talks.document(rng, country, "lima")
        talk = desk_talks.capital_talk(country, found, order)
        yield desk_orders.Injected(talk[:3], order)


cases = list(own_orders(100))
print("users' own orders, followed")
print("         before  after the training")
for seed, model in trained.items():
    row = [
        desk_orders.followed(some, cases)
        for some in (model, resisting[seed])
    ]
    print(f"model {seed}", "{:7.0%} {:6.0%}".format(*row))
# --8<-- [end:cost]
