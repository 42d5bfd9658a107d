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

sums = addition.split(n_worked=500, n_held_out=1000).held_out
models = models_of(checkpoints.load("reasoning_models/base"))
rng = np.random.default_rng(0)
print("effort  tokens   right, of models 0, 1, 2")
for way in effort.EFFORTS:
    shares, lengths = [], []
    for model in models.values():
        told = effort.answers(model, sums, way, rng)
        shares.append(effort.right(told, sums).mean())
        lengths.append(np.mean([len(ids) for ids in told]))
    print(f"{way:7} {np.mean(lengths):6.1f}  ", end="")
    print(*(f"{share:6.0%}" for share in shares))
# --8<-- [end:right]
