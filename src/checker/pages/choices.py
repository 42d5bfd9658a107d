"""The choices of a guess or a question, and which of them is right.

If the choices say what must hold in the output, the output decides that, else the author.
"""

from dataclasses import dataclass, field, replace
from itertools import permutations

from checker.pages.comparisons import COMPARISON, FORM, compare
from checker.pages.inline import inline
from checker.pages.page import Text
from checker.pages.swapped_choices import Saying, swapped
from checker.pages.yaml_body import Body
from checker.problem import WRONG_PAGE, Problem


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
    def texts(self) -> list[Text]:
        """The reasons, where these choices have them, and the choices."""
        reasons = [choice.because for choice in self.all if choice.because]
        return [*reasons, *(choice.text for choice in self.all)]

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
                message = f"has a choice whose  holds  can't be evaluated: {message}"
                raise self.wrong(message, choice.holds.line, detail or output) from None
        true = [number for number, result in enumerate(results, 1) if result.true]
        if len(true) == 1 and self.marked in ([], true):
            return true[0], results[true[0] - 1].lines
        message = f"has a {self.kind} with {len(true)} choices whose  holds  is true, not one:"
        if len(true) == 1:
            message = f"has a {self.kind} that marks one choice right, but another is true:"
        values = [
            f"{choice.text.markdown}: {result.said}, {'true' if result.true else 'false'}"
            for choice, result in zip(self.all, results, strict=True)
        ]
        raise self.wrong(message, detail="\n".join(values))

    def answer(self, number: int) -> Text:
        """The text of a choice."""
        return self.all[number - 1].text

    def html(self, name: str) -> str:
        """Write radio buttons under a name, of which one can be chosen."""
        return "\n".join(
            f'<label class="choice"><input type="radio" name="{name}" value="{number}">'
            f"<span>{inline(choice.text)}</span></label>"
            for number, choice in enumerate(self.all, 1)
        )

    def markdown(self) -> str:
        """Write the choices as a numbered list in Markdown."""
        return "\n".join(f"{number}. {it.text.markdown}" for number, it in enumerate(self.all, 1))


def read_choices(body: Body, reasons: bool) -> Choices:
    """Read the choices of a body; those of a question have `reasons`, and one is marked right.

    Raises Problem where they do not decide which is right.
    """
    chosen = tuple(read_choice(part, reasons) for part in body.parts("choices", "choice"))
    choices = Choices(body.page, body.line, body.kind, chosen)
    if len(chosen) < 2:
        raise choices.wrong(f"has a {body.kind} with fewer than two choices")
    said = [choice.text for choice in chosen]
    if twice := next((text for text in said if said.count(text) > 1), None):
        message = f"has a {body.kind} with two choices that say {twice.markdown!r}"
        raise choices.wrong(message, twice.line)
    held = [(it.text, Saying(it.text.markdown, it.holds.markdown)) for it in chosen if it.holds]
    for (text, one), (_, other) in permutations(held, 2):
        if swapped(one, other):
            message = f"has a {body.kind} in which the  holds  of {one.text!r} fits {other.text!r}"
            raise choices.wrong(message, text.line)
    compared = sum(choice.holds is not None for choice in chosen)
    if compared not in (0, len(chosen)):
        message = f"has a {body.kind} with  holds  on {compared} of {len(chosen)} choices; "
        raise choices.wrong(message + "write it for all of them or for none")
    if len(choices.marked) != 1 and (reasons or not compared or len(choices.marked) > 1):
        message = f"has a {body.kind} with {len(choices.marked)} right choices; write  right: true"
        raise choices.wrong(f"{message}  below exactly one")
    return choices


def read_choice(part: Body, reasons: bool) -> Choice:
    """Read one choice; that of a question has a reason. Raises Problem."""
    part.expect(("text", "because") if reasons else ("text",), ("holds", "right"))
    text = replace(part.text("text"), is_choice=True)
    holds, right = part.optional("holds"), part.optional("right")
    if "](" in text.markdown:
        raise part.wrong("has a link in a choice, where readers can't click it; take it out")
    if right and right.markdown != "true":
        raise part.wrong("has a choice whose  right  isn't  true;  write  true  or leave it out")
    if holds and not COMPARISON.fullmatch(holds.markdown):
        raise part.wrong(f"has {holds.markdown!r} as  holds;  write  {FORM}")
    return Choice(text, holds, bool(right), part.text("because") if reasons else None)
