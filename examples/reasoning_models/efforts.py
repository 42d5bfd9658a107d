# time limit: 60 s
"""The same model, told to write more or less before it answers."""

# --8<-- [start:ways]
from lessoncode.worlds import addition, effort

a, b = 47, 85
for way in effort.EFFORTS:
    ids = effort.solution(a, b, way)
    text = effort.text_of(ids)
    print(f"{a}+{b} {way:6} = {text:23}{len(ids):3} tokens")
# --8<-- [end:ways]

# --8<-- [start:right]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

N_DRAWS = 8  # answers to each sum
sums = addition.split(n_worked=500, n_held_out=1000).held_out
again = [pair for pair in sums for _ in range(N_DRAWS)]
models = models_of(checkpoints.load("reasoning_models/base"))
rng = np.random.default_rng(0)
right = {}  # the share of each sum's answers, [models, sums]
print("effort  tokens   right, of models 0, 1, 2")
for way in effort.EFFORTS:
    shares, lengths = [], []
    for model in models.values():
        told = effort.answers(model, again, way, rng)
        marks = effort.right(told, again).reshape(-1, N_DRAWS)
        shares.append(marks.mean(1))
        lengths.append(np.mean([len(ids) for ids in told]))
    right[way] = np.array(shares)
    print(f"{way:7} {np.mean(lengths):6.1f}  ", end="")
    print(*(f"{share:6.0%}" for share in right[way].mean(1)))
print("points gained (and their standard error)")
pairs = ("filler", "filler", "none"), ("long steps", "long", "short")
for name, more, less in pairs:
    gains = 100 * (right[more] - right[less])
    errors = gains.std(1, ddof=1) / len(sums) ** 0.5
    both = zip(gains.mean(1), errors)
    cells = (f"{gain:6.1f} ({error:.1f})" for gain, error in both)
    print(f"by {name:10}", *cells)
# --8<-- [end:right]
