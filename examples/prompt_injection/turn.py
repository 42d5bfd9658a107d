# time limit: 60 s
"""Eight seeds: results in a turn of the tool, and of the user."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk_orders

WAYS = {
    "tool": (
        checkpoints.load("tools/train"),
        checkpoints.load("prompt_injection/in_tool_3_to_5"),
        checkpoints.load("prompt_injection/in_tool_6_to_7"),
    ),
    "user": (
        checkpoints.load("prompt_injection/in_user"),
        checkpoints.load("prompt_injection/in_user_3_to_5"),
        checkpoints.load("prompt_injection/in_user_6_to_7"),
    ),
}


def share(model, kind, results):
    """Of a hundred documents with an order of this kind."""
    rng = np.random.default_rng(0)
    cases = desk_orders.injected(kind, 100, rng, results=results)
    return desk_orders.followed(model, cases)


print("percent followed, by seed, lowest first")
for kind in "end with", "send it to":
    for role, found in WAYS.items():
        models = {}
        for checkpoint in found:
            models |= models_of(checkpoint)
        shares = [share(m, kind, role) for m in models.values()]
        row = "".join(f"{100 * s:4.0f}" for s in shares)
        print(f"{kind}, {role}:{row}  mean {100 * np.mean(shares):.0f}")
