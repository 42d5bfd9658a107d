"""Wrong agreements, as raters like to be agreed with more and more."""

# --8<-- [start:drawing]
from lessoncode import figure


def draw(likings, exact, trained):
    """The exact shares as lines, what training reached as dots."""
    fig, axes = figure.canvas(width=4.8, height=3)
    looks = {
        "unsure wrong": ("accent", "-", "raters unsure, user wrong"),
        "unsure silent": ("muted", "--", "raters unsure, no opinion"),
        "known wrong": ("third", ":", "raters know, user wrong"),
    }
    for name, (colour, style, label) in looks.items():
        look = {"color": figure.COLOURS[colour]}
        axes.plot(likings, exact[name], style, label=label, **look)
        points = [(a, y) for a, ys in trained[name].items() for y in ys]
        axes.plot(*zip(*points), "o", markersize=4, **look)
    axes.set(xlabel="how much raters like to be agreed with")
    axes.set(ylabel="share of wrong answers", ylim=(0, 1))
    axes.legend(loc="upper left")
    alt = (
        "Shares of wrong answers over how much raters like agreement. "
        "Where raters are unsure and the user is wrong, the line rises "
        "from about a tenth to almost nine in ten. Without an opinion "
        "it stays at about a tenth. Where raters know, it stays near "
        "nothing. Dots of trained models lie near the lines."
    )
    caption = (
        "What is rewarded: the lines are the best policy for the "
        "raters, computed; the dots are trained models, three for "
        "each liking."
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
LIKINGS = np.linspace(0, 2, 17)
ROWS = {
    "unsure wrong": "raters unsure, user wrong",
    "unsure wrong fresh": "never compared (unsure, wrong)",
    "unsure silent": "raters unsure, user silent",
    "unsure right": "raters unsure, user right",
    "known wrong": "raters know, user wrong",
}
taught = models_of(checkpoints.load("sycophancy/taught"))
pleased = checkpoints.load("sycophancy/pleased").arrays


def best_policies(model):
    """What is told at the optimum of each liking, and at the start."""
    policy = Policy(model, opinions.WORDS.end_id, opinions.MOST_WORDS)
    world = enumeration(policy, Raters(length=0.3).reward)
    without = world.rewards
    agrees = Raters(1.0, 0.3).reward(world.batch).reshape(world.shape)
    agrees -= without
    best = []
    for liking in LIKINGS:
        world.rewards = without + liking * agrees
        best.append(told(world, world.optimum(BETA)))
    return best, told(world, world.log_ref)


courses, starts = zip(*(best_policies(taught[s]) for s in SEEDS))


def wrong(shares, name):
    """How often the answer is wrong, in a row of the table."""
    kind, user, *fresh = name.split()
    asked = opinions.UNRATED if fresh else opinions.RATED
    return mistakes(shares, kind, user, asked)


# --8<-- [start:table]
exact, trained = {}, {}
print("wrong answers       exact seed 0     1     2")
for name, title in ROWS.items():
    shares = [[wrong(t, name) for t in c] for c in courses]
    exact[name] = np.mean(shares, 0)
    trained[name] = {}
    print(title)
    start = np.mean([wrong(t, name) for t in starts])
    print(f"  at the start {start:10.2f}")
    for a in (0.0, 0.5, 1.0, 2.0):
        row = [wrong(pleased[f"trained/{a}/{s}"], name) for s in SEEDS]
        trained[name][a] = row
        share = exact[name][list(LIKINGS).index(a)]
        text = " ".join(f"{x:5.2f}" for x in row)
        print(f"  liking {a} {share:12.2f}  {text}")
print("agreeing adds mistakes, if right below")
for a in (0.5, 1.0, 2.0):
    at = list(LIKINGS).index(a)
    users = "wrong", "silent", "right"
    bad, silent, good = (exact[f"unsure {user}"][at] for user in users)
    print(f"  liking {a} {(bad - silent) / (bad - good):12.2f}")
draw(LIKINGS, exact, trained)
# --8<-- [end:table]
