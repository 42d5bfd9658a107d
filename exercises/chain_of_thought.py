"""Exercises of the page on computations that are written out."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.worlds import addition


def pairs(rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Sums with and without carries, of numbers of any length."""
    yield 1, 2
    yield 7, 5
    yield 47, 85
    yield 47, 5
    yield 5, 99
    yield 100, 200
    for _ in range(30):
        a, b = (int(rng.integers(0, 10 ** rng.integers(1, 6))) for _ in range(2))
        yield a, b


@exercise(
    "chain-of-thought-1",
    pairs,
    hints=(
        "Start on the right. A column is the sum of the two digits at that place, plus the carry. "
        "If a number has no digit there, use 0.",
        "The digit of n at place i is `n // 10**i % 10`. The carry into the next column is "
        "`column // 10`.",
        "There are as many columns as the longer number has digits. Write each with two digits, "
        '`f"{column:02}"`. Join them with `","`, and add `";"` and the sum at the end.',
    ),
)
def written(a: int, b: int) -> str:
    """Write out a sum, column by column.

    - `a, b`: whole numbers, 0 or more.

    Returns the columns from the right, each as two digits, with commas
    between them, then a semicolon and the sum. A column is the sum of
    its two digits and the carry from the column before. There are as
    many columns as the longer number has digits.
    `written(47, 85)` is `"12,13;132"` and `written(5, 99)` is
    `"14,10;104"`.
    """
    return addition.solution(a, b, "written")


def columns_of(a: int, b: int, carries: bool = True) -> list[int]:
    done, carry = [], 0
    for x, y in zip_longest(reversed(str(a)), reversed(str(b)), fillvalue="0"):
        done.append(int(x) + int(y) + carry)
        carry = done[-1] // 10 if carries else 0
    return done


@written.right
def written_by_letters(a: int, b: int) -> str:
    """Goes over the digits as letters, from the end."""
    return ",".join(f"{n:02}" for n in columns_of(a, b)) + f";{a + b}"


@written.mistake
def written_without_carries(a: int, b: int) -> str:
    return ",".join(f"{n:02}" for n in columns_of(a, b, carries=False)) + f";{a + b}"


@written.mistake
def written_from_the_left(a: int, b: int) -> str:
    return ",".join(f"{n:02}" for n in columns_of(a, b)[::-1]) + f";{a + b}"


@written.mistake
def written_with_one_digit(a: int, b: int) -> str:
    return ",".join(str(n) for n in columns_of(a, b)) + f";{a + b}"


@written.mistake
def written_as_far_as_the_shorter(a: int, b: int) -> str:
    n = min(len(str(a)), len(str(b)))
    return ",".join(f"{n:02}" for n in columns_of(a, b)[:n]) + f";{a + b}"


def texts(rng: np.random.Generator) -> Iterator[tuple[int, int, str]]:
    """Right and wrong columns and answers, some of which go together."""
    yield 47, 85, "12,13;132"
    yield 47, 85, "12,13;131"
    yield 47, 85, "12,12;132"
    yield 47, 85, "12,12;122"
    yield 47, 85, "02,13;132"
    yield 14, 23, "07,03;37"
    for _ in range(60):
        a, b = rng.integers(10, 100, 2).tolist()
        units, tens = columns_of(a, b)
        units += int(rng.integers(3) == 0)
        tens += int(rng.choice([0, 0, 1, -1]))
        answer = int(rng.choice([a + b, 10 * tens + units % 10, a + b + 1]))
        yield a, b, f"{units:02},{max(tens, 0):02};{answer}"


@exercise(
    "chain-of-thought-2",
    texts,
    hints=(
        'Split the text at `";"`, and the part before it at `","`. The three parts are whole '
        "numbers.",
        "The right columns are `a % 10 + b % 10` and `a // 10 + b // 10 + carry`, where the carry "
        "is the first right column divided by 10, without the rest.",
        "The columns say `10 * tens + units % 10`, right or wrong. Only the last digit of the "
        "units counts, because the carry is part of the tens.",
    ),
)
def together(a: int, b: int, text: str) -> list[bool]:
    """Find out whether an answer agrees with what was written before it.

    - `a, b`: two-digit numbers.
    - `text`: what a model wrote, two columns and an answer: `"12,13;132"`.

    Returns three truth values. Are both columns right? Is the answer
    right? Is the answer what the columns say, right or wrong? To read
    the columns, take the whole second column and then the last digit
    of the first: `"12,13"` says 132, and `"12,12"` says 122.
    `together(47, 85, "12,12;132")` is `[False, True, False]`.
    """
    columns, _, answer = text.partition(";")
    units, _, tens = columns.partition(",")
    said = int(tens + units[-1])
    right = columns == addition.columns(a, b)
    return [right, int(answer) == a + b, int(answer) == said]


@together.right
def together_by_numbers(a: int, b: int, text: str) -> Any:
    """In whole numbers, as an array."""
    units, tens, answer = map(int, text.replace(";", ",").split(","))
    right = [units, tens] == columns_of(a, b)
    return np.array([right, answer == a + b, answer == 10 * tens + units % 10])


@together.mistake
def together_if_right(a: int, b: int, text: str) -> list[bool]:
    """Takes right columns and a right answer for one that follows."""
    right, answered, _ = together_by_numbers(a, b, text)
    return [right, answered, right and answered]


@together.mistake
def together_by_adding(a: int, b: int, text: str) -> list[bool]:
    """Carries a second time."""
    right, answered, _ = together_by_numbers(a, b, text)
    units, tens, answer = map(int, text.replace(";", ",").split(","))
    return [right, answered, answer == 10 * tens + units]


@together.mistake
def together_without_carries(a: int, b: int, text: str) -> list[bool]:
    _, answered, follows = together_by_numbers(a, b, text)
    units, tens, _ = map(int, text.replace(";", ",").split(","))
    return [[units, tens] == columns_of(a, b, carries=False), answered, follows]
