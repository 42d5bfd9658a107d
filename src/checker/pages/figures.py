"""Figures: their HTML, what they say in words, and the numbers that these words may contain.

An example's SVG carries a caption and the numbers that a script of the page reads, as attributes
`data-caption` and `data-values`. One of class `drawings` is a diagram: it contains a wide and a
narrow drawing, the page's style sheet shows one of them, and its links name pages below docs/, like
`lesson/tokens.md`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape, unescape
from typing import NamedTuple
from xml.etree import ElementTree

from checker.pages import style
from checker.pages.links import count
from checker.pages.numbers import numbers
from checker.pages.typography import curly_html
from checker.project import Project

CARRIED = re.compile(r' data-(caption|values)="([^"]*)"')
SAID = re.compile(r' (aria-label|data-caption)="([^"]*)"')
LINK = re.compile(r'(?<= href=")(?!#)([^"#]*)(#[^"]*)?(?=")')
NAMES = {"aria-label": "alternative text", "data-caption": "caption"}


class Words(NamedTuple):
    """A figure's caption and alternative text; each is empty if it has none."""

    caption: str
    alternative: str


def is_diagram(svg: str) -> bool:
    """Whether an SVG is a diagram, with a wide and a narrow drawing."""
    return ' class="drawings"' in svg.partition(">")[0]


def words_of(svg: str) -> Words:
    """Read the caption of a figure, and its first alternative text."""
    said = {name: unescape(text) for name, text in reversed(SAID.findall(svg))}
    return Words(said.get("data-caption", ""), said.get("aria-label", ""))


def figure_html(svg: str, link: Callable[[str], str]) -> str:
    """Write a figure as HTML; `link` gives its page's link to another, like `docs/index.md`."""
    opening, bracket, rest = svg.partition(">")
    carried = {name: unescape(value) for name, value in CARRIED.findall(opening)}
    if is_diagram(svg):
        rest, _, _ = rest.rpartition("</svg>")
        drawing = LINK.sub(lambda to: link(f"docs/{to[1]}") + (to[2] or ""), rest)
    else:
        drawing = CARRIED.sub("", opening) + bracket + rest
    parts = [drawing]
    if "values" in carried:
        values = carried["values"].replace("<", "\\u003c")  # or </script> would end it
        parts.append(f'<script type="application/json">{values}</script>')
    if "caption" in carried:
        name, _, sentence = curly_html(escape(carried["caption"], quote=False)).partition(": ")
        parts.append(f"<figcaption><strong>{name}</strong>: {sentence}</figcaption>")
    return f'<figure class="figure">{"".join(parts)}</figure>'


def faults_of(project: Project, svg: str, source: str, printed: str) -> Iterator[str]:
    """Find numbers in a figure's words that its example did not print, and links to no page."""
    said = [(NAMES[name], unescape(text)) for name, text in SAID.findall(svg)]
    with suppress(ElementTree.ParseError):  # then the record is not what the example draws
        said += [("text", text) for text in drawn_texts(ElementTree.fromstring(svg))]
    for what, text in said:
        for _, message in style.faults_in_text(text):
            yield f"draws a figure whose {what} {message}"
    found = [(what, number) for what, text in said for _, number in numbers(text)]
    for what, number in dict.fromkeys(found):
        if not count(number, printed):
            says = f"draws a figure whose {what} says {number}, which {source} does not print"
            yield f"{says}; make them agree"
    pages = [page for page, _ in LINK.findall(svg)] if is_diagram(svg) else []
    for page in dict.fromkeys(pages):
        if not project.has(f"docs/{page}"):
            yield f"draws a figure that links to {page}, which doesn't exist"


def drawn_texts(node: ElementTree.Element) -> Iterator[str]:
    """The texts in a drawing, except the labels at the ticks of its axes."""
    if node.get("class") == "tick":
        return
    if node.tag.endswith("}text"):
        yield "".join(node.itertext())
    for child in node:
        yield from drawn_texts(child)
