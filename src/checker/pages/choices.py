"""The choices of a guess or a question, and which of them is right.

That is decided by the output where the choices say what must hold in it, else by the author.
"""

from dataclasses import dataclass, field

from checker.pages.bodies import Body, Text
from checker.pages.comparisons import COMPARISON, FORM, compare
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
        """A Problem of these choices."""
        return Problem(WRONG_PAGE, self.page, line or self.line, message, detail)

    @property
    def marked(self) -> list[int]:
        """Those marked right, counted from 0."""
        return [number for number, choice in enumerate(self.all) if choice.right]

    @property
    def compared(self) -> bool:
        """Whether an output decides."""
        return self.all[0].holds is not None

    def right(self, output: str) -> tuple[int, frozenset[int]]:
        """The right one, counted from 0, and the lines of the output that tell.

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
                raise self.wrong(
                    f"has a choice whose  holds  fails: {message}",
                    choice.holds.line,
                    detail or output,
                ) from None
        true = [number for number, result in enumerate(results) if result.true]
        if len(true) != 1 or self.marked not in ([], true):
            found = f"{len(true)} choices that hold, not one"
            if len(true) == 1:
                found = "another choice marked right than the one that holds"
            values = [
                f"{choice.text.markdown}: {result.said}, {'true' if result.true else 'false'}"
                for choice, result in zip(self.all, results, strict=True)
            ]
            raise self.wrong(f"has a {self.kind} with {found}:", detail="\n".join(values))
        return true[0], results[true[0]].lines


def read_choices(body: Body, reasons: bool) -> Choices:
    """The choices of a body; those of a question have reasons and one is marked right.

    Raises Problem where they do not decide which is right.
    """
    chosen = []
    for part in body.parts("choices", "choice"):
        needed = ("text", "because") if reasons else ("text",)
        part.expect(needed, ("holds", "right"))
        text = part.text("text")
        if "](" in text.markdown:
            raise part.wrong("has a link in a choice, which readers can only choose as a whole")
        right = "right" in part.values
        if right and part.text("right").markdown != "true":
            raise part.wrong("has a choice with  right  that is not  true; leave it out of others")
        holds = part.text("holds") if "holds" in part.values else None
        if holds and not COMPARISON.fullmatch(holds.markdown):
            raise part.wrong(f"has {holds.markdown!r} as  holds;  write  {FORM}")
        chosen.append(Choice(text, holds, right, part.text("because") if reasons else None))
    choices = Choices(body.page, body.line, body.kind, tuple(chosen))
    if len(chosen) < 2:
        raise choices.wrong(f"has a {body.kind} with fewer than two choices")
    said = [choice.text for choice in chosen]
    if twice := next((text for text in said if said.count(text) > 1), None):
        message = f"has a {body.kind} with two choices that say {twice.markdown!r}"
        raise choices.wrong(message, twice.line)
    compared = sum(choice.holds is not None for choice in chosen)
    if compared not in (0, len(chosen)):
        message = f"has a {body.kind} in which {compared} of {len(chosen)} choices have  holds; "
        raise choices.wrong(message + "write it for all or for none")
    if len(choices.marked) != 1 and (reasons or not compared or len(choices.marked) > 1):
        message = f"has a {body.kind} with {len(choices.marked)} right choices; write  right: true"
        raise choices.wrong(f"{message}  at one")
    return choices
