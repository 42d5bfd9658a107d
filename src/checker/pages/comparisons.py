"""Comparisons that an output makes true or false: in `holds` of a choice, in links, in comments.

    "cat" 3 > 0.3                      the third number of the line that holds the word cat
    "190" 3 < 1.2 * "190" 2            two numbers of one line, one of them 1.2 times
    "a" 1 = "a" 1 in out-tokens-b      a number of this output, and one of another on the page
    rises "10".."190" 2                the second numbers of the lines from 10 to 190
    falls "loss" 1..4                  the first four numbers of one line
    all "10".."190" 2 > 0.5            it holds for each of them; so with `none` and `most`
    count "10".."190" 2 > 0.5 = 3      it holds for three of them

If several lines contain the words, they mean the one that has just these words before its first
number, or else the one that begins with them. If no line contains them, each counts together with
the lines that it is indented under, as in measured links.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from checker.pages.links import DIGITS, NUMBER, context, count

FORM = 'VALUE OP VALUE, such as  "saw" 3 > 0.5,  where OP is one of  < <= > >= = !='
OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


def unnamed(pattern: str) -> str:
    """A pattern without the names of its groups, so that another can contain it more than once."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


Elsewhere = Callable[[str], str | None]  # the other outputs of a page by their ids
PLACE = r"[1-9]\d{0,2}"
OUTPUT = r"(?: +in +(?P<output>out-[\w-]+))?"
CELL = re.compile(
    rf"(?:(?P<factor>-?{DIGITS}) *\* *)?\"(?P<words>[^\"]+)\" +(?P<place>{PLACE}){OUTPUT}"
)
CELLS = re.compile(
    rf"\"(?P<words>[^\"]+)\"(?:\.\.\"(?P<end>[^\"]+)\" +(?P<column>{PLACE})"
    rf"| +(?P<first>{PLACE})\.\.(?P<last>{PLACE})){OUTPUT}"
)
LIST = unnamed(CELLS.pattern)
TERM = rf"(?:{unnamed(CELL.pattern)}|-?{DIGITS})"
OP = r" *(?:<=|>=|!=|<|>|=) *"
COMPARISON = re.compile(
    rf"(?P<left>{TERM})(?P<op>{OP})(?P<right>{TERM})"
    rf"|(?P<way>rises|falls) +(?P<series>{LIST})"
    rf"|(?P<which>all|none|most|count) +(?P<list>{LIST})(?P<each>{OP})(?P<than>{TERM})"
    rf"(?:(?P<total>{OP})(?P<number>{TERM}))?"
)


@dataclass(frozen=True)
class Result:
    """Whether a comparison holds, what its values were, and which lines of the output have them.

    `kind` is its operator or first word. `ratio` is the left value divided by the right one,
    without the written factors; None if the right one is 0. `share` is the left value if the right
    side is a plain number; for a count, how many held. `limit` is the plain number on the right, or
    the factor there.
    """

    true: bool
    said: str
    lines: frozenset[int]
    kind: str
    ratio: Decimal | None = None
    share: Decimal | None = None
    limit: Decimal | None = None


class Outputs:
    """An output to compare, the other outputs of its page by id, and the lines that were read."""

    def __init__(self, text: str, elsewhere: Elsewhere) -> None:
        self.text, self.elsewhere = text, elsewhere
        self.lines: set[int] = set()

    def rows(self, first: str, last: str, anchor: str | None) -> list[str]:
        """The lines with numbers from the one with the words `first` to the one with `last`."""
        text = self.elsewhere(anchor) if anchor else self.text
        if text is None:
            raise ValueError(f"there is no output {anchor} to compare it with")
        top, end = line_of(first, text), line_of(last, text)
        places = [at for at in range(top, end + 1) if NUMBER.search(text.split("\n")[at])]
        if not anchor:
            self.lines |= {*places}
        return [text.split("\n")[at] for at in places]

    def value(self, term: str) -> tuple[Decimal, Decimal]:
        """The value of a term without its factor, and that factor."""
        if not (cell := CELL.fullmatch(term)):
            return decimal(term), Decimal(1)
        (row,) = self.rows(cell["words"], cell["words"], cell["output"])
        asked = f'"{cell["words"]}" {cell["place"]}'
        return nth(row, int(cell["place"]), asked), decimal(cell["factor"] or "1")

    def values(self, cells: str) -> list[Decimal]:
        """The numbers of a row or a column. Raises ValueError where they are fewer than two."""
        found = CELLS.fullmatch(cells)
        assert found
        rows = self.rows(found["words"], found["end"] or found["words"], found["output"])
        if found["end"]:
            values = [nth(row, int(found["column"]), cells) for row in rows]
        else:
            places = range(int(found["first"]), int(found["last"]) + 1)
            values = [nth(rows[0], place, cells) for place in places]
        if len(values) < 2:
            raise ValueError(f"{cells} is fewer than two numbers, first to last")
        return values


