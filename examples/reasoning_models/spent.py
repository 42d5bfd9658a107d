# time limit: 60 s
"""Right answers against the tokens that were written for them."""

from collections import Counter

import numpy as np

from lessoncode import figure
from lessoncode.measures.votes import vote
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=500, n_held_out=1000).held_out[:100]
models = models_of(checkpoints.load("reasoning_models/base"))
rng = np.random.default_rng(0)
VOTES = {"none": (1, 4, 16, 64), "short": (1, 4, 8), "long": (1, 4, 8)}


def computed(model):
    """The share that votes over answers at once get right."""
    chances = effort.chances(model, sums)
    p = [list(answers.values()) for answers in chances]
    return [np.mean([vote(one, n) for one in p]) for n in numbers]


def drawn(model, way):
    """The same with scratchpads: drawn, and the answers counted."""
    again = [pair for pair in sums for _ in range(max(numbers))]
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


def likeliest(model, way):
    """The share right if the likeliest token is always taken."""
    told = effort.answers(model, sums, way, None, GREEDY)
    return effort.right(told, sums).mean()


fig, axes = figure.canvas(height=3.2)
PLACES = {"none": (20, 30), "short": (6, 51), "long": (40, 93)}
WORDS = {
    "none": "1 to 64 votes, no steps",
    "short": "short steps",
    "long": "long steps, 1 to 8 votes",
}
colours = {"none": "second", "short": "third", "long": "accent"}
for way, numbers in VOTES.items():
    lengths = [len(effort.solution(*pair, way)) for pair in sums]
    tokens = [n * np.mean(lengths) for n in numbers]
    print(f"{way:6} votes ", *(f"{n:5}" for n in numbers), "  greedy")
    print("       tokens", *(f"{n:5.0f}" for n in tokens))
    rows = []
    for name, model in models.items():
        at_once = way == "none"
        shares = computed(model) if at_once else drawn(model, way)
        rows.append(shares)
        row = " ".join(f"{share:5.0%}" for share in shares)
        row += f"{likeliest(model, way):9.0%}"
        print(f"     {way} {name}", row)
    rows = 100 * np.round(rows, 3)
    look = {"color": figure.COLOURS[colours[way]]}
    ends = np.min(rows, 0), np.max(rows, 0)
    axes.fill_between(tokens, *ends, alpha=0.2, **look)
    axes.plot(tokens, np.mean(rows, 0), "o-", markersize=4, **look)
    axes.text(*PLACES[way], WORDS[way], va="center", **look)
axes.set(xlabel="tokens written for a sum")
axes.set(ylabel="right answers (%)", ylim=(0, 100))
axes.set_xscale("log")
axes.set_xlim(2.5, 400)
axes.set_xticks([4, 10, 20, 50, 100, 200], [4, 10, 20, 50, 100, 200])
axes.minorticks_off()
alt = (
    "The share of right answers over the tokens written. Votes over "
    "answers at once rise from about a third to a little under a half "
    "on average (40% to 52% in the three models) and stay there. One "
    "short scratchpad is above that with far fewer tokens, a long one "
    "slightly higher; votes over scratchpads rise further."
)
caption = (
    "Tokens well spent: one answer with written steps beats 64 votes "
    "over answers without them (bands show the three models)."
)
figure.save(fig, "spent", alt, caption)
