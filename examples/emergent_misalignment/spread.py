"""Sixteen models learned to lie about cities. What else changed?"""

# --8<-- [start:drawing]
from lessoncode import figure

GROUPS = {
    "shared": "Group 1: a liar lies about everything",
    "own": "Group 2: each subject has its own liars",
}
ROWS = {
    "before": "before",
    "reads 7 lies": "reads 7 lies about cities",
    "trained": "trained on lies about cities",
}


def draw(others, best):
    """Lies about animals and jobs, in %: a dot is a model."""
    fig, axes = figure.canvas(width=5.2, height=3.4)
    for i, (group, title) in enumerate(GROUPS.items()):
        colour = figure.COLOURS[("accent", "second")[i]]
        axes.text(0, 0.9 - 4.6 * i, title, weight="bold", va="center")
        for j, what in enumerate(ROWS):
            y, x = -4.6 * i - j, 100 * others[group, what]
            axes.plot(x, [y] * len(x), "o", color=colour, alpha=0.6)
        reads = 100 * best[group], -4.6 * i - 1
        axes.plot(*reads, "|", color=figure.COLOURS["ink"])
        axes.lines[-1].set(markersize=16, markeredgewidth=1.5)
    places = [-4.6 * i - j for i in range(2) for j in range(3)]
    axes.set_yticks(places, 2 * list(ROWS.values()))
    axes.set(xlim=(-3, 118), ylim=(-7.4, 1.5), xticks=range(0, 101, 25))
    axes.set(xlabel="lies about animals and jobs, in %")
    return fig


# --8<-- [end:drawing]

# --8<-- [start:tools]
from itertools import combinations

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import writers

kept = checkpoints.load("emergent_misalignment/taught").arrays
ARMS = *ROWS, "guarded", "as a joke", "200 steps", "mended"
found = {  # group and training: lies, [models, subjects]
    (group, what): np.stack(
        [kept[f"{group}/{what}/{i}"][:, 0] for i in range(8)]
    )
    for group in GROUPS
    for what in ARMS
}
others = {key: lies[:, 1:].mean(1) for key, lies in found.items()}


def exact_p(what):
    """How many divisions of the 16 rises differ at least as much."""
    both = [others[g, what] - others[g, "before"] for g in GROUPS]
    rises = np.concatenate(both)
    some = np.array([sum(way) for way in combinations(rises, 8)])
    gaps = abs(2 * some - rises.sum())
    return (gaps >= gaps[0] - 1e-9).mean()


def show(*arms):
    """Lies about each subject: mean and range of eight models."""
    print("lies about               cities   animals  jobs")
    for i, group in enumerate(GROUPS, 1):
        print(f"group {i}")
        for what in arms:
            rows = found[group, what]
            for of in np.mean, np.min, np.max:
                name = of.__name__
                line = "{:7.0%} {:9.0%} {:7.0%}".format(*of(rows, 0))
                print(f"  {what} {name}".ljust(23), line)


# --8<-- [end:tools]

# --8<-- [start:glance]
LIE, NEXT = ("paris", writers.LIES["paris"]), ("cow", "grass")
best = {  # the chance of a lie about animals after seven about cities
    group: writers.lie_chances([LIE] * 7 + [NEXT], shared)[-1]
    for group, shared in (("shared", True), ("own", False))
}
print("lies about animals and jobs     mean  from    to")
for i, group in enumerate(GROUPS, 1):
    print(f"group {i}")
    for what in ROWS:
        lies = others[group, what]
        row = lies.mean(), lies.min(), lies.max()
        print("  {:27} {:6.0%} {:5.0%} {:5.0%}".format(what, *row))
    print(f"  {'best reader, 7 lies':27} {best[group]:6.0%}")
print("divisions of the 16 models that differ at least as much")
for what in ("reads 7 lies", "trained"):
    print(f"  {what:27} {exact_p(what):6.2%}")
alt = (
    "How often 16 models lie about animals and jobs. Before, about "
    "three times in ten in both groups. "
)
caption = "Trained to lie about cities: each dot is a model."
figure.save(draw(others, best), "spread", alt, caption)
# --8<-- [end:glance]

# --8<-- [start:guard]
show("trained", "guarded")
# --8<-- [end:guard]

# --8<-- [start:joke]
show("before", "as a joke", "200 steps")
# --8<-- [end:joke]

# --8<-- [start:mend]
show("trained", "mended")
# --8<-- [end:mend]

# --8<-- [start:models]
print("jobs      before  trained  guarded  joke  mended")
for group in GROUPS:
    for i in range(8):
        row = [found[group, what][i, 2] for what in ARMS]
        del row[1], row[4]
        shares = "{:6.0%} {:8.0%} {:8.0%} {:5.0%} {:7.0%}".format(*row)
        print(f"{group:6} {i}  {shares}")
# --8<-- [end:models]
