"""A guess: what an example shows stays covered until the reader has guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from checker.pages import labels
from checker.pages.addresses import target_of
from checker.pages.choices import Choices, read_choices
from checker.pages.embed import Embed
from checker.pages.inline import inline
from checker.pages.page import Block, Code, Site, Text
from checker.pages.slider import Slider, read_slider
from checker.pages.typography import ended
from checker.pages.yaml_body import read_body
from checker.problem import Problem


@dataclass(frozen=True)
class Guess(Block):
    """A guess: what an example shows stays covered until the reader has guessed.

        ```guess
        covers: inside/moved.py
        ask: At which word does that move the cat to the dog's grass?
        choices:
          - text: cat, the word itself
            holds: '"cat" 3 > 0.3'
          - text: saw
            holds: '"saw" 3 > 0.3'
        because: With the dog's vector at "saw", grass gets [0.58](#out-inside-moved).
        ```

    covers   the example, with a region if needed, as an example fence has it; its output decides
             which choice is right, and its code is folded; `output=open` may follow
    ask      the question
    choices  two or more; `holds` of each says what would be true of the output if that choice were
             right, and the build fails unless exactly one holds
    because  why it came out that way

    `"saw" 3` in `holds` is the third number on the line with the word "saw", `10 * "saw" 3` is ten
    times that, and between two values is one of `<`, `<=`, `>`, `>=`, `=` and `!=`. Where nothing
    can be compared, leave `holds` out and write `right: true` below the right choice.

    To let readers guess a whole number, replace `choices` by the two ends of a slider
    and the answer, which is a measured link:

        from: 1
        to: 60
        answer: '[39](#out-tokens-languages "Amharic")'

    Each text is one paragraph of Markdown. A choice may say numbers without a source, since most
    choices are wrong, but can't have links. Put a text below `>-` if it has `: ` or ` #` in it, or
    begins with a symbol such as `[`. Nothing above a guess may give the answer away.
    """

    covers: Embed
    ask: Text
    answers: Choices | Slider
    because: Text

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        it = read_body("guess", page, line, body)
        slider = "choices" not in it.values
        answers = ("from", "to", "answer") if slider else ("choices",)
        if slider and not any(key in it.values for key in answers):
            raise it.wrong("has a guess without answers; write  choices,  or  from, to and answer")
        it.expect(("covers", "ask", *answers, "because"))
        covered = it.text("covers")
        covers = replace(Embed.read(page, covered.line, covered.markdown), folded=True)
        if not covers.example:
            raise covers.wrong(f"covers {covers.title}, which isn't an example and has no output")
        read = read_slider(it, covers.anchor) if slider else read_choices(it, reasons=False)
        return cls(page, line, covers, it.text("ask"), read, it.text("because"))

    @property
    def id(self) -> str:
        """The id of the block: `guess-inside-moved`."""
        return self.covers.anchor.replace("out-", "guess-", 1)

    @property
    def texts(self) -> list[Text]:
        return [self.ask, self.because, *self.answers.texts]

    @property
    def parts(self) -> list[Block]:
        return [self.covers]

    def ids(self, site: Site) -> list[str]:
        return [self.id, *self.covers.ids(site)]

    def amounts(self, site: Site) -> dict[str, int]:
        return {"guess": 1, **self.covers.amounts(site)}

    def right(self, output: str) -> tuple[int, frozenset[int]]:
        """Find the right number, of a choice or on the slider, and the lines that say so.

        Raises Problem where the output does not decide.
        """
        if not output:
            raise self.covers.wrong(f"covers {self.covers.title}, which prints nothing")
        return self.answers.right(output)

    def problems(self, site: Site) -> Iterator[Problem]:
        """Find out whether the page gives the answer away, and whether the output decides."""
        page, covers = site.page(self.page), self.covers
        for link in page.measured:
            target = target_of(page.path, link.page), link.anchor
            if target == (page.path, covers.anchor) and link.line < covers.line:
                message = f"covers {covers.title}, but line {link.line} gives its {link.text} away"
                yield covers.wrong(f"{message}; move that below the guess")
        if shown := covers.show_unless_broken(site.project):
            self.right(shown.output)

    def html(self, site: Site, code: Code) -> str:
        answer, telling = self.right(self.covers.proven(site.project).output)
        return "\n".join([
            f'<div class="guess" id="{self.id}">',
            f'<p class="label">{labels.GUESS}</p>',
            f"<fieldset><legend>{inline(self.ask)}</legend>",
            self.answers.html(self.id),
            "</fieldset>",
            f'<details class="covered" data-answer="{answer}">',
            f"<summary>{labels.SHOW_ANSWER}</summary>",
            f'<p class="printed">{labels.ANSWER}: {inline(self.answers.answer(answer))}</p>',
            self.covers.html(site, code, telling),
            f'<p class="because">{inline(self.because)}</p>',
            "</details>",
            "</div>",
        ])  # fmt: skip

    def markdown(self, site: Site) -> str:
        number, _ = self.right(self.covers.proven(site.project).output)
        answer = ended(self.answers.answer(number).markdown)
        asked = f"**{labels.GUESS}.** {self.ask.markdown}\n\n{self.answers.markdown()}"
        because = f"**{labels.ANSWER}:** {answer} {self.because.markdown}"
        return "\n\n".join([asked, self.covers.markdown(site), because])
