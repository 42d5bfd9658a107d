"""Sums that a model may answer in two ways, and a program that marks the answers.

    >>> from lessoncode.worlds import addition
    >>> addition.solution(47, 85, "direct"), addition.solution(47, 85, "written")
    ('132', '12,13;132')
    >>> addition.answer_in("12,13;132.")
    132

A model gives the answer at once, or works it out column by column first:

    4 7 + 8 5 = 1 3 2                    the answer at once
    4 7 + 8 5 = 1 2 , 1 3 ; 1 3 2        first each column, written out

Columns go from the right: 7 + 5 is 12, and 4 + 8 with the carried 1 is 13. The answer follows the
semicolon, and the end token follows the answer. Each sign is a token.

A program, not a model or a person, marks an answer. It compares a + b with the number after the
last semicolon, or with the whole answer if there is none. This needs no worked solution.

Source: Nye et al. 2021, "Show Your Work: Scratchpads for Intermediate Computation with Language
Models", arXiv 2112.00114, for a computation that is written out before the answer; Lambert et al.
2024, "Tulu 3", arXiv 2411.15124, for the name, verifiable rewards.

Differs in: A column shows its sum in two digits, but not the digits added. Nye et al. write more.

Checked against: Python's addition, for all sums of two-digit numbers.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.policy import prompts_and_answers
from lessoncode.model.checks import count
from lessoncode.model.generate import generate_answers
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.sampling import AS_PREDICTED, Sampling
from lessoncode.model.tensor import Array
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.training.batches import Batch, Row, answer_row

SIGNS = Words(["0 1 2 3 4 5 6 7 8 9 + = , ;"])
CHUNK = 2048  # answers

Operands = tuple[int, int]


class Split(NamedTuple):
    """Sums for three uses; if a + b is among them, b + a is not."""

    worked: list[Operands]  # their solutions are shown
    asked: list[Operands]  # their answers are marked
    held_out: list[Operands]


def split(n_worked: int, n_held_out: int, seed: int = 0) -> Split:
    """Divide all sums of two-digit numbers at random, each as either a + b or b + a.

    Raises ValueError for more sums than there are.
    """
    count(0, n_worked=n_worked, n_held_out=n_held_out, seed=seed)
    rng = np.random.default_rng(seed)
    numbers = range(10, 100)
    pairs = [(a, b) for a in numbers for b in numbers if a <= b]
    if n_worked + n_held_out > len(pairs):
        raise ValueError(f"{n_worked} + {n_held_out} sums are more than all {len(pairs)}")
    turned = rng.random(len(pairs)) < 0.5
    order = rng.permutation(len(pairs))
    mixed = [pairs[i][:: -1 if turned[i] else 1] for i in order]
    rest = mixed[n_worked:]
    held_out, asked = rest[:n_held_out], rest[n_held_out:]
    return Split(mixed[:n_worked], asked, held_out)


def columns(a: int, b: int) -> str:
    """The sum in each column, from the right: 47, 85 -> "12,13"."""
    count(0, a=a, b=b)
    carry, done = 0, []
    for i in range(max(len(str(a)), len(str(b)))):
        column = a // 10**i % 10 + b // 10**i % 10 + carry
        done.append(f"{column:02}")
        carry = column // 10
    return ",".join(done)


def solution(a: int, b: int, way: str) -> str:
    """The right answer, "direct" or "written" after columns. Raises ValueError for another way."""
    count(0, a=a, b=b)
    if way not in ("direct", "written"):
        raise ValueError(f'the way is {way!r}, not "direct" or "written"')
    return f"{columns(a, b)};{a + b}" if way == "written" else f"{a + b}"


def ids_of(text: str) -> list[int]:
    """The ids of a text in which each sign is a token."""
    return SIGNS.encode(" ".join(text))


def text_of(ids: Iterable[int]) -> str:
    """The text of these ids, the end token as a full stop. Raises ValueError for an unknown id."""
    return SIGNS.decode(ids).replace(END, ".").replace(" ", "")


def prompt(a: int, b: int) -> list[int]:
    """The ids of a question such as "47+85=", after the end token of the text before it."""
    count(0, a=a, b=b)
    return [SIGNS.end_id, *ids_of(f"{a}+{b}=")]


def operands(asked: Iterable[int]) -> Operands:
    """The two numbers that a question asks about. Raises ValueError for other ids."""
    text = text_of(asked)
    found = re.fullmatch(r"\.(\d+)\+(\d+)=", text)
    if not found:
        raise ValueError(f"a prompt is {text!r}: give one such as '.47+85='")
    return int(found[1]), int(found[2])


def example(a: int, b: int, way: str) -> Row:
    """A row with a question and its solution; only the solution is learned."""
    told = [*ids_of(solution(a, b, way)), SIGNS.end_id]
    return answer_row(prompt(a, b), told)


def answer_in(text: str) -> int | None:
    """The number after the last semicolon, if any, and before the final full stop; else None."""
    number = text[:-1].rpartition(";")[2]
    return int(number) if text[-1:] == "." and number.isdecimal() else None


def marks(batch: Batch) -> Array:
    """1 for each right answer, 0 for the others: -> [batch]."""
    given = []
    for asked, told in prompts_and_answers(batch):
        a, b = operands(asked)
        given.append(answer_in(text_of(told)) == a + b)
    return np.array(given, float)


def most_tokens(pairs: Sequence[Operands], way: str) -> int:
    """How many tokens an answer may have: the longest solution, its end, and one more.

    Raises ValueError if there are no sums, or if one is not of two numbers, 0 or more.
    """
    count(pairs=len(pairs))
    for pair in pairs:
        if len(pair) != 2:
            raise ValueError(f"a sum is of two numbers, not {pair}")
    return max(len(solution(a, b, way)) for a, b in pairs) + 2


def say(
    model: LanguageModel,
    pairs: Sequence[Operands],
    way: str,
    rng: np.random.Generator | None,
    sampling: Sampling = AS_PREDICTED,
) -> list[str]:
    """A model's answers, as texts. Without an rng, `sampling` must be greedy."""
    how = most_tokens(pairs, way), rng, sampling
    told: list[str] = []
    for start in range(0, len(pairs), CHUNK):
        asked = [prompt(a, b) for a, b in pairs[start : start + CHUNK]]
        drawn = generate_answers(model, asked, *how, stop=SIGNS.end_id)
        told += map(text_of, drawn)
    return told


def right(
    model: LanguageModel,
    pairs: Sequence[Operands],
    way: str,
    rng: np.random.Generator,
    n_tries: int = 1,
) -> npt.NDArray[np.bool_]:
    """Which answers, drawn at temperature 1, are right: booleans [n_pairs, n_tries]."""
    count(n_tries=n_tries)
    again = [pair for pair in pairs for _ in range(n_tries)]
    found = []
    told = say(model, again, way, rng)
    for text, (a, b) in zip(told, again, strict=True):
        found.append(answer_in(text) == a + b)
    return np.reshape(found, (len(pairs), n_tries))
