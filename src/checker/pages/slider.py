"""A whole number to be guessed: the answers of a guess that has no choices."""

import re
from dataclasses import dataclass

from checker.pages import labels
from checker.pages.links import Link
from checker.pages.markdown import Prose
from checker.pages.page import Text
from checker.pages.swapped_choices import words
from checker.pages.yaml_body import Body


@dataclass(frozen=True)
class Slider:
    """Where the slider begins and ends, the measured link that is the answer, and its number."""

    first: int
    last: int
    link: Text
    number: int

    @property
    def texts(self) -> list[Text]:
        """The slider's only text: the answer."""
        return [self.link]

    @property
    def middle(self) -> int:
        """The number at which the slider starts."""
        return (self.first + self.last) // 2

    def right(self, output: str) -> tuple[int, frozenset[int]]:
        """Give the right number, and the lines of the output that say so."""
        link = whole_link(self.link)
        return self.number, frozenset(link.lines(output) if link else ())

    def answer(self, number: int) -> Text:
        """The right number, as a link to the output."""
        return self.link

    def html(self, name: str) -> str:
        """Write the slider as HTML, beside the number that it is at."""
        return (
            f'<label class="slider"><span class="visually-hidden">{labels.YOUR_GUESS}</span>'
            f'<input type="range" min="{self.first}" max="{self.last}" step="1" '
            f'value="{self.middle}"><span class="number">{self.middle}</span></label>'
        )

    def markdown(self) -> str:
        """Say in Markdown which numbers can be guessed."""
        return f"({labels.A_NUMBER.format(self.first, self.last)})"


def read_slider(body: Body, covered: str) -> Slider:
    """Read the numbers of a guess whose `covered` output has this id. Raises Problem."""
    first, last, answer = (body.text(key) for key in ("from", "to", "answer"))
    link, asked = whole_link(answer), words(body.text("ask").markdown)
    if not re.fullmatch(r"-?\d{1,6} -?\d{1,6}", f"{first.markdown} {last.markdown}"):
        message = "has a guess whose  from  and  to  aren't both whole numbers below a million"
        raise body.wrong(message)
    if not link or link.page or link.anchor != covered:
        form = f'[39](#{covered} "WORD")'
        message = f"has a guess whose answer doesn't link to what it covers; write  {form}"
    elif (named := re.sub(r"\d", "", link.title).strip()) and not asked & words(named):
        message = f"has a guess whose question has no word of its answer's title, {link.title!r}"
    elif not re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,6}", link.text):
        message = f"has a guess whose answer, {link.text}, isn't a whole number"
    else:
        number = int(link.text.replace(",", ""))  # outputs write 7,000
        slider = Slider(int(first.markdown), int(last.markdown), answer, number)
        if slider.first <= number <= slider.last and number != slider.middle:
            return slider
        message = f"has a guess whose answer, {number}, isn't between its  from  and  to"
        if number == slider.middle:
            message = f"has a guess whose slider starts at its answer, {number}; "
            message += "change  from  or  to"
    raise body.wrong(message, body.values["answer"])


def whole_link(text: Text) -> Link | None:
    """The link that a text consists of; None if there is no link, or more than it."""
    links = Prose(text.line, text.markdown).links
    return links[0] if links and links[0].at == slice(0, len(text.markdown)) else None
