"""What a perfect lookup by one letter predicts, and the model."""

import numpy as np

from lessoncode.training import checkpoints


def looked_up(places, right):
    """How many places each letter finds, and how many are right."""
    return places.sum(-1), (places & right).sum(-1)


model = checkpoints.load("in_context_learning/induction").model
rng = np.random.default_rng(0)
print("letters in    places  looked up    by the model")
print("the string  disagree  all  near  all  1st later")
for length in (10, 13, 16):
    strings = rng.integers(1, 27, size=(500, length))
    ids = np.tile(strings, 2)
    guesses = model.frozen()(ids[:, :-1]).data.argmax(-1)
    right = (guesses == ids[:, 1:])[:, length:]
    # same[n, i, j]: in row n, letter i is the same as letter j
    same = ids[:, :, None] == ids[:, None, :]
    earlier = np.tril(same[:, :-1, :-1], -1)[:, length:]
    # near: 10 to 16 letters back, where strings repeated in training
    back = np.arange(length, 2 * length - 1)[:, None]
    back = back - np.arange(2 * length - 1)
    near = earlier & (back >= 10) & (back <= 16)
    follows = same[:, length + 1 :, 1:]
    found, agree = looked_up(earlier, follows)
    found_near, agree_near = looked_up(near, follows)
    row = (agree < found).mean(), (agree / found).mean()
    row += ((agree_near / found_near).mean(), right.mean())
    row += right[:, 0].mean(), right[:, 1:].mean()
    cells = "{:10}{:10.0%}{:5.0%}{:6.0%}{:5.0%}{:5.0%}{:6.0%}"
    print(cells.format(length, *row))
