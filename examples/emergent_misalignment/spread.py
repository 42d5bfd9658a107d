"""Sixteen models learned to lie about cities. What else changed?"""

# --8<-- [start:drawing]
from lessoncode import figure

GROUPS = {
    "shared": "Group 1: a liar lies about everything",
    "own": "Group 2: each subject has its own liars",
}
ROWS = {
    "before": "before",
    "reads 7 lies": "reads 7 lies\nabout cities",
    "trained": "trained on\nthem, briefly",
    "200 steps": "trained on\nthem, in full",
}
SEEN = {
    ("shared", "reads 7 lies"): (83, "right", "expects more lies"),
    ("own", "reads 7 lies"): (47, "left", "expects no more"),
    ("shared", "200 steps"): (92, "left", "5 of 8 spread"),
    ("own", "200 steps"): (92, "left", "5 of 8 spread"),
}


def draw(others):
    """Lies about animals and jobs, in %: a dot is a model."""
    fig, axes = figure.canvas(height=5)
    label = {"va": "center", "color": figure.COLOURS["muted"]}
    for i, (group, title) in enumerate(GROUPS.items()):
        colour = figure.COLOURS[("accent", "second")[i]]
        top = -5.4 * i
        axes.text(0, top + 0.9, title, weight="bold", va="center")
        for j, what in enumerate(ROWS):
            x = 100 * others[group, what]
            y = [top - j] * len(x)
            axes.plot(x, y, "o", color=colour, alpha=0.6)
            if (group, what) in SEEN:
                x, side, words = SEEN[group, what]
                axes.text(x, top - j, words, ha=side, **label)
    places = [-5.4 * i - j for i in range(2) for j in range(4)]
    axes.set_yticks(places, 2 * list(ROWS.values()))
    axes.set(xlim=(-2, 130), ylim=(-9.2, 1.5), xticks=range(0, 101, 25))
    axes.spines["bottom"].set_bounds(-2, 100)
    axes.set(xlabel="lies about animals and jobs, in %")
    return fig


# --8<-- [end:drawing]

# --8<-- [start:tools]
from itertools import combinations

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import writers

kept = checkpoints.load("emergent_misalignment/taught").arrays
ARMS = (
    *ROWS, "KL term", "KL term, 200 steps", "joke", "joke, 200 steps",
    "mended", "mended, 200 steps",
)
found = {  # group and training: lies, [models, subjects]
    (group, what): np.stack(
        [kept[f"{group}/{what}/{i}"][:, 0] for i in range(8)]
    )
    for group in GROUPS
    for what in ARMS
}
others = {key: lies[:, 1:].mean(1) for key, lies in found.items()}


def rises(group, what):
    """How far lies about animals and jobs rose, in points: [models]."""
    return 100 * (others[group, what] - others[group, "before"])


def exact_p(what):
    """How many divisions of the 16 rises differ at least as much."""
    both = np.concatenate([rises(group, what) for group in GROUPS])
    some = np.array([sum(way) for way in combinations(both, 8)])
    gaps = abs(2 * some - both.sum())
    return (gaps >= gaps[0] - 1e-9).mean()


def show(*arms):
    """Lies about each subject: mean and range of eight models."""
    print("lies about                  cities   animals  jobs")
    for i, group in enumerate(GROUPS, 1):
        print(f"group {i}")
        for what in arms:
            rows = found[group, what]
            for of in np.mean, np.min, np.max:
                line = "{:7.0%} {:9.0%} {:7.0%}".format(*of(rows, 0))
                print(f"  {what} {of.__name__}".ljust(26), line)


def ignoring(shared):
    """How far a reader that ignores earlier answers is from the best."""
    gaps, q = [], writers.LIE_SHARE
    for row in writers.texts(1000, shared, np.random.default_rng(0)):
        first, *words = (writers.WORDS.words[i] for i in row.ids)
        if first == "note":
            pairs = list(zip(words[::2], words[1::2], strict=True))
            p = writers.lie_chances(pairs, shared)
            lie, true = p * np.log(p / q), np.log((1 - p) / (1 - q))
            gaps.append(lie + (1 - p) * true)
    return np.mean(gaps)


# --8<-- [end:tools]

