"""The choices of a guess or a question, and which of them is right.

The output decides that where the choices say what must hold in it, else the author does.
"""

import re
from dataclasses import dataclass, field
from itertools import permutations

from checker.pages.block import Text
from checker.pages.comparisons import COMPARISON, FORM, compare
from checker.pages.inline import inline
from checker.pages.yaml_body import Body
from checker.problem import WRONG_PAGE, Problem

WORD = re.compile(r"\d+(?:\.\d+)?|\w+")
ORDER = {  # words that say the same as an operator
    ">": re.compile(r"\b(?:more|higher|larger|longer|better|above|rises?|grows?)\b", re.I),
    "<": re.compile(r"\b(?:less|lower|smaller|fewer|shorter|worse|below|falls?|drops?)\b", re.I),
    "=": re.compile(r"\b(?:same|equal(?:ly)?|as (?:many|much|often)|unchanged|stays?)\b", re.I),
}
PLACE = re.compile(r'(?<=") +\d+(?:\.\.\d+)?')  # which numbers of a line


@dataclass(frozen=True)
class Choice:
    """One choice: what it says, its comparison, whether it is marked right, its reason."""

    text: Text
    holds: Text | None
    right: bool
    because: Text | None


@dataclass(frozen=True)
class Choices:
    """All choices of a block, which begins at a line of a page."""

    page: str = field(compare=False)
    line: int = field(compare=False)
    kind: str
    all: tuple[Choice, ...]

    def wrong(self, message: str, line: int | None = None, detail: str = "") -> Problem:
        """Make a Problem of these choices, at their first line unless another is given."""
        return Problem(WRONG_PAGE, self.page, line or self.line, message, detail)

    @property
    def claims(self) -> list[Text]:
        """What the choices say, for readers to choose from."""
        return [choice.text for choice in self.all]

    @property
    def texts(self) -> list[Text]:
        """The reasons, where these choices have them."""
        return [choice.because for choice in self.all if choice.because]

    @property
    def marked(self) -> list[int]:
        """The numbers of those marked right; the first choice is number 1."""
        return [number for number, choice in enumerate(self.all, 1) if choice.right]

    @property
    def compared(self) -> bool:
        """Whether an output decides which choice is right."""
        return self.all[0].holds is not None

    def right(self, output: str) -> tuple[int, frozenset[int]]:
        """Find the number of the right choice, and the lines of the output that say so.

        Raises Problem where not exactly one holds, or another is marked right.
        """
        if not self.compared:
            return self.marked[0], frozenset()
        results = []
        for choice in self.all:
            assert choice.holds
            try:
                results.append(compare(choice.holds.markdown, output))
            except ValueError as error:
                message, _, detail = str(error).partition("\n")
                message = f"has a choice whose  holds  fails: {message}"
                raise self.wrong(message, choice.holds.line, detail or output) from None
        true = [number for number, result in enumerate(results, 1) if result.true]
        if len(true) == 1 and self.marked in ([], true):
            return true[0], results[true[0] - 1].lines
        found = f"{len(true)} choices that hold, not one"
        if len(true) == 1:
            found = "another choice marked right than the one that holds"
        values = [
            f"{choice.text.markdown}: {result.said}, {'true' if result.true else 'false'}"
            for choice, result in zip(self.all, results, strict=True)
        ]
        raise self.wrong(f"has a {self.kind} with {found}:", detail="\n".join(values))

    def answer(self, number: int) -> str:
        """The text of a choice, in Markdown."""
        return self.all[number - 1].text.markdown

    def answer_html(self, number: int) -> str:
        """The right choice, as readers without JavaScript see it."""
        return inline(self.all[number - 1].text)

    def html(self, name: str) -> str:
        """Write radio buttons under a name, of which one can be chosen."""
        return "\n".join(
            f'<label class="choice"><input type="radio" name="{name}" value="{number}">'
            f"<span>{inline(choice.text)}</span></label>"
            for number, choice in enumerate(self.all, 1)
        )

    def markdown(self) -> str:
        """Write the choices as a numbered list in Markdown."""
        return "\n".join(f"{number}. {text.markdown}" for number, text in enumerate(self.claims, 1))


