"""Comparisons of what an output holds: `holds: '"cat" 3 > 0.3'` decides which choice is right.

    VALUE OP VALUE      with OP one of  <  <=  >  >=  =  !=
    VALUE               a number, or  "words" N,  the N-th number of the line that holds these words
    10 * VALUE          so many times that

Of several lines that hold the words, the one is meant that has just them before its first number.
Where none does, the line counts together with those that it is indented under, as in measured
links.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from checker.pages.links import context, count

FORM = 'VALUE OP VALUE, such as  "saw" 3 > 0.5,  with OP one of  < <= > >= = !='
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?"
NUMBER = re.compile(rf"(?<![\w.])[-+\u2212]?(?<![\w.]){DIGITS}(?![\w])")
VALUES = [
    rf"(?:(?P<factor{side}>-?{DIGITS}) *\* *)?"
    rf"(?:(?P<number{side}>-?{DIGITS})|\"(?P<words{side}>[^\"]+)\" +(?P<place{side}>[1-9]\d*))"
    for side in "12"
]
COMPARISON = re.compile(r" *(?P<op><=|>=|!=|<|>|=) *".join(VALUES))
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """Whether a comparison holds, what its values were, and the lines of the output they are of."""

    true: bool
    said: str
    lines: frozenset[int]


def compare(text: str, output: str) -> Result:
    """Evaluate a comparison on an output. Raises ValueError where it has no value."""
    if not (match := COMPARISON.fullmatch(text)):
        raise ValueError(f"{text!r} is no comparison; write  {FORM}")
    lines: set[int] = set()
    values = [value(match, side, output, lines) for side in "12"]
    if not lines:
        raise ValueError(f"{text!r} holds whatever was printed; write  {FORM}")
    said = f"{values[0]} {match['op']} {values[1]}"
    return Result(OPERATORS[match["op"]](*values), said, frozenset(lines))


def value(match: re.Match[str], side: str, output: str, lines: set[int]) -> Decimal:
    """One side of a comparison; the line that it is read from is added to `lines`."""
    factor = decimal(match[f"factor{side}"] or "1")
    if number := match[f"number{side}"]:
        return factor * decimal(number)
    words, place = match[f"words{side}"], int(match[f"place{side}"])
    at = line_of(words, output)
    line = output.split("\n")[at]
    found = NUMBER.findall(line)
    if place > len(found):
        raise ValueError(f'"{words}" {place}  asks for more numbers than stand there: {line!r}')
    lines.add(at)
    return factor * decimal(found[place - 1])


def decimal(number: str) -> Decimal:
    """The value of a number as outputs write it."""
    return Decimal(number.replace(",", "").replace("\u2212", "-"))


def line_of(words: str, output: str) -> int:
    """The one line with numbers that holds these words. Raises ValueError for none or several."""
    rows = output.split("\n")
    numbered = [at for at, row in enumerate(rows) if NUMBER.search(row)]
    wanted = words.split()

    def holding(texts: dict[int, str]) -> list[int]:
        return [at for at, text in texts.items() if all(count(word, text) for word in wanted)]

    found = (
        [at for at in numbered if NUMBER.split(rows[at])[0].split() == wanted]
        or holding({at: rows[at] for at in numbered})
        or holding({at: context(output, at) for at in numbered})
    )
    if len(found) == 1:
        return found[0]
    which = "several lines" if found else "no line with a number"
    held = "".join(f"\n{rows[at]}" for at in found)
    raise ValueError(f'{which} of the output hold{"" if found else "s"} "{words}"{held}')
