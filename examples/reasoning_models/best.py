# time limit: 60 s
"""The best of n answers, by a perfect judge and by one that errs."""

import numpy as np

from lessoncode import figure
from lessoncode.alignment.policy import answered
from lessoncode.alignment.rewards import Scorer
from lessoncode.measures.votes import best_of, one_of
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=500, n_held_out=1000).held_out[:200]
models = models_of(checkpoints.load("reasoning_models/base"))
trained = checkpoints.load("reasoning_models/judge")
bodies = models_of(trained)
NUMBERS = 1, 2, 4, 8, 16, 64, 256


def scored(name):
    """For each sum the chances of its answers, and their scores."""
    head = trained.arrays[f"head {name}"]
    judge = Scorer(bodies[name].frozen(), head)
    rows = []
    chances = effort.chances(models[name], sums)
    for (a, b), answers in zip(sums, chances):
        asked = [effort.prompt(a, b, "none")] * len(answers)
        scores = judge.reward(answered(asked, list(answers)))
        rows.append((np.array(list(answers.values())), scores))
    return rows


curves = {}
print("best of     ", *(f"{n:5}" for n in NUMBERS))
for name in models:
    rows = scored(name)
    shares = {"perfect": [], "trained": []}
    for n in NUMBERS:
        perfect = [one_of(p[0], n) for p, _ in rows]
        trained_one = [best_of(p, scores, n) for p, scores in rows]
        shares["perfect"].append(np.mean(perfect))
        shares["trained"].append(np.mean(trained_one))
    curves[name] = shares
    for who, row in shares.items():
        print(f"{name} {who:10}", *(f"{share:5.0%}" for share in row))

fig, axes = figure.canvas(height=2.9)
for name, style in zip(curves, ("-", "--", ":")):
    for who, colour in ("perfect", "accent"), ("trained", "second"):
        look = {"linestyle": style, "color": figure.COLOURS[colour]}
        percent = 100 * np.round(curves[name][who], 3)
        axes.plot(NUMBERS, percent, **look)
look = {"ha": "right", "color": figure.COLOURS["accent"]}
axes.text(30, 97, "a perfect judge", **look)
axes.text(60, 66, "trained judge 1", color=figure.COLOURS["second"])
axes.text(2, 14, "trained judges", color=figure.COLOURS["second"])
axes.text(2, 5, "0 and 2", color=figure.COLOURS["second"])
axes.set(xlabel="answers to choose from", ylabel="right choices (%)")
axes.set_ylim(0, 105)
axes.set_xscale("log", base=2)
axes.set_xticks(NUMBERS, NUMBERS)
alt = (
    "The share of right choices over the number of answers. For a "
    "perfect judge all three models rise from about a third to nearly "
    "all. For trained judges one rises to about two thirds with 16 "
    "answers and then falls; two hardly rise and fall far below where "
    "they began."
)
caption = (
    "The best of n answers: a perfect judge gains from every further "
    "answer. With many answers, each trained judge chooses worse than "
    "with a few."
)
figure.save(fig, "best", alt, caption)
