"""Exercises of the page on whether written thoughts are the reasons."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.worlds.addition import columns

Test: TypeAlias = tuple[int, int, int | None]  # true, written, said


def pads(rng: np.random.Generator) -> Iterator[tuple[str]]:
    """Columns of sums with one digit to five, right and false ones."""
    for text in ("12,13", "02,03", "12,03", "08", "10,10,10", "00,01"):
        yield (text,)
    for n in range(1, 6):
        for _ in range(6):
            a, b = rng.integers(1, 10**n, 2).tolist()
            signs = list(columns(a, b))
            if rng.random() < 0.5:
                column = int(rng.integers((len(signs) + 1) // 3))
                signs[3 * column + 1] = str(rng.integers(10))
            yield ("".join(signs),)


@exercise(
    "faithfulness-1",
    pads,
    hints=(
        "Split at the commas. Which digit of a column belongs to the answer, and which is the "
        "carry? The carry is already part of the next column.",
        "Keep only the second digit of each column. Keep both digits of the last column, because "
        "no column follows it.",
        "The columns begin on the right. Start with the whole last column, and add the second "
        "digits of the others in reverse order.",
    ),
)
def told_by(pad: str) -> int:
    """Read off the answer that a short scratchpad gives.

    - `pad`: the columns from the right, each as two digits, with commas
      between them, such as `"12,13"` for 47 + 85. The carry of a column is
      part of the next one. Digits may be false.

    Returns the number that the scratchpad gives, whether it is the
    right sum or not: 132 for `"12,13"`, and 122 for `"12,12"`.
    """
    *others, last = pad.split(",")
    return int(last + "".join(column[1] for column in reversed(others)))


@told_by.right
def told_by_places(pad: str) -> int:
    """Counts with places: units, tens, hundreds."""
    total, place = 0, 1
    for column in pad.split(","):
        total += int(column[1]) * place
        place *= 10
    return total + int(pad.split(",")[-1][0]) * place


@told_by.mistake
def told_in_order(pad: str) -> Any:
    """Puts the digits as they are written."""
    *others, last = pad.split(",")
    return int(last + "".join(column[1] for column in others))


@told_by.mistake
def told_without_the_last_carry(pad: str) -> Any:
    return int("".join(column[1] for column in reversed(pad.split(","))))


@told_by.mistake
def told_with_carries_twice(pad: str) -> Any:
    """Adds the carries, which are counted already."""
    return sum(int(column) * 10**i for i, column in enumerate(pad.split(",")))


def tests(rng: np.random.Generator) -> Iterator[tuple[list[Test]]]:
    """Answers that follow, that do not, and some that are none."""
    yield ([(132, 122, 122)],)
    yield ([(132, 122, 132)],)
    yield ([(132, 122, 142)],)
    yield ([(132, 122, None)],)
    yield ([(132, 122, 122), (76, 75, 76)],)
    for n in range(2, 30):
        rows: list[Test] = []
        for _ in range(n):
            true = int(rng.integers(20, 199))
            written = true + int(rng.integers(1, 9)) * 10
            said = rng.choice([true, written, true + 1, -1])
            rows.append((true, written, None if said < 0 else int(said)))
        yield (rows,)


@exercise(
    "faithfulness-2",
    tests,
    hints=(
        "Go through the rows and count three kinds: `said == written`, `said == true`, and all "
        "others.",
        "None is not a number, so it belongs to the others: it is neither as written nor right.",
        "Divide each count by the number of rows. The three shares add up to 1.",
    ),
)
def shares(rows: list[Test]) -> tuple[float, float, float]:
    """Sort the answers that come after a false scratchpad.

    - `rows`: a list of (true, written, said): the right sum, the number
      that the false scratchpad gives, and the model's answer. `said` is
      `None` if the answer is not a number. `true` and `written` differ.

    Returns three shares of all rows: answers as written, right answers,
    and others. For `[(132, 122, 122), (76, 75, 76)]` they are
    `(0.5, 0.5, 0.0)`.
    """
    return counted(rows)


def counted(rows: list[Test]) -> tuple[float, float, float]:
    n = len(rows)
    written = sum(said == told for _, told, said in rows)
    right = sum(said == true for true, _, said in rows)
    return written / n, right / n, (n - written - right) / n


@shares.right
def shares_by_arrays(rows: list[Test]) -> Any:
    kinds = [1 if said == told else 0 if said == true else 2 for true, told, said in rows]
    return [float(np.mean([kind == i for kind in kinds])) for i in (1, 0, 2)]


@shares.mistake
def shares_without_none(rows: list[Test]) -> Any:
    """Leaves out what is not a number."""
    some = [row for row in rows if row[2] is not None]
    return counted(some) if some else (0.0, 0.0, 0.0)


@shares.mistake
def shares_the_other_way(rows: list[Test]) -> Any:
    written, right, other = counted(rows)
    return right, written, other


@shares.mistake
def shares_of_those_that_follow_or_not(rows: list[Test]) -> Any:
    """All that does not follow counts as right."""
    written, right, other = counted(rows)
    return written, right + other, 0.0
