"""A question: choices, each with its reason, and what proves the right one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Self

from checker.pages import labels
from checker.pages.addresses import target_of
from checker.pages.choices import Choices, read_choices
from checker.pages.embed import Embed, embed_at
from checker.pages.inline import inline
from checker.pages.links import Link
from checker.pages.page import Block, Code, Site, Text
from checker.pages.typography import curly_html
from checker.pages.yaml_body import read_body
from checker.problem import Problem

PLACE = re.compile(r"[\w./-]*#[\w.-]+")


@dataclass(frozen=True)
class Question(Block):
    """A question about what the page explained.

        ```question
        ask: You ask for the source of a true sentence. Did the model look it up?
        proof: '#out-asking-sources'
        choices:
          - text: Yes, it read the article.
            because: Four tries would then have named the same one.
          - text: No, each piece is drawn because it is likely.
            because: The weights keep no list of what was read.
            right: true
        ```

    ask      the question; never ask for a number that has to be looked up
    proof    what proves the answer: an id, `#...` or `page.md#...`, in quotes
    choices  two or more; each but the right one is an error that people make, `because` says what
             is wrong with it, and `right: true` marks the right one

    Choices may also have `holds`, as in a guess. The output that `proof` names then has to agree
    with `right`.

    With `variant: true` the block asks the question above it with other values or in other words.
    The page hides it, and the review asks it instead of the one that a reader got wrong. Its
    choices need `holds`.

    Each text is one paragraph of Markdown. A choice may say numbers without a source, since most
    choices are wrong, but can't have links. Put a text below `>-` if it has `: ` or ` #` in it, or
    begins with a symbol such as `[`.
    """

    ask: Text
    choices: Choices
    proof: Text
    variant: bool

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        it = read_body("question", page, line, body)
        it.expect(("ask", "choices", "proof"), ("variant",))
        choices, proof = read_choices(it, reasons=True), it.text("proof")
        if not PLACE.fullmatch(proof.markdown):
            form = "'#out-...'  or  'page.md#...'  in quotes"
            raise it.wrong(f"has {proof.markdown!r} as proof; write  {form}", it.values["proof"])
        variant = it.optional("variant")
        if variant and (variant.markdown != "true" or not choices.compared):
            message = "has a malformed variant; write  variant: true,  and  holds  for each choice"
            raise it.wrong(message)
        return cls(page, line, it.text("ask"), choices, proof, bool(variant))

    @property
    def place(self) -> tuple[str, str]:
        """The page and the id of the proof, as the question links to them."""
        page, _, anchor = self.proof.markdown.partition("#")
        return page, anchor

    @property
    def texts(self) -> list[Text]:
        return [self.ask, *self.choices.texts]

    @property
    def links(self) -> list[Link]:
        return [Link(self.proof.line, *self.place)]

    def ids(self, site: Site) -> list[str]:
        number = self.number(site)
        if not self.variant:
            return [f"question-{number}"]
        alike = [it for it in self.all_of_page(site) if it.variant and it.number(site) == number]
        return [f"question-{number}-variant-{alike.index(self) + 1}"]

    def amounts(self, site: Site) -> dict[str, int]:
        return {} if self.variant else {"question": 1}

    def all_of_page(self, site: Site) -> list["Question"]:
        """The questions of this one's page and their variants, in order."""
        return [block for block in site.page(self.page).blocks if isinstance(block, Question)]

    def number(self, site: Site) -> int:
        """This question's number on its page; a variant has that of the question above it."""
        asked = self.all_of_page(site)
        return sum(not it.variant for it in asked[: asked.index(self) + 1])

    def proof_embed(self, site: Site) -> Embed | None:
        """The block whose output proves the answer, if one does."""
        target = target_of(self.page, self.place[0])
        return embed_at(site.page(target), self.place[1]) if site.project.has(target) else None

    def problems(self, site: Site) -> Iterator[Problem]:
        """Find out whether the page asks this twice, and whether the proof decides."""
        asked = self.all_of_page(site)
        if asked[asked.index(self)] is not self:
            yield self.choices.wrong("asks the same question twice")
        if not self.number(site):
            yield self.choices.wrong("has a variant without a question above it")
        embed = self.proof_embed(site)  # without one, another rule reports a dead link
        shown = embed.show_unless_broken(site.project) if embed else None
        message = ""
        if embed and shown and not shown.output:
            message = f"has {embed.title} as proof, which prints nothing"
        elif self.choices.compared and not self.place[1].startswith("out-"):
            message = "has choices with  holds  but no output as proof; write  proof: '#out-...'"
        if message:
            yield self.choices.wrong(message, self.proof.line)
        elif shown:
            self.choices.right(shown.output)

    def proof_html(self, site: Site) -> str:
        """The link to what proves the answer; its text says what is there."""
        target = target_of(self.page, self.place[0])
        there = site.page(target)
        heading = there.headings.get(self.place[1])
        said = f'"{heading}"' if heading else labels.THIS_PASSAGE
        if embed := self.proof_embed(site):
            said = labels.THE_OUTPUT_OF.format(embed.source)
        if target != self.page:
            said = f"{said} {labels.ON_THE_PAGE.format(there.title)}"
        return f'<a href="{self.proof.markdown}">{curly_html(escape(said, quote=False))}</a>'

    def html(self, site: Site, code: Code) -> str:
        (own_id,), number = self.ids(site), self.number(site)
        n_asked = sum(not it.variant for it in self.all_of_page(site))
        hidden = f' data-variant-of="question-{number}" hidden' if self.variant else ""
        reasons = []
        for choice in self.choices.all:
            kind, verdict = ' class="right"', f"✓ {labels.RIGHT}"
            if not choice.right:
                kind, verdict = "", f"✗ {labels.WRONG}"
            because = inline(choice.because) if choice.because else ""
            reasons.append(f'<li{kind}><span class="verdict">{verdict}</span> {because}</li>')
        return "\n".join([
            f'<div class="question" id="{own_id}"{hidden}>',
            f'<p class="label">{labels.QUESTION.format(number, n_asked)}</p>',
            f"<fieldset><legend>{inline(self.ask)}</legend>",
            self.choices.html(own_id),
            "</fieldset>",
            f'<details class="answers" data-answer="{self.choices.marked[0]}">'
            f"<summary>{labels.SHOW_ANSWER}</summary>",
            "<ol>", *reasons, "</ol>",
            f'<p class="proof">{labels.EVIDENCE}: {self.proof_html(site)}</p>',
            "</details>",
            "</div>",
        ])  # fmt: skip

    def markdown(self, site: Site) -> str:
        if self.variant:
            return ""
        rows = [f"**{labels.QUESTION_ALONE}.** {self.ask.markdown}", ""]
        for number, choice in enumerate(self.choices.all, 1):
            verdict = labels.RIGHT if choice.right else labels.WRONG
            because = choice.because.markdown if choice.because else ""
            rows.append(f"{number}. {choice.text.markdown} *{verdict}* {because}")
        return "\n".join(rows)