def read_choices(body: Body, reasons: bool) -> Choices:
    """Read the choices of a body; those of a question have `reasons`, and one is marked right.

    Raises Problem where they do not decide which is right.
    """
    chosen = tuple(read_choice(part, reasons) for part in body.parts("choices", "choice"))
    choices = Choices(body.page, body.line, body.kind, chosen)
    if len(chosen) < 2:
        raise choices.wrong(f"has a {body.kind} with fewer than two choices")
    said = choices.claims
    if twice := next((text for text in said if said.count(text) > 1), None):
        message = f"has a {body.kind} with two choices that say {twice.markdown!r}"
        raise choices.wrong(message, twice.line)
    for one, other in permutations(chosen, 2):
        if swapped(one, other):
            message = f"has a {body.kind} in which {one.text.markdown!r} has the  holds  of"
            raise choices.wrong(f"{message}  {other.text.markdown!r}", one.text.line)
    compared = sum(choice.holds is not None for choice in chosen)
    if compared not in (0, len(chosen)):
        message = f"has a {body.kind} in which {compared} of {len(chosen)} choices have  holds; "
        raise choices.wrong(message + "write it for all or for none")
    if len(choices.marked) != 1 and (reasons or not compared or len(choices.marked) > 1):
        message = f"has a {body.kind} with {len(choices.marked)} right choices; write  right: true"
        raise choices.wrong(f"{message}  at one")
    return choices


def swapped(one: Choice, other: Choice) -> bool:
    """Whether each of two choices says what only the comparison of the other does.

    Where one says a number, it is enough that only the other comparison has that. Where they say
    an order, such as "more often" and "less often", the operators count.
    """
    if not one.holds or not other.holds:
        return False
    orders = order_of(one), order_of(other)
    operators = operator_of(one.holds), operator_of(other.holds)
    alike = rows_of(one.holds) & rows_of(other.holds)
    if alike and all(orders) and orders[0] != orders[1] and orders == operators[::-1]:
        return True
    said, others = words(one.text.markdown), words(other.text.markdown)
    here, there = (words(PLACE.sub("", it.markdown)) for it in (one.holds, other.holds))
    here, there = here - there, there - here
    if not said & there or said & here:
        return False
    numbered = any(word[0].isdigit() for word in said & there)
    return numbered or bool(others & here and not others & there)


def order_of(choice: Choice) -> str:
    """The operator that a choice says in words; empty where it says none, or several."""
    found = [sign for sign, words in ORDER.items() if words.search(choice.text.markdown)]
    return found[0] if len(found) == 1 else ""


def operator_of(holds: Text) -> str:
    """The operator of a comparison, as strict as words are."""
    match = COMPARISON.fullmatch(holds.markdown)
    way = (match["way"] or match["op"] or "").strip() if match else ""
    return {"rises": ">", "falls": "<", ">=": ">", "<=": "<"}.get(way, way)


def rows_of(holds: Text) -> set[str]:
    """The words by which a comparison names lines."""
    return set(re.findall(r'"[^"]+"', holds.markdown))


def words(text: str) -> set[str]:
    """The words and numbers of a text, in small letters."""
    return set(WORD.findall(text.lower().replace(",", "")))


def read_choice(part: Body, reasons: bool) -> Choice:
    """Read one choice; that of a question has a reason. Raises Problem."""
    part.expect(("text", "because") if reasons else ("text",), ("holds", "right"))
    text, holds, right = part.text("text"), part.optional("holds"), part.optional("right")
    if "](" in text.markdown:
        raise part.wrong("has a link in a choice, which readers can only choose as a whole")
    if right and right.markdown != "true":
        raise part.wrong("has a choice with  right  that is not  true; leave it out of others")
    if holds and not COMPARISON.fullmatch(holds.markdown):
        raise part.wrong(f"has {holds.markdown!r} as  holds;  write  {FORM}")
    return Choice(text, holds, bool(right), part.text("because") if reasons else None)
