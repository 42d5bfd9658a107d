"""A pattern that appears only in the prompt is continued."""

# --8<-- [start:prompt]
from hashlib import sha256

import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

trained = checkpoints.load("in_context_learning/induction")
model, letters = trained.model.frozen(), trained.tokenizer


def fingerprint():
    """A number that changes if any weight changes."""
    weights = [p.data.tobytes() for p in model.parameters.values()]
    return sha256(b"".join(weights)).hexdigest()[:16]


rng = np.random.default_rng(0)
print("weights before:", fingerprint())
for prompt in (
    "l e s o n c d i a m t h l e",
    "h t m a i d c n o s e l h t",
):
    ids = letters.encode(prompt)
    added = generate(model, ids, 12, sampling=GREEDY)
    print(prompt, "->", letters.decode(added))
print("weights after: ", fingerprint())
# --8<-- [end:prompt]

# --8<-- [start:lengths]
print("letters in  continued correctly     looked up")
print("the string   all  up to 32  beyond        all")
for length in (4, 7, 10, 13, 16, 18, 20, 24, 30):
    strings = rng.integers(1, 27, size=(500, length))
    ids = np.tile(strings, 2)
    guesses = model(ids[:, :-1]).data.argmax(-1)[:, length:]
    right = guesses == ids[:, length + 1 :]
    n_read = np.arange(length + 1, 2 * length)
    inside, beyond = right[:, n_read <= 32], right[:, n_read > 32]
    cell = f"{beyond.mean():.0%}" if beyond.size else "-"
    # the ideal lookup, as in lookup.py: one of the earlier places
    same = ids[:, :, None] == ids[:, None, :]
    earlier = np.tril(same[:, :-1, :-1], -1)[:, length:]
    agree = (earlier & same[:, length + 1 :, 1:]).sum(-1)
    looked_up = (agree / earlier.sum(-1)).mean()
    row = length, right.mean(), inside.mean(), cell, looked_up
    print("{:10}{:6.0%}{:10.0%}{:>8}{:11.0%}".format(*row))
# --8<-- [end:lengths]

# --8<-- [start:between]
print("letters in  letters  letters            continued")
print("the string   before  between  distance  correctly")
far = (13, 0, 7), (13, 0, 11), (13, 0, 17), (7, 0, 6), (4, 0, 9)
for length, before, between in (*far, (4, 9, 0)):
    strings = rng.integers(1, 27, size=(500, length))
    others = rng.integers(1, 27, size=(500, between))
    first = rng.integers(1, 27, size=(500, before))
    ids = np.concatenate([first, strings, others, strings], 1)
    distance = length + between
    start = before + distance
    guesses = model(ids[:, :-1]).data.argmax(-1)[:, start:]
    right = (guesses == ids[:, start + 1 :]).mean()
    row = length, before, between, distance, right
    print("{:10}{:9}{:9}{:10}{:11.0%}".format(*row))
# --8<-- [end:between]
