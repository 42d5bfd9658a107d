"""What a perfect lookup by one letter predicts, and the model."""

import numpy as np

from lessoncode.training import checkpoints

model = checkpoints.load("in_context_learning/induction").model
rng = np.random.default_rng(0)
print("letters in    places   looked     by the model")
print("the string  disagree       up   all  1st  later")
for length in (10, 13, 16):
    strings = rng.integers(1, 27, size=(500, length))
    ids = np.tile(strings, 2)
    guesses = model.frozen()(ids[:, :-1]).data.argmax(-1)
    right = (guesses == ids[:, 1:])[:, length:]
    # same[n, i, j]: in row n, letter i is the same as letter j
    same = ids[:, :, None] == ids[:, None, :]
    earlier = np.tril(same[:, :-1, :-1], -1)
    found = earlier.sum(-1)[:, length:]
    agree = (earlier & same[:, 1:, 1:]).sum(-1)[:, length:]
    row = (agree < found).mean(), (agree / found).mean()
    row += right.mean(), right[:, 0].mean(), right[:, 1:].mean()
    cells = "{:10}{:10.0%}{:9.0%}{:6.0%}{:5.0%}{:7.0%}"
    print(cells.format(length, *row))
