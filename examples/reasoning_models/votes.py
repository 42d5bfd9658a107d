# time limit: 60 s
"""What a vote over many answers gives, computed and drawn."""

# --8<-- [start:one]
import numpy as np

from lessoncode.measures.votes import vote
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=500, n_held_out=1000).held_out[:200]
models = models_of(checkpoints.load("reasoning_models/base"))
chances = {name: effort.chances(m, sums) for name, m in models.items()}


def show(a, b, answers):
    """The top answers to a sum, and how likely a vote is right."""
    ranked = sorted(answers.items(), key=lambda pair: -pair[1])[:3]
    told = [f"{effort.text_of(ids)} {p:.2f}" for ids, p in ranked]
    print(f"{a}+{b} answers: ", ",  ".join(told))
    p = list(answers.values())
    shares = [f"{n} {vote(p, n):.2f}" for n in (1, 4, 16, 64)]
    print(f"{a}+{b} votes:   ", ", ".join(shares))


for place in 2, 18:  # the right answer leads in one, not in the other
    show(*sums[place], chances["0"][place])
# --8<-- [end:one]

# --8<-- [start:all]
from collections import Counter

NUMBERS = 1, 4, 16, 64


def voted(told, n):
    """How often the most frequent of n answers is right."""
    taken = []
    for start in range(0, len(told), n):
        counted = Counter(map(tuple, told[start : start + n]))
        taken.append(counted.most_common(1)[0][0])
    return effort.right(taken, again[::n]).mean()


rng = np.random.default_rng(0)
again = [pair for pair in sums for _ in range(64)]
columns = *(f"{n:5}" for n in NUMBERS), " without end"
print("model votes", *columns)
for name, model in models.items():
    p = [list(answers.values()) for answers in chances[name]]
    exact = [np.mean([vote(one, n) for one in p]) for n in NUMBERS]
    end = np.mean([one[0] > max(one[1:]) for one in p])
    row = " ".join(f"{share:5.0%}" for share in exact)
    print(f"{name} computed ", row, f"{end:12.0%}")
    told = effort.answers(model, again, "none", rng)
    row = " ".join(f"{voted(told, n):5.0%}" for n in NUMBERS)
    print(f"{name} drawn    ", row)
# --8<-- [end:all]