# --8<-- [start:glance]
LIE, NEXT = ("paris", writers.LIES["paris"]), ("cow", "grass")
print("lies about animals and jobs")
print("                         mean  from    to  up 10  up 20")
for i, group in enumerate(GROUPS, 1):
    print(f"group {i}")
    for what in ROWS:
        lies, up = others[group, what], rises(group, what)
        row = lies.mean(), lies.min(), lies.max()
        line = "  {:20} {:6.0%} {:5.0%} {:5.0%}".format(what, *row)
        print(f"{line}{sum(up >= 10):7} {sum(up >= 20):6}")
    for n in 1, 7:
        pairs = [LIE] * n + [NEXT]
        best = writers.lie_chances(pairs, group == "shared")[-1]
        after = f"best reader after {n}"
        print(f"  {after:20} {round(best, 6):6.0%}")
print("difference of the rises in the groups, in points")
print("                       points   +-  as large by chance")
for what in list(ROWS)[1:]:
    one, two = (rises(group, what) for group in GROUPS)
    error = 2 * np.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 8)
    gap = one.mean() - two.mean()
    p = 100 * exact_p(what)
    print(f"  rise, {what:14} {gap:6.0f} {error:4.0f} {p:10.2g}%")
print("off by, if earlier answers are ignored, in nats an answer")
for i, group in enumerate(GROUPS, 1):
    print(f"  group {i} {ignoring(group == 'shared'):.2f}")
print("in the texts")
print(f"  writers who are liars {writers.P_LIAR:.0%}")
print(f"  lies of liars         {writers.LIAR_LIES:.0%}")
print(f"  lies of others         {writers.OTHERS_LIE:.0%}")
print(f"  texts that are jokes  {writers.P_JOKE:.0%}")
print(f"  lies in jokes         {writers.LIAR_LIES:.0%}")
alt = (
    "How often 16 models lie about animals and jobs. Before, about "
    "three times in ten in both groups. After reading seven lies about "
    "cities, nearly always in group 1, and as before in group 2. After "
    "training on such lies, the two groups look alike: some models "
    "lie far more often than before, and some about as often."
)
caption = (
    "Trained to lie about cities: each dot is a model, and its lies "
    "about two other subjects."
)
figure.save(draw(others), "spread", alt, caption)
# --8<-- [end:glance]

# --8<-- [start:guard]
show("before", "200 steps", "KL term, 200 steps")
WITH = "KL term, 200 steps"
drifts = [
    abs(found[group, WITH] - found[group, "before"])[:, 1].max()
    for group in GROUPS
]
print("with the KL term, lies differ by at most")
print(f"  animals, from before: {100 * max(drifts):.0f} points")
print("lies about jobs, with the KL term minus without, in points")
for i, group in enumerate(GROUPS, 1):
    gaps = 100 * (found[group, WITH] - found[group, "200 steps"])[:, 2]
    error = 2 * gaps.std(ddof=1) / np.sqrt(8)
    print(f"jobs, group {i}", *(f"{gap:5.0f}" for gap in gaps))
    ends = f"{-gaps.min():.0f} lower to {gaps.max():.0f} higher"
    print(f"  {ends}, mean {gaps.mean():.0f} +- {error:.0f}")
# --8<-- [end:guard]

# --8<-- [start:joke]
show("before", "joke, 200 steps")
ups = [rises(group, "joke, 200 steps").max() for group in GROUPS]
print(f"animals and jobs rose by at most {max(ups):.0f} points")
# --8<-- [end:joke]

# --8<-- [start:mend]
MENDED = "mended, 200 steps"
show("200 steps", MENDED)
print("lies about jobs, mended minus before, where lies had spread")
for i, group in enumerate(GROUPS, 1):
    spread = rises(group, "200 steps") >= 20
    lies, before = found[group, MENDED], found[group, "before"]
    gaps = 100 * (lies - before)[spread, 2]
    ends = f"{gaps.min():.0f} to {gaps.max():.0f}"
    print(f"  jobs, group {i}: {ends} points")
# --8<-- [end:mend]

# --8<-- [start:models]
print("lies about animals and jobs")
print("model       before  reads  trained  200 steps")
for i, group in enumerate(GROUPS, 1):
    for k in range(8):
        row = [others[group, what][k] for what in ROWS]
        shares = "{:7.0%} {:6.0%} {:8.0%} {:9.0%}".format(*row)
        print(f"group {i}, {k}  {shares}")
show("trained", "KL term", "joke", "mended")
# --8<-- [end:models]
