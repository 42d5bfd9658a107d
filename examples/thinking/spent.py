# time limit: 120 s
"""Right answers against the tokens that were written for them."""

from collections import Counter

import numpy as np

from lessoncode import figure
from lessoncode.measures.votes import vote
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=500, n_held_out=1000).held_out[:200]
models = models_of(checkpoints.load("thinking/base"))
rng = np.random.default_rng(0)
MOST = {"none": 64, "short": 16, "long": 16}  # votes


def computed(model):
    """The share that votes over answers at once get right."""
    chances = effort.chances(model, sums)
    p = [list(answers.values()) for answers in chances]
    return [np.mean([vote(one, n) for one in p]) for n in numbers]


def drawn(model, way):
    """The same with scratchpads: drawn, and the answers counted."""
    again = [pair for pair in sums for _ in range(MOST[way])]
    told = effort.answers(model, again, way, rng)
    said = [effort.answer_in(effort.text_of(ids)) for ids in told]
    shares = []
    for n in numbers:
        right = []
        for start in range(0, len(said), n):
            most = Counter(said[start : start + n]).most_common(1)
            right.append(most[0][0] == sum(again[start]))
        shares.append(np.mean(right))
    return shares


fig, axes = figure.canvas(width=4.8, height=3)
colours = {"none": "second", "short": "third", "long": "accent"}
for way, most in MOST.items():
    numbers = [n for n in (1, 4, 16, 64) if n <= most]
    length = np.mean([len(effort.solution(*pair, way)) for pair in sums])
    tokens = [n * length for n in numbers]
    print(f"{way:6} votes ", *(f"{n:5}" for n in numbers))
    print("       tokens", *(f"{n:5.0f}" for n in tokens))
    rows = []
    for name, model in models.items():
        one = way == "none"
        rows.append(computed(model) if one else drawn(model, way))
        print(f"     {way} {name}", *(f"{share:5.2f}" for share in rows[-1]))
    look = {"color": figure.COLOURS[colours[way]]}
    axes.fill_between(tokens, np.min(rows, 0), np.max(rows, 0), alpha=0.2, **look)
    axes.plot(tokens, np.mean(rows, 0), "o-", markersize=4, **look)
    axes.text(tokens[-1] * 1.1, np.mean(rows, 0)[-1], way, va="center", **look)
axes.set(xlabel="tokens written for a sum", ylabel="share right", ylim=(0, 1))
axes.set_xscale("log")
axes.set_xlim(3, 800)
axes.set_xticks([4, 10, 20, 50, 100, 400], [4, 10, 20, 50, 100, 400])
axes.minorticks_off()
alt = (
    "The share of right answers over the tokens written. Votes over "
    "answers at once rise from about a third to under a half and stay "
    "there. One short scratchpad is above that with far fewer tokens, "
    "a long one slightly higher; votes over scratchpads rise further."
)
caption = (
    "Tokens well spent: one scratchpad beats any number of votes over "
    "answers without one. Points are 1, 4, 16 and 64 votes; bands "
    "reach from the worst model to the best."
)
figure.save(fig, "spent", alt, caption)
