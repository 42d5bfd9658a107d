"""A formula, displayed as mathematics, with what it says in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from xml.etree import ElementTree

from checker.pages.inline import inline
from checker.pages.numbers import SOURCE, numbers
from checker.pages.page import Block, Code, Site, Text
from checker.pages.quantities import MEASURED
from checker.problem import WRONG_PAGE, Problem

PARTS = re.compile(r"\s*(?P<latex>\S.*?)\n\s*\n+(?P<words>\S.*?)\s*", re.DOTALL)
ARGUMENTS = {
    "mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Formula(Block):
    r"""A formula in LaTeX and, below an empty line, what it says in words.

        ```formula
        p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}

        The probability of token i is e to the power of its score, divided by the sum of such
        powers over all tokens.
        ```

    Readers see the formula as mathematics and the words below it. The words are one paragraph of
    Markdown. They name the source of the formula's decimals, if it has any.

    \underbrace{...}_{\text{mean reward}} writes a few words under a part of a formula.
    """

    latex: str
    words: Text

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        parts = PARTS.fullmatch(body)
        if not parts or "\n\n" in parts["words"]:
            message = "needs one paragraph that says a formula in words; write it below the "
            message += "formula, after an empty line"
            raise Problem(WRONG_PAGE, page, line, message)
        first = line + body.count("\n", 0, parts.start("words"))
        block = cls(page, line, parts["latex"], Text(parts["words"], first))
        block.mathml()
        return block

    @property
    def texts(self) -> list[Text]:
        return [self.words]

    def problems(self, site: Site) -> Iterator[Problem]:
        """Find numbers in the formula that need a source, if the words have none."""
        if not SOURCE.search(self.words.markdown) and not MEASURED.search(self.words.markdown):
            for _, number in numbers(self.latex):
                yield self.wrong(f"has {number} in a formula whose words give no source for it")

    def mathml(self) -> str:
        """Write the formula as MathML. Raises Problem where it is not LaTeX."""
        from latex2mathml.converter import convert  # slow to load

        try:
            written: str = convert(self.latex, display="block")
            math = ElementTree.fromstring(written)
        except ElementTree.ParseError:
            what = "an & or < where LaTeX can't have one"
            raise self.wrong(f"has a formula that isn't valid LaTeX: {what}") from None
        except Exception as error:  # each mistake has a class of its own, without a message
            raise self.wrong(f"has a formula that isn't valid LaTeX: {error!r}") from None
        if fault := self.fault(math):
            raise self.wrong(f"has a formula with {fault}")
        return written

    def fault(self, math: ElementTree.Element) -> str:
        """The fault that latex2mathml accepts and shows as something else; empty without one."""
        bare = re.sub(r"\\.", "", self.latex)
        if unknown := re.search(r"\\\w*", "".join(math.itertext())):
            return f"{unknown[0]}, which isn't a known command"
        if bare.count("{") != bare.count("}"):
            return "an unmatched brace"
        if "%" in bare:
            return r"%, which begins a comment; write  \%"
        for node in math.iter():
            name = node.tag.rpartition("}")[2]
            if len(node) < ARGUMENTS.get(name, 0):
                return "a command that lacks its argument"
            if name[0] != "m":
                return f"<{name}>; write  \\lt  for < in text"
        return ""

    def html(self, site: Site, code: Code) -> str:
        shown = f'<div class="math" data-search-exclude="">{self.mathml()}</div>'
        return f'<div class="formula">\n{shown}\n<p>{inline(self.words)}</p>\n</div>'

    def markdown(self, site: Site) -> str:
        return f"$$\n{self.latex}\n$$\n\n{self.words.markdown}"
