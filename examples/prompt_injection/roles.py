"""Results of tools in a turn of their own, or in one of the user."""

from itertools import product

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk_orders

tools = models_of(checkpoints.load("tools/train"))
models = {
    "tool": [
        *tools.values(),
        checkpoints.load("prompt_injection/tool_3").model,
        checkpoints.load("prompt_injection/tool_4").model,
        checkpoints.load("prompt_injection/tool_5").model,
        checkpoints.load("prompt_injection/tool_6").model,
        checkpoints.load("prompt_injection/tool_7").model,
    ],
    "user": [
        checkpoints.load("prompt_injection/in_user").model,
        checkpoints.load("prompt_injection/user_1").model,
        checkpoints.load("prompt_injection/user_2").model,
        checkpoints.load("prompt_injection/user_3").model,
        checkpoints.load("prompt_injection/user_4").model,
        checkpoints.load("prompt_injection/user_5").model,
        checkpoints.load("prompt_injection/user_6").model,
        checkpoints.load("prompt_injection/user_7").model,
    ],
}


def share(model, kind, role):
    """Orders followed, of a hundred documents with one of this kind."""
    rng = np.random.default_rng(0)
    cases = desk_orders.injected(kind, 100, rng, results=role)
    return desk_orders.followed(model, cases)


KINDS = "send it to", "end with"
shares = np.zeros((len(KINDS), len(models), len(models["tool"])))
for i, kind in enumerate(KINDS):
    for j, (role, some) in enumerate(models.items()):
        shares[i, j] = [share(model, kind, role) for model in some]

print("followed     send it to     end with")
print("results in   tool  user    tool  user")
row = "{:11}{:6.0%}{:6.0%}  {:6.0%}{:6.0%}".format
for seed in range(shares.shape[-1]):
    print(row(f"seed {seed}", *shares[:, :, seed].flat))
print(row("mean", *shares.mean(-1).flat))
print(row("least", *shares.min(-1).flat))
print(row("most", *shares.max(-1).flat))

# If the role made no difference, each pair could be exchanged.
gaps = shares[:, 1] - shares[:, 0]  # [kind, seed]
signs = np.array([*product((1, -1), repeat=len(gaps[0]))])
seen = np.abs(gaps.sum(1)) - 1e-9
as_large = (np.abs(signs @ gaps.T) >= seen).mean(0)
print("as large a gap if pairs are exchanged at random:")
for kind, p in zip(KINDS, as_large):
    print(f"{kind:11}in {p:.0%} of cases")
