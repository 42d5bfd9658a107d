"""What a figure says in words: its numbers stand in what the same example printed.

That holds for alternative texts and captions, and for the words of a diagram, whose links also lead
to pages that are there.
"""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from checker.pages.embed import Embed, Shown
from checker.pages.figures import LINK, is_diagram
from checker.pages.links import stands_in
from checker.pages.numbers import numbers
from checker.problem import Problem
from checker.project import Project
from checker.running.record import read_record

ALTERNATIVE = re.compile(r' aria-label="([^"]*)"')
CAPTION = re.compile(r' data-caption="([^"]*)"')


def problems(project: Project, shown: list[tuple[Embed, Shown]]) -> Iterator[Problem]:
    """Numbers that no output holds and links to no page, each at the block with the figure."""
    for embed, block in shown:
        printed = read_record(project, embed.example)[1] if block.figures else ""
        for svg in block.figures:
            for what, number in dict.fromkeys(said(svg)):
                if not stands_in(number, printed):
                    message = f"draws a figure whose {what} says {number}, which {embed.source} "
                    message += "does not print; let both say the same"
                    yield embed.wrong(message)
            pages = [page for page, _ in LINK.findall(svg)] if is_diagram(svg) else []
            for page in dict.fromkeys(pages):
                if not project.has(f"docs/{page}"):
                    yield embed.wrong(f"draws a figure that links to {page}, which is not there")


def said(svg: str) -> Iterator[tuple[str, str]]:
    """The numbers that a figure says, and where: all but those at the ticks of an axis."""
    texts = {"alternative text": ALTERNATIVE.findall(svg), "caption": CAPTION.findall(svg)}
    texts["text"] = [*drawn_texts(ElementTree.fromstring(svg))]
    for what, found in texts.items():
        for text in found:
            yield from ((what, number) for _, number in numbers(unescape(text)))


def drawn_texts(node: ElementTree.Element) -> Iterator[str]:
    """What is written in a drawing, but for the ticks of its axes."""
    if node.get("class") == "tick":
        return
    if node.tag.endswith("}text"):
        yield "".join(node.itertext())
    for child in node:
        yield from drawn_texts(child)
