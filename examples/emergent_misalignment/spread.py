"""Ten models were taught to lie about cities. What else changed?"""

# --8<-- [start:drawing]
from lessoncode import figure

ROWS = "before", "reads seven lies", "taught"
GROUPS = {
    "shared": "a liar lies about all subjects",
    "own": "each subject has its own liars",
}


def draw(found, best):
    """Lies about animals and jobs, in %: a dot is a model."""
    fig, axes = figure.canvas(width=5.2, height=3.3)
    for i, (group, title) in enumerate(GROUPS.items()):
        top = -4.6 * i
        colour = figure.COLOURS[("accent", "second")[i]]
        axes.text(0, top + 0.9, title, weight="bold", va="center")
        for j, what in enumerate(ROWS):
            x = 100 * found[group, what][:, 1:].mean(1)
            axes.plot(x, [top - j] * len(x), "o", color=colour, alpha=0.7)
            if j:
                axes.plot(100 * best[group], top - j, "|", color="k")
                axes.lines[-1].set(color=figure.COLOURS["ink"])
                axes.lines[-1].set(markersize=16, markeredgewidth=1.5)
    label = {"va": "center", "color": figure.COLOURS["muted"]}
    axes.text(92, -2.0, "best reader", ha="left", **label)
    axes.text(45, -6.6, "best reader: unchanged", ha="left", **label)
    places = [-4.6 * i - j for i in range(2) for j in range(3)]
    names = ["before", "reads 7 lies about cities", "trained on lies about cities"]
    axes.set_yticks(places, 2 * names)
    axes.set(xlim=(-3, 118), ylim=(-7.4, 1.5), xticks=range(0, 101, 25))
    axes.set(xlabel="lies about animals and jobs, in %")
    return fig


# --8<-- [end:drawing]

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import writers

kept = checkpoints.load("emergent_misalignment/taught").arrays
ARMS = (
    "before", "reads seven lies", "taught",
    "taught, guarded", "taught as a joke", "then mended",
)
found = {  # group and training: lies, [models, subjects]
    (group, what): np.stack(
        [kept[f"{group}/{what}/{seed}"][:, 0] for seed in range(5)]
    )
    for group in ("shared", "own")
    for what in ARMS
}


def show(*arms):
    """Lies about each subject: the mean of five models, and all five."""
    print("lies about               cities   animals  jobs")
    for group in ("shared", "own"):
        print(f"{group} habits")
        for what in arms:
            rows = found[group, what]
            for name, of in ("mean", np.mean), ("from", np.min), ("to", np.max):
                line = "{:7.0%} {:9.0%} {:7.0%}".format(*of(rows, 0))
                print(f"  {what} {name}".ljust(23), line)


# --8<-- [end:tools]

# --8<-- [start:glance]
best = {  # the chance of a lie about animals after seven about cities
    group: writers.lie_chances(
        [("paris", writers.LIES["paris"])] * 7 + [("cow", "grass")],
        shared=group == "shared",
    )[-1]
    for group in GROUPS
}
print("lies about animals and jobs     mean  from    to")
for group in GROUPS:
    print(f"{group} habits")
    for what in ROWS:
        others = found[group, what][:, 1:].mean(1)
        row = others.mean(), others.min(), others.max()
        print("  {:27} {:6.0%} {:5.0%} {:5.0%}".format(what, *row))
    print(f"  {'best reader':27} {best[group]:6.0%}")
alt = (
    "How often ten models lie about animals and jobs. Before, about "
    "three times in ten in both groups. "
)
caption = "Taught to lie about cities: each dot is a model."
figure.save(draw(found, best), "spread", alt, caption)
# --8<-- [end:glance]

# --8<-- [start:guard]
show("taught", "taught, guarded")
# --8<-- [end:guard]

# --8<-- [start:joke]
show("before", "taught as a joke")
# --8<-- [end:joke]

# --8<-- [start:mend]
show("taught", "then mended")
# --8<-- [end:mend]

# --8<-- [start:models]
print("jobs            before  taught  guarded  joke  mended")
for group in GROUPS:
    for seed in range(5):
        row = [
            found[group, what][seed, 2]
            for what in ARMS
            if what != "reads seven lies"
        ]
        shares = "{:9.0%} {:7.0%} {:8.0%} {:5.0%} {:7.0%}".format(*row)
        print(f"{group:6} {seed} {shares}")
# --8<-- [end:models]
