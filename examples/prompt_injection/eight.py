"""Eight models of each kind: results of tools in their own turn, or not."""

from itertools import product

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk_orders

tools = models_of(checkpoints.load("tools/train"))
users = models_of(checkpoints.load("prompt_injection/in_user"))
pairs = [(tools[seed], users[seed]) for seed in tools]
for kept in (
    checkpoints.load("prompt_injection/pair_3"),
    checkpoints.load("prompt_injection/pair_4"),
    checkpoints.load("prompt_injection/pair_5"),
    checkpoints.load("prompt_injection/pair_6"),
    checkpoints.load("prompt_injection/pair_7"),
):
    pairs.append((kept.model, models_of(kept)["user"]))

KINDS = "send it to", "end with"
ROLES = "tool", "user"


def share(model, kind, role):
    """Of a hundred documents with an order of this kind."""
    rng = np.random.default_rng(0)
    cases = desk_orders.injected(kind, 100, rng, results=role)
    return desk_orders.followed(model, cases)


# [seed, kind, role]
shares = np.array(
    [
        [
            [share(model, kind, r) for model, r in zip(pair, ROLES)]
            for kind in KINDS
        ]
        for pair in pairs
    ]
)
print("followed     send it to     end with")
print("results in   tool  user    tool  user")
rows = [(f"seed {i}", row) for i, row in enumerate(shares)]
for name, row in [*rows, ("mean", shares.mean(0))]:
    print("{:11}{:6.0%}{:6.0%}  {:6.0%}{:6.0%}".format(name, *row.flat))

# If the role made no difference, each pair might be exchanged.
gaps = shares[:, :, 1] - shares[:, :, 0]
signs = np.array([*product((1, -1), repeat=len(gaps))])
exchanged = np.abs(signs @ gaps) >= np.abs(gaps.sum(0)) - 1e-9
for kind, p in zip(KINDS, exchanged.mean(0)):
    print(f"{kind}: a gap as large in {p:.0%} of exchanges")
