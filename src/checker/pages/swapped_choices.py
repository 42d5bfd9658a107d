"""Choices that have each other's comparisons, as when an author moved only their texts.

    Saying("Above 0.9.", '"cat" 1 < 0.5'), Saying("Lower.", '"cat" 1 > 0.9')

Words that say an order, such as "more often" and "less often", and numbers give it away.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from checker.pages.comparisons import COMPARISON, decimal

WORD = re.compile(r"\d+(?:\.\d+)?|\w+")
CELLS = re.compile(r'(?<=") +\d+(?:\.\.\d+)?')  # which numbers of a line
ORDER = {  # words by which a choice says that something is smaller, the same or larger
    1: re.compile(
        r"^(?:never|none|hardly|rarely|(?:nearly|almost) (?:none|never))\b"
        r"|\b(?:less|lower|smaller|fewer|shorter|worse|falls?)\b",
        re.I,
    ),
    2: re.compile(r"\b(?:same|equal(?:ly)?|as (?:many|much|often)|unchanged|stays?)\b", re.I),
    3: re.compile(
        r"^(?:(?:nearly|almost) (?:all|always|every)|always|most)\b"
        r"|(?<!no )(?<!hardly )\b(?:more|higher|larger|longer|better|rises?)\b",
        re.I,
    ),
}
SIGNS = {"<": -1, "=": 0, ">": 1}


class Saying(NamedTuple):
    """What a choice says, and its comparison."""

    text: str
    holds: str


class Place(NamedTuple):
    """What a comparison is about, and its rank: `> 0.5`, then `= 0.5`, then `< 0.5`."""

    about: tuple[str, str]
    value: tuple[Decimal, int]


def swapped(one: Saying, other: Saying) -> bool:
    """Whether each of two choices says what only the comparison of the other does.

    If one says a number, it is enough that only the other comparison has that. If they say less,
    the same or more of something, the comparisons must have that order.
    """
    first, here, second, there = order_of(one), place_of(one), order_of(other), place_of(other)
    if (
        (first and second and first != second)
        and (here and there and here.about == there.about)
        and here.value != there.value
    ):
        return (first < second) != (here.value < there.value)
    said, others = words(one.text), words(other.text)
    held, elsewhere = (words(CELLS.sub("", it.holds)) for it in (one, other))
    held, elsewhere = held - elsewhere, elsewhere - held
    if not said & elsewhere or said & held:
        return False
    numbered = any(word[0].isdigit() for word in said & elsewhere)
    return numbered or bool(others & held and not others & elsewhere)


def order_of(choice: Saying) -> int:
    """What a choice says in words: 1 for less, 2 for the same, 3 for more; else 0."""
    found = [order for order, words in ORDER.items() if words.search(choice.text)]
    return found[0] if len(found) == 1 else 0


def place_of(choice: Saying) -> Place | None:
    """The subject and the rank of a choice's comparison; None if it compares a list."""
    match = COMPARISON.fullmatch(choice.holds)
    if match and match["way"]:
        return Place((match["series"], ""), (Decimal(0), 1 if match["way"] == "rises" else -1))
    sign = SIGNS.get((match["op"] or "").strip()[:1]) if match else None
    if not match or sign is None:
        return None
    factor, _, cell = match["right"].rpartition("*")
    if '"' not in cell:
        return Place((match["left"], ""), (decimal(match["right"]), sign))
    return Place((match["left"], cell.strip()), (decimal(factor.strip() or "1"), sign))


def words(text: str) -> set[str]:
    """The words and numbers of a text, in small letters."""
    return set(WORD.findall(text.lower().replace(",", "")))
