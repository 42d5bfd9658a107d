"""Sums that a model may think about for as long as the prompt says.

    >>> from lessoncode.worlds import effort
    >>> [effort.text_of(effort.solution(47, 85, word)) for word in effort.EFFORTS]
    ['132.', '(_____)132.', '(12,13)132.', '(7+5+0=12,4+8+1=13)132.']

The word before "=" is the effort:

    4 7 + 8 5 none =     1 3 2
    4 7 + 8 5 filler =   ( _ _ _ _ _ ) 1 3 2
    4 7 + 8 5 short =    ( 1 2 , 1 3 ) 1 3 2
    4 7 + 8 5 long =     ( 7 + 5 + 0 = 1 2 , 4 + 8 + 1 = 1 3 ) 1 3 2

The brackets hold the scratchpad; the answer follows it, and then the end token. A short scratchpad
has the sum of each column, from the right, as in `addition`. A long one also shows what is added:
two digits and the carry. Filler has as many tokens as a short one and says nothing.

Source: Nye et al. 2021, "Show Your Work: Scratchpads for Intermediate Computation with Language
Models", arXiv 2112.00114; Pfau, Merrill and Bowman 2024, "Let's Think Dot by Dot", arXiv
2404.15758, for filler.

Differs in: One model knows all four efforts. The prompt chooses one, like a switch.

Checked against: Python's addition, for all sums of two-digit numbers.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from lessoncode.model.answers import Answers, likely_answers
from lessoncode.model.checks import as_many, count, positive
from lessoncode.model.generate import generate_answers
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.sampling import AS_PREDICTED, Sampling
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.training.batches import Row, answer_row
from lessoncode.worlds import addition
from lessoncode.worlds.addition import Operands

EFFORTS = "none", "filler", "short", "long"
SIGNS = Words([f"0 1 2 3 4 5 6 7 8 9 + = , ( ) _ {' '.join(EFFORTS)}"])
CHUNK = 2048  # answers


def check_effort(effort: str) -> None:
    """Raise ValueError unless this is one of `EFFORTS`."""
    if effort not in EFFORTS:
        raise ValueError(f"the effort is {effort!r}: give one of {', '.join(EFFORTS)}")


def check_sums(pairs: Sequence[Operands]) -> None:
    """Raise ValueError unless there are sums, each of two numbers."""
    count(pairs=len(pairs))
    for pair in pairs:
        if len(pair) != 2:
            raise ValueError(f"a sum has two numbers, not {len(pair)}")


def scratchpad(a: int, b: int, effort: str) -> str:
    """A right answer's scratchpad, in brackets; `""` for "none"."""
    check_effort(effort)
    columns = addition.columns(a, b)
    if effort == "none":
        return ""
    if effort == "short":
        return f"({columns})"
    if effort == "filler":
        return f"({'_' * len(columns)})"
    written, carry = [], "0"
    for i, column in enumerate(columns.split(",")):
        digits = f"{a // 10**i % 10}+{b // 10**i % 10}"
        written.append(f"{digits}+{carry}={column}")
        carry = column[0]
    return f"({','.join(written)})"


def ids_of(text: str) -> list[int]:
    """The ids of a text in which each sign is a token."""
    return SIGNS.encode(" ".join(text))


def text_of(ids: Iterable[int]) -> str:
    """The text of these ids, the end token as a full stop. Raises ValueError for an unknown id."""
    return SIGNS.decode(ids).replace(" ", "").replace(END, ".")


def prompt(a: int, b: int, effort: str) -> list[int]:
    """The ids of a question with its effort, after the end token of the text before it."""
    check_effort(effort)
    word = SIGNS.special(effort)
    return [SIGNS.end_id, *ids_of(f"{a}+{b}"), word, *ids_of("=")]


def solution(a: int, b: int, effort: str) -> list[int]:
    """The ids of a right answer, from its scratchpad to its end."""
    text = f"{scratchpad(a, b, effort)}{a + b}"
    return [*ids_of(text), SIGNS.end_id]


def example(a: int, b: int, effort: str) -> Row:
    """A row with a question and its solution; only the solution is learned."""
    return answer_row(prompt(a, b, effort), solution(a, b, effort))


def answer_in(text: str) -> int | None:
    """The number after the last bracket, if any, and before the final full stop; else None."""
    number = text[:-1].rpartition(")")[2]
    return int(number) if text[-1:] == "." and number.isdecimal() else None


def answers(
    model: LanguageModel,
    pairs: Sequence[Operands],
    effort: str,
    rng: np.random.Generator | None,
    sampling: Sampling = AS_PREDICTED,
) -> list[list[int]]:
    """A model's answers, as ids, scratchpads included."""
    check_sums(pairs)
    longest = max(len(solution(a, b, effort)) for a, b in pairs)
    how = longest + 1, rng, sampling
    drawn: list[list[int]] = []
    for start in range(0, len(pairs), CHUNK):
        some = pairs[start : start + CHUNK]
        asked = [prompt(a, b, effort) for a, b in some]
        drawn += generate_answers(model, asked, *how, stop=SIGNS.end_id)
    return drawn


def right(told: Sequence[Sequence[int]], pairs: Sequence[Operands]) -> npt.NDArray[np.bool_]:
    """Which answers, one for each sum, end in the right number: booleans [n_pairs]."""
    check_sums(pairs)
    as_many(told=told, pairs=pairs)
    both = zip(told, pairs, strict=True)
    found = [answer_in(text_of(ids)) == a + b for ids, (a, b) in both]
    return np.array(found)


def chances(model: LanguageModel, pairs: Sequence[Operands], least: float = 1e-4) -> list[Answers]:
    """The answers that a model gives at once, the right one first, with their probabilities.

    Answers rarer than `least`, above 0, are left out, but the right one stays, with 0. The
    probabilities are divided by their sum. Raises ValueError if a sum has no answer of at least
    this probability, or if the questions differ in length.
    """
    check_sums(pairs)
    positive(least=least)
    asked = [prompt(a, b, "none") for a, b in pairs]
    longest = max(5, *(len(solution(a, b, "none")) for a, b in pairs))
    listed = likely_answers(model, asked, longest, least, stop=SIGNS.end_id)
    found = []
    for some, (a, b) in zip(listed, pairs, strict=True):
        true = tuple(solution(a, b, "none"))
        ordered = {true: some.pop(true, 0.0), **some}
        total = sum(ordered.values())
        if not total:
            raise ValueError(f"no answer to {a}+{b} has the probability {least}: give a lower one")
        found.append({answer: p / total for answer, p in ordered.items()})
    return found
