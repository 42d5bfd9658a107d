"""Links within the site: measured ones, which name a number of an output, and all others.

`[39](#out-tokens-languages "Amharic")` says that the output holds 39, on the line that also holds
the word Amharic. The title may be left out if the output holds 39 only once. If lines are indented
under another, a word of that line works as well: `"feedback harmful"` means the line "harmful"
under the line "feedback".
"""

import re
from functools import cache
from typing import NamedTuple

OUTPUT = re.compile(r"out-[\w-]+")
ADDRESS = re.compile(r"https?://[\w-]+\.\S|mailto:\S+@\S")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?"
NUMBER = re.compile(rf"(?<![\w.])[-+\u2212]?(?<![\w.]){DIGITS}(?![\w])")
UNIT = re.compile(r"[\s*_-]*(%|thousand|million|billion|trillion)")
POWER = re.compile(r"(?:(\d(?:\.\d+)?) × )?10([⁻⁰¹²³⁴-⁹]+)")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class Link(NamedTuple):
    """A link to a page of the site, to an id on it, or to both.

    One to an output is measured: `text` must be in that output. Where it is there more than once,
    the words of `title` are on the line that is meant.
    """

    line: int
    page: str
    anchor: str
    text: str = ""
    title: str = ""
    at: slice = slice(0)  # where it is in its paragraph
    unit: str = ""  # the unit behind it, such as "million"

    @property
    def is_measured(self) -> bool:
        """Whether the link leads to an output."""
        return bool(OUTPUT.fullmatch(self.anchor))

    @property
    def is_plain(self) -> bool:
        """Whether the link leads to something else within the site."""
        return not self.is_measured and ":" not in self.page.partition("/")[0]

    def wrong(self, output: str, in_lesson: bool = False) -> tuple[str, str] | None:
        """Why the link doesn't name exactly one number of an output, and the lines that show it.

        In a lesson, it needs a title wherever several lines hold numbers.
        """
        says = f"links {self.text!r} to #{self.anchor}"
        if not (times := count(self.text, output)):
            return f"{says}, but the output doesn't show it:", output or "(nothing)"
        rows, meant = output.split("\n"), self.lines(output)
        where = "it appears more than once" if meant else "it doesn't appear"
        if (len(meant) if self.title else times) == 1:
            if self.unit and not self.has_unit(output):
                return f"{says}, but the output doesn't give it the unit {self.unit}:", output
            if self.title or not in_lesson or sum(bool(NUMBER.search(row)) for row in rows) < 2:
                return None
            where = "several lines have numbers"
        where += f" with {self.title!r}" if self.title else ""
        form = f'[{self.text}](#{self.anchor} "WORD")'
        held = meant or self._replace(title="").lines(output)
        message = f"{says}, where {where}; add a word of the line you mean: {form}"
        return message, "\n".join(rows[at] for at in held)

    def has_unit(self, output: str) -> bool:
        """Whether an output gives the number this unit, or none while it has the unit elsewhere."""
        units = set(re.findall(rf"(?<![\w.]){re.escape(self.text)}{UNIT.pattern}", output))
        return self.unit in (units or output)

    def lines(self, output: str) -> list[int]:
        """The lines of an output that the link may mean, counted from 0."""
        words = self.title.split()
        return [
            at
            for at, line in enumerate(output.split("\n"))
            if count(self.text, line) and all(count(word, context(output, at)) for word in words)
        ]


def context(output: str, at: int) -> str:
    """A line of an output, below the lines that it is indented under."""
    lines = output.split("\n")
    above = [lines[at]]
    for line in reversed(lines[:at]):
        blanks = len(line) - len(line.lstrip())
        if line.strip() and above[0].startswith(" " * (blanks + 1)):
            above.insert(0, line)
    return "\n".join(above)


def count(text: str, output: str) -> int:
    """How often an output holds `text` as a whole number or word, not as part of a longer one.

    Outputs write 7 × 10⁷ as 7e+07, 5 also as 5e+00, and 49,152 also without its comma.

    >>> count("7", "7,000 0.7 -7 7 (7)")
    2
    """
    return len(whole(text).findall(output))


@cache
def whole(text: str) -> re.Pattern[str]:
    """A pattern that finds `text` in an output wherever `count` counts it."""
    before = r"(?<![\w.+\u2212-])(?<!\d,)" if text[:1].isdigit() else r"(?<!\w)"
    sought = re.sub(r"(?<=\d),(?=\d{3})", ",?", re.escape(text))
    sought += r"(?:e\+?0+)?" if text[-1:].isdigit() else ""
    if power := POWER.fullmatch(text):
        digits, exponent = power[1] or "1", int(power[2].translate(RAISED))
        sought = rf"{re.escape(digits)}(?:\.0+)?e{'-' if exponent < 0 else '[+]?'}0*{abs(exponent)}"
    return re.compile(rf"{before}{sought}(?![.,]?\d)(?!\w)")
