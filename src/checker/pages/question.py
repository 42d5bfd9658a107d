"""A question: choices, each with its reason, and what proves the right one.

    ask: You ask for the source of a true sentence. Did the model look it up?
    proof: '#out-asking-sources'
    choices:
      - text: Yes, it read the article.
        because: Four tries would then have named the same one.
      - text: No, each piece is drawn because it is likely.
        because: The weights keep no list of what was read.
        right: true

`proof` is an id, `#...` or `page.md#...`, or a link with a text, such as to a source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.pages.bodies import Text, read_body
from checker.pages.choices import Choices, read_choices
from checker.pages.guess import radio
from checker.pages.inline import inline
from checker.pages.links import Link

BARE = re.compile(r"(?P<page>[\w./-]*)#(?P<anchor>[\w.-]+)")
LINKED = re.compile(r"\[[^\[\]]+\]\((?P<to>[^()\s]+|[^()\s]*\([^()\s]*\)[^()\s]*)(?:\s[^()]*)?\)")


@dataclass(frozen=True)
class Question:
    """What is asked, the choices, and what proves the right one."""

    page: str = field(compare=False)
    line: int = field(compare=False)
    ask: Text
    choices: Choices
    proof: Text

    @property
    def bare(self) -> bool:
        """Whether the proof is an id, without a text for its link."""
        return bool(BARE.fullmatch(self.proof.markdown))

    @property
    def texts(self) -> Iterator[Text]:
        """What a reader is told."""
        yield self.ask
        yield from (choice.because for choice in self.choices.all if choice.because)
        if not self.bare:
            yield self.proof

    @property
    def claims(self) -> list[Text]:
        """What a reader chooses from."""
        return [choice.text for choice in self.choices.all]

    @property
    def links(self) -> Iterator[Link]:
        """The link to what proves it, where that is an id."""
        if self.bare and self.place:
            yield Link(self.proof.line, *self.place)

    @property
    def place(self) -> tuple[str, str] | None:
        """The page, as the question's own links to it, and the id that prove it, if any do."""
        linked = LINKED.fullmatch(self.proof.markdown)
        found = BARE.fullmatch(linked["to"] if linked else self.proof.markdown)
        return (found["page"], found["anchor"]) if found else None


def read_question(page: str, line: int, body: str) -> Question:
    """Understand the body of a question. Raises Problem."""
    it = read_body("question", page, line, body)
    it.expect(("ask", "choices", "proof"))
    question = Question(
        page, line, it.text("ask"), read_choices(it, reasons=True), it.text("proof")
    )
    proof = question.proof.markdown
    if not BARE.fullmatch(proof) and not LINKED.fullmatch(proof):
        form = "'#out-...'  or  'page.md#...'  in quotes, or a link with its text"
        raise it.wrong(f"has {proof!r} as proof; write  {form}", it.values["proof"])
    return question


def render(question: Question, number: int, count: int, proof: str) -> str:
    """The HTML of a question, one of `count` on its page; `proof` is the link to what proves it."""
    name = f"question-{number}"
    reasons = []
    for choice in question.choices.all:
        opening = '<li class="right"><span class="verdict">✓ Right.</span>'
        if not choice.right:
            opening = '<li><span class="verdict">✗ Not so.</span>'
        reasons.append(f"{opening} {inline(choice.because) if choice.because else ''}</li>")
    return "\n".join([
        f'<div class="question" id="{name}">',
        f'<p class="label">Question {number} of {count}</p>',
        f"<fieldset><legend>{inline(question.ask)}</legend>",
        radio(name, [inline(choice.text) for choice in question.choices.all]),
        "</fieldset>",
        f'<details class="answers" data-answer="{question.choices.marked[0] + 1}">'
        "<summary>The answer</summary>",
        "<ol>", *reasons, "</ol>",
        f'<p class="proof">What proves it: {proof}</p>',
        "</details>",
        "</div>",
    ])  # fmt: skip
