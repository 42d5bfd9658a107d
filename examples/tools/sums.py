"""Sums by call and at once, shorter and longer ones too."""

import re

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_talks

models = models_of(checkpoints.load("tools/train"))
at_once = checkpoints.load("tools/direct").arrays["shares"]
worked, held_out = desk_talks.sums()
tools = {"calc": desk.calculate}


def sums_of(n_digits):
    """Two hundred sums of numbers that long."""
    rng = np.random.default_rng(n_digits)
    least, most = 10 ** (n_digits - 1), 10**n_digits
    return rng.integers(least, most, (200, 2)).tolist()


def ended(model, pairs):
    """The conversations about these sums."""
    asked = [desk_talks.sum_talk(pair)[:1] for pair in pairs]
    return desk.answered(model, asked, tools)


def right(talks, pairs):
    """How many end with the right sum."""
    told = [desk.signs(sum(pair)) for pair in pairs]
    ends = [talk[-1].text for talk in talks]
    return sum(end == sum_ for end, sum_ in zip(ends, told))


def passed_on(talks):
    """Those that end with a tool's result, and nothing else."""
    return [talk for talk in talks if talk[-2] == ("tool", talk[-1].text)]


def two_digit(talks):
    """How many begin with a call for two numbers of two digits."""
    form = re.compile(r"calc \( \d \d \+ \d \d \)")
    return sum(bool(form.fullmatch(talk[1].text)) for talk in talks)


def impossible(talks, n_digits):
    """How many pass on what no sum of two numbers that long can be."""
    least, most = 2 * 10 ** (n_digits - 1), 2 * (10**n_digits - 1)
    ends = [talk[-1].text.replace(" ", "") for talk in passed_on(talks)]
    return sum(not least <= int(end) <= most for end in ends)


# --8<-- [start:table]
kinds = {"learned": worked[:200], "held out": held_out}
shares = np.array(
    [
        [
            right(ended(model, pairs), pairs) / len(pairs)
            for pairs in kinds.values()
        ]
        for model in models.values()
    ]
)
print("right sums     learned  held out")
for way, rows in ("at once", at_once), ("by call", shares):
    for seed, row in enumerate(rows):
        print(f"{way} {seed}", "{:12.0%} {:9.0%}".format(*row))
swapped = sum((b, a) in worked for a, b in held_out)
print(f"{swapped} of {len(held_out)} held out: learned as b + a")
# --8<-- [end:table]

# --8<-- [start:longer]
lengths = [held_out if n == 2 else sums_of(n) for n in range(1, 5)]
talks = {
    seed: [ended(model, pairs) for pairs in lengths]
    for seed, model in models.items()
}
print("of 200 sums by call")
print("digits           1    2    3    4")
for seed, rows in talks.items():
    row = [right(some, pairs) for some, pairs in zip(rows, lengths)]
    print(f"right {seed}     ", " ".join(f"{n:4}" for n in row))
for seed, rows in talks.items():
    row = [len(passed_on(some)) for some in rows]
    print(f"passed on {seed} ", " ".join(f"{n:4}" for n in row))
for seed, rows in talks.items():
    row = [impossible(some, n) for n, some in enumerate(rows, 1)]
    print(f"impossible {seed}", " ".join(f"{n:4}" for n in row))
print("calls for two numbers of two digits")
for seed, rows in talks.items():
    row = [two_digit(some) for some in rows]
    print(f"two-digit {seed} ", " ".join(f"{n:4}" for n in row))
print()
for talk in talks["0"][2][0], talks["0"][0][0]:
    for role, text in talk:
        print(f"{role:9} {text}")
    print()
# --8<-- [end:longer]
