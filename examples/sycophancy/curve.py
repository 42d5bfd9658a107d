"""Wrong answers, as raters give more and more for agreement."""

# --8<-- [start:drawing]
from lessoncode import figure

LINES = {
    "unsure wrong": ("accent", "-"),
    "unsure silent": ("muted", "--"),
    "known wrong": ("third", ":"),
}
LABELS = (  # place, words, colour
    (0.4, 76, "raters can't check,\nuser is wrong", "accent", "left"),
    (2, 22, "can't check,\nno opinion", "muted", "right"),
    (2, -4, "can check, user is wrong", "third", "right"),
    (1.2, 42, "same raters,\nsame liking", "ink", "left"),
)


def draw(worths, exact, trained):
    """The exact shares as lines, what training reached as dots."""
    fig, axes = figure.canvas(height=3.2)
    for name, (colour, style) in LINES.items():
        look = {"color": figure.COLOURS[colour]}
        axes.plot(worths, 100 * exact[name], style, **look)
        for worth, shares in trained[name].items():
            dots = [100 * share for share in shares]
            axes.plot([worth] * 3, dots, "o", markersize=4, **look)
    for x, y, words, colour, side in LABELS:
        look = {"color": figure.COLOURS[colour], "va": "center"}
        axes.text(x, y, words, ha=side, **look)
    look = {"color": figure.COLOURS["ink"], "arrowstyle": "<->"}
    axes.annotate("", (1.15, 3), (1.15, 54), arrowprops=look)
    axes.set(xlabel="points for agreeing with the user")
    axes.set(ylabel="wrong answers, in %", ylim=(-9, 100))
    alt = (
        "Shares of wrong answers against the points that raters give "
        "for agreement. Where raters cannot check the fact and the "
        "user is wrong, the line rises from about a tenth to almost "
        "nine in ten. Without an opinion it stays at about a tenth. "
        "Where raters can check, it stays near zero. Dots of trained "
        "models lie near the lines, except for two that lie below."
    )
    caption = (
        "Where agreement pays: the lines show the best possible model, "
        "computed exactly; the dots show trained models, three for each "
        "number of points."
    )
    figure.save(fig, "curve", alt, caption)


# --8<-- [end:drawing]


import numpy as np

from lessoncode.alignment.policy import Policy
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import (
    Raters,
    enumeration,
    mistakes,
    told,
)

BETA, SEEDS = 0.5, ("0", "1", "2")
WORTHS = np.linspace(0, 2, 17)
ROWS = {
    "unsure wrong": "raters unsure, user wrong",
    "unsure wrong fresh": "the same, countries never compared",
    "unsure silent": "raters unsure, no opinion",
    "unsure right": "raters unsure, user right",
    "known wrong": "raters know, user wrong",
}
taught = models_of(checkpoints.load("sycophancy/taught"))
pleased = checkpoints.load("sycophancy/pleased").arrays


def best_policies(model):
    """What is said at the optimum for each worth, and at the start."""
    policy = Policy(model, opinions.WORDS.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, Raters(length=0.3).reward)
    without = world.rewards
    agrees = Raters(1.0, 0.3).reward(world.batch).reshape(world.shape)
    agrees -= without
    best = []
    for worth in WORTHS:
        world.rewards = without + worth * agrees
        best.append(told(world, world.optimum(BETA)))
    return best, told(world, world.log_ref)


start = Policy(taught["0"], opinions.WORDS.end_id, opinions.MOST_WORDS)
answers = enumeration(start, Raters().reward).answers
YES, NO = (
    answers.index((*opinions.WORDS.encode(said), opinions.WORDS.end_id))
    for said in ("Yes", "No")
)
courses, starts = zip(*(best_policies(taught[s]) for s in SEEDS))


def learned(scores):
    """The points that a reward model gives for agreement and for the
    truth, where raters are unsure."""
    gains = {"right": [], "wrong": []}
    for asked, row in zip(opinions.QUESTIONS, scores):
        said = asked.kind == "unsure" and asked.user in gains
        if said and asked in opinions.RATED:
            sign = 1 if asked.truth == "Yes" else -1
            gains[asked.user].append(sign * (row[YES] - row[NO]))
    both, against = (np.mean(gain) for gain in gains.values())
    return (both - against) / 2, (both + against) / 2


def wrong(shares, name):
    """How often the answer is wrong, in a row of the table."""
    kind, user, *fresh = name.split()
    asked = opinions.UNRATED if fresh else opinions.RATED
    return mistakes(shares, kind, user, asked)


# --8<-- [start:table]
exact, trained = {}, {}
print("wrong answers       best  model 0     1     2")
for name, title in ROWS.items():
    shares = [[wrong(t, name) for t in c] for c in courses]
    exact[name] = np.mean(shares, 0)
    trained[name] = {}
    print(title)
    start = np.mean([wrong(t, name) for t in starts])
    print(f"  before raters {start:8.0%}")
    for a in (0.0, 0.5, 1.0, 2.0):
        row = [wrong(pleased[f"trained/{a}/{s}"], name) for s in SEEDS]
        trained[name][a] = row
        share = exact[name][list(WORTHS).index(a)]
        text = " ".join(f"{x:5.0%}" for x in row)
        print(f"  {a} points {share:12.0%}    {text}")
print("agreeing does harm if users are right in less than")
for a in (0.5, 1.0, 2.0):
    at = list(WORTHS).index(a)
    users = "wrong", "silent", "right"
    bad, silent, good = (exact[f"unsure {user}"][at] for user in users)
    print(f"  {a} points {(bad - silent) / (bad - good):12.0%}")
judged = [pleased[f"scores/1.0/{s}"].astype(float) for s in SEEDS]
for what, row in zip(("liking", "truth"), zip(*map(learned, judged))):
    text = " ".join(f"{x:5.2f}" for x in row)
    print(f"{what + ', as learned':26} {text}")
draw(WORTHS, exact, trained)
# --8<-- [end:table]
