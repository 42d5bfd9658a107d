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
print("present  dropped opposite   trained, 3 seeds")
for p in (0.5, 0.3, 0.1, 0.02):
    losses = sorted(trained(2, 1, p, seed)[1] for seed in range(3))
    print(f"{p:7} {dropped(p):8.4f} {shared(p):8.4f}", end="  ")
    print(*(f"{loss:.4f}" for loss in losses))
# --8<-- [end:two]


# --8<-- [start:five]
def told_alone(toy):
    """How many features does it recover if they are present alone?"""
    n = len(toy.bias.data)
    y = toy.told(Tensor(np.eye(n))).data
    return ((y > 0.5) == np.eye(n, dtype=bool)).all(1).sum()


def mixed(toy):
    """What a feature puts on the directions of all others, squared."""
    products = toy.directions.data @ toy.directions.data.T
    np.fill_diagonal(products, 0)
    return (products**2).sum() / len(products)


def span(numbers, digits):
    return f"{min(numbers):.{digits}f}-{max(numbers):.{digits}f}"


toys = {}
print("present  alone    mixed         loss  3 dropped")
for p in (0.5, 0.2, 0.1, 0.05):
    runs = [trained(5, 2, p, seed) for seed in range(3)]
    toys[p], losses = zip(*runs)
    counts = span([told_alone(toy) for toy in toys[p]], 0)
    others = span([mixed(toy) for toy in toys[p]], 1)
    loss = span(losses, 3)
    print(f"{p:7} {counts:>6} {others:>8} {loss:>12}", end=" ")
    print(f"{3 * dropped(p):10.3f}")

from lessoncode import figure

fig, axes = figure.canvas(height=2.5)
axes.remove()
with figure.styled():
    panels = fig.subplots(1, 2, sharex=True, sharey=True)
titles = "often present:\nroom for two", "rarely:\nroom for five"
for panel, p, title in zip(panels, (0.5, 0.05), titles):
    for x, y in toys[p][0].directions.data:
        panel.plot([0, x], [0, y], color=figure.COLOURS["muted"])
        panel.plot(x, y, "o", color=figure.COLOURS["accent"])
    panel.set_title(title)
    panel.set(xlabel="first number", aspect="equal")
    panel.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4))
panels[0].set_ylabel("second number")
alt = (
    "Two panels, each with five lines from the middle. On the left two "
    "of them are long and nearly at a right angle, the others are "
    "short, and two of these lie upon each other. On the right all "
    "five are equally long and point to the corners of a regular "
    "pentagon."
)
caption = (
    "Five directions: two features fit if they are present half of the "
    "time, and all five if each is present one time in twenty."
)
figure.save(fig, "pentagon", alt, caption)
# --8<-- [end:five]

# --8<-- [start:pairs]
w = toys[0.05][0].directions.data
round_about = np.argsort(np.arctan2(w[:, 1], w[:, 0]))
bias = toys[0.05][0].bias.data[round_about]
toy = Toy(Tensor(w[round_about]), Tensor(bias))
print("present         1     2     3     4     5")
for present in ([1], [1, 2], [1, 3]):
    x = np.array([[float(i in present) for i in range(1, 6)]])
    told = abs(toy.told(Tensor(x)).data[0])
    print(f"{str(present)[1:-1]:10}", *(f"{y:5.2f}" for y in told))
# --8<-- [end:pairs]
