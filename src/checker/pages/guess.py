"""A guess: what an example printed stays covered until the reader has guessed.

    covers: inside/moved.py
    ask: At which word does that move the cat to the dog's grass?
    choices:
      - text: cat, the word itself
        holds: '"cat" 3 > 0.3'
      - text: saw
        holds: '"saw" 3 > 0.3'
    because: With the dog's vector at "saw", grass gets [0.58](#out-inside-moved).

In place of `choices` stand `from`, `to` and `answer` where a whole number is guessed; the answer is
a measured link to the covered output.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.pages.bodies import Body, Text, read_body
from checker.pages.choices import Choices, read_choices
from checker.pages.embed import Embed, read_embed
from checker.pages.inline import inline
from checker.pages.links import MEASURED, measured


@dataclass(frozen=True)
class Slider:
    """A whole number to be guessed, the measured link that is the answer, and what that says."""

    first: int
    last: int
    answer: Text
    number: int

    @property
    def middle(self) -> int:
        """Where it starts."""
        return (self.first + self.last) // 2

    def lines(self, output: str) -> frozenset[int]:
        """The line of an output that tells."""
        (link,) = measured(0, self.answer.markdown, self.answer.markdown)
        return frozenset(link.lines(output))


@dataclass(frozen=True)
class Guess:
    """What is covered, what is asked, how it is answered, and why it came out so."""

    covers: Embed
    ask: Text
    answers: Choices | Slider
    because: Text

    @property
    def id(self) -> str:
        """The id of the block: `guess-inside-moved`."""
        return self.covers.anchor.replace("out-", "guess-", 1)

    @property
    def texts(self) -> Iterator[Text]:
        """What a reader is told."""
        yield from (self.ask, self.because)
        if isinstance(self.answers, Slider):
            yield self.answers.answer

    @property
    def claims(self) -> list[Text]:
        """What a reader chooses from."""
        choices = self.answers.all if isinstance(self.answers, Choices) else ()
        return [choice.text for choice in choices]


def read_guess(page: str, line: int, body: str) -> Guess:
    """Understand the body of a guess. Raises Problem."""
    it = read_body("guess", page, line, body)
    slider = "choices" not in it.values
    answers = ("from", "to", "answer") if slider else ("choices",)
    if slider and not any(key in it.values for key in answers):
        raise it.wrong("has a guess without answers; write  choices,  or  from, to and answer")
    it.expect(("covers", "ask", *answers, "because"))
    covered = it.text("covers")
    covers = replace(read_embed(page, covered.line, covered.markdown), folded=True)
    if not covers.example:
        raise covers.wrong(f"covers {covers.title}, which is no example and prints nothing")
    read = read_slider(it, covers) if slider else read_choices(it, reasons=False)
    return Guess(covers, it.text("ask"), read, it.text("because"))


def read_slider(it: Body, covers: Embed) -> Slider:
    """The numbers of a guess without choices. Raises Problem."""
    first, last, answer = (it.text(key) for key in ("from", "to", "answer"))
    link = MEASURED.fullmatch(answer.markdown)
    if not re.fullmatch(r"-?\d{1,6} -?\d{1,6}", f"{first.markdown} {last.markdown}"):
        message = "has a guess whose  from  and  to  are not both whole numbers below a million"
        raise it.wrong(message)
    if not link or link["page"] or link["anchor"] != covers.anchor:
        form = f'[39](#{covers.anchor} "WORD")'
        message = f"has a guess whose answer does not lead to what it covers; write  {form}"
    elif not re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,6}", link["text"]):
        message = f"has a guess whose answer, {link['text']}, is no whole number"
    else:
        number = int(link["text"].replace(",", ""))  # outputs write 7,000
        slider = Slider(int(first.markdown), int(last.markdown), answer, number)
        if slider.first <= number <= slider.last and number != slider.middle:
            return slider
        message = f"has a guess whose answer, {number}, is not within its  from  and  to"
        if number == slider.middle:
            message = f"has a guess whose slider starts at its answer, {number}; move  from  or  to"
    raise it.wrong(message, it.values["answer"])


def telling(guess: Guess, output: str) -> tuple[int, frozenset[int]]:
    """The number of the right choice from 1, or the slider's, and the lines that tell.

    Raises Problem where the output does not decide.
    """
    if not output:
        raise guess.covers.wrong(f"covers {guess.covers.title}, which prints nothing")
    if isinstance(guess.answers, Slider):
        return guess.answers.number, guess.answers.lines(output)
    number, lines = guess.answers.right(output)
    return number + 1, lines


def render(guess: Guess, output: str, example: str) -> str:
    """The HTML of a guess around that of its example. Raises Problem."""
    answers = guess.answers
    answer, _ = telling(guess, output)
    if isinstance(answers, Slider):
        fields = (
            '<label class="slider"><span class="visually-hidden">Your guess</span>'
            f'<input type="range" min="{answers.first}" max="{answers.last}" step="1" '
            f'value="{answers.middle}"><span class="number">{answers.middle}</span></label>'
        )
        printed = f"It printed: {inline(answers.answer)}"
    else:
        fields = radio(guess.id, [inline(choice.text) for choice in answers.all])
        printed = f"By what it printed it is: {inline(answers.all[answer - 1].text)}"
    lines = len(output.rstrip("\n").split("\n"))
    return "\n".join([
        f'<div class="guess" id="{guess.id}">',
        '<p class="label">Guess first</p>',
        f"<fieldset><legend>{inline(guess.ask)}</legend>",
        fields,
        "</fieldset>",
        f'<details class="covered" data-lines="{lines}" data-source="{guess.covers.source}" '
        f'data-answer="{answer}">',
        "<summary>Show what it printed</summary>",
        f'<p class="printed">{printed}</p>',
        example,
        f'<p class="because">{inline(guess.because)}</p>',
        "</details>",
        "</div>",
    ])  # fmt: skip


def radio(name: str, texts: list[str]) -> str:
    """Choices, of which one can be taken."""
    return "\n".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{number}">'
        f"<span>{text}</span></label>"
        for number, text in enumerate(texts, start=1)
    )
