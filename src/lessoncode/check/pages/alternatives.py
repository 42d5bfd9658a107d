"""Alternative texts of figures: a number in one stands in what the same example printed."""

import re
from collections.abc import Iterator
from html import unescape

from lessoncode.check.pages.embed import Embed, Shown
from lessoncode.check.pages.links import stands_in
from lessoncode.check.pages.numbers import numbers
from lessoncode.check.problem import Problem
from lessoncode.check.project import Project
from lessoncode.check.running.record import read_record


def problems(project: Project, shown: list[tuple[Embed, Shown]]) -> Iterator[Problem]:
    """Numbers of alternative texts that no output holds, each at the block with the figure."""
    for embed, block in shown:
        printed = read_record(project, embed.example)[1] if block.figures else ""
        for svg in block.figures:
            label = re.search(r'aria-label="([^"]*)"', svg)
            for _, number in numbers(unescape(label[1])) if label else ():
                if not stands_in(number, printed):
                    message = f"draws a figure whose alternative text says {number}, which "
                    message += f"{embed.source} does not print; let both say the same"
                    yield embed.wrong(message)