def compare(text: str, output: str, elsewhere: Elsewhere = lambda _: None) -> Result:
    """Evaluate a comparison on an output. Raises ValueError where it has no value.

    `elsewhere` gives the other outputs of the page by their ids; None where there is none.
    """
    if not (match := COMPARISON.fullmatch(text.strip())):
        raise ValueError(f"{text!r} is not a comparison; write  {FORM}")
    outputs = Outputs(output, elsewhere)
    if way := match["way"]:
        values = outputs.values(match["series"])
        steps = [b - a if way == "rises" else a - b for a, b in pairwise(values)]
        said = ", ".join(map(str, values))
        return Result(all(step > 0 for step in steps), said, frozenset(outputs.lines), way)
    if which := match["which"]:
        return quantified(match, which, outputs)
    (left, times), (right, so_many) = outputs.value(match["left"]), outputs.value(match["right"])
    if not outputs.lines:
        raise ValueError(f"{text!r} uses no number of the output; write  {FORM}")
    op = match["op"].strip()
    said = f"{times * left} {op} {so_many * right}"
    true, ratio = OPERATORS[op](times * left, so_many * right), left / right if right else None
    share, limit = (None, so_many / times) if CELL.fullmatch(match["right"]) else (left, right)
    return Result(true, said, frozenset(outputs.lines), op, ratio, share, limit)


def quantified(match: re.Match[str], which: str, outputs: Outputs) -> Result:
    """Evaluate  all, none, most  or  count. Raises ValueError where it has no value."""
    if (which == "count") != bool(match["total"]):
        raise ValueError(f"{match[0]!r} is not a comparison; write  count LIST OP VALUE OP VALUE")
    values = outputs.values(match["list"])
    value, factor = outputs.value(match["than"])
    held = sum(OPERATORS[match["each"].strip()](each, factor * value) for each in values)
    limit = factor if CELL.fullmatch(match["than"]) else value
    said = f"{held} of {len(values)}"
    if which == "count":
        number, factor = outputs.value(match["number"])
        true = OPERATORS[match["total"].strip()](Decimal(held), factor * number)
    else:
        true = {"all": held == len(values), "none": not held, "most": 2 * held > len(values)}[which]
    share = Decimal(held) if which == "count" else None
    return Result(true, said, frozenset(outputs.lines), which, None, share, limit)


def nth(line: str, place: int, asked: str) -> Decimal:
    """The number at a place of a line, from 1. Raises ValueError where there are fewer."""
    found = NUMBER.findall(line)
    if place > len(found):
        raise ValueError(f"{asked}  asks for more numbers than the line has: {line!r}")
    return decimal(found[place - 1])


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
        or [at for at in numbered if rows[at].split()[: len(wanted)] == wanted]
        or holding({at: rows[at] for at in numbered})
        or holding({at: context(output, at) for at in numbered})
    )
    if len(found) == 1:
        return found[0]
    which = "several lines" if found else "no line with a number"
    held = "".join(f"\n{rows[at]}" for at in found)
    raise ValueError(f'{which} in the output match{"" if found else "es"} "{words}"{held}')
