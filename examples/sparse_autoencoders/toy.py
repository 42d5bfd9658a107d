# time limit: 60 s
"""Five features in two numbers: recovered, and mixed up."""

# --8<-- [start:train]
from itertools import repeat

import numpy as np

from lessoncode.model.tensor import Tensor
from lessoncode.worlds.sparse_features import (
    Toy,
    dropped,
    outcomes,
    shared,
)


def trained(n, d, p, seed):
    """A toy, and its loss, summed over all that may be present."""
    toy = Toy.initial(n, d, np.random.default_rng(seed))
    return toy, toy.train(repeat(outcomes(n, p)), 600, 0.05)
# --8<-- [end:train]


# --8<-- [start:two]
print("                            trained, 10 seeds")
print("present  dropped opposite   lowest  highest  as opposite")
for p in (0.5, 0.3, 0.1, 0.02):
    losses = [trained(2, 1, p, seed)[1] for seed in range(10)]
    near = sum(loss < 1.1 * shared(p) for loss in losses)
    print(f"{p:7} {dropped(p):8.4f} {shared(p):8.4f}", end=" ")
    print(f"{min(losses):8.4f} {max(losses):8.4f} {near:12}")
# --8<-- [end:two]


# --8<-- [start:five]
def n_long(toy):
    """How many features have a direction longer than one half?"""
    return (np.linalg.norm(toy.directions.data, axis=1) > 0.5).sum()


def span(numbers, digits):
    return f"{min(numbers):.{digits}f}-{max(numbers):.{digits}f}"


best = {}
print("present  length > 1/2         loss")
for p in (0.5, 0.2, 0.1, 0.05):
    toys, losses = zip(*(trained(5, 2, p, seed) for seed in range(3)))
    best[p] = toys[np.argmin(np.round(losses, 4))]
    counts = span([n_long(toy) for toy in toys], 0)
    print(f"{p:7} {counts:>13} {span(losses, 3):>12}")

from lessoncode import figure

fig, axes = figure.canvas(height=2.5)
axes.remove()
with figure.styled():
    panels = fig.subplots(1, 2, sharex=True, sharey=True)
often = "often present:\nthree are long"
titles = often, "rarely present:\nfive are long"
for panel, p, title in zip(panels, (0.5, 0.05), titles):
    for x, y in best[p].directions.data:
        panel.plot([0, x], [0, y], color=figure.COLOURS["muted"])
        panel.plot(x, y, "o", color=figure.COLOURS["accent"])
    panel.set_title(title)
    panel.set(xlabel="first number", aspect="equal")
    panel.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4))
panels[0].set_ylabel("second number")
alt = (
    "Two panels, each with lines from the middle. On the left, three "
    "equally long lines spread out like a fan, and the two other dots "
    "lie in the middle. On the right, five equally long lines point to "
    "the corners of a regular pentagon."
)
caption = (
    "Five directions: in the toys with the lowest loss, only three are "
    "long if features are present half of the time, and all five if "
    "each is present one time in twenty."
)
figure.save(fig, "pentagon", alt, caption)
# --8<-- [end:five]

# --8<-- [start:pairs]
w = best[0.05].directions.data
round_about = np.argsort(np.arctan2(w[:, 1], w[:, 0]))
bias = best[0.05].bias.data[round_about]
toy = Toy(Tensor(w[round_about]), Tensor(bias))
print("present         1     2     3     4     5")
for present in ([1], [1, 3]):
    x = np.array([[float(i in present) for i in range(1, 6)]])
    told = abs(toy.told(Tensor(x)).data[0])
    print(f"{str(present)[1:-1]:10}", *(f"{y:5.2f}" for y in told))
# --8<-- [end:pairs]
