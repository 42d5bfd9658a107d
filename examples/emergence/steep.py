"""What part of a change happens in a tenth of the steps."""

import numpy as np

from lessoncode.measures.steepness import steepest
from lessoncode.training import checkpoints


def row(name, steps, curves):
    """The steepest tenth, from the beginning on and after a tenth."""
    print(f"{name:22}", end="")
    for after in (0, 0.1):
        found = [steepest(steps, y, after=after) for y in curves]
        at, share = np.transpose(found)
        print(f"{min(at):5.0f}-{max(at):<5.0f}", end="")
        print(f"{min(share):.2f}-{max(share):.2f}", end="")
    print()


induction = checkpoints.load("in_context_learning/induction").arrays
print("                      steepest tenth      behind the first")
print("                       begins   share     begins   share")
for n_layer in (1, 2):
    name = f"copying, {n_layer} layer{'s'[: n_layer - 1]}: loss"
    pair = [induction[f"layers_{n_layer}_seed_{i}"] for i in (0, 1)]
    row(name, induction["steps"], pair)

runs = checkpoints.load("emergence/sums").arrays
curves = runs["curves"].reshape(-1, len(runs["steps"]), 4)
learned = curves[curves[:, -1, 1] > 0.5]
n_learned = f"{len(learned)} of {len(curves)}"
for i, name in (3, "loss"), (0, "token"), (1, "exact"):
    row(f"sums: {name}", runs["steps"], learned[..., i])
print(f"sums: the {n_learned} models that end above half")

