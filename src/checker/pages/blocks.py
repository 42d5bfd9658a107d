"""The HTML of a page's blocks. The builders publish it; the proof looks for it in their pages.

How code is coloured is the builder's: it gives `code`, which makes the HTML of code in a language
with some lines highlighted. Links lead from source to source; `addresses.published` changes them.
"""

import re
from collections.abc import Callable, Container
from functools import partial
from html import escape

from checker.pages import (
    api,
    buttons,
    doors,
    evidence,
    exercise,
    figures,
    guess,
    length,
    question,
)
from checker.pages.addresses import in_docs, source_link
from checker.pages.doors import Doors
from checker.pages.embed import Embed, proven
from checker.pages.exercise import Exercise
from checker.pages.guess import Guess
from checker.pages.moved import old_anchors
from checker.pages.page import Block
from checker.pages.question import Question
from checker.pages.reading import page_of
from checker.project import Project

Code = Callable[[str, str, tuple[int, ...]], str]


def ids(project: Project, block: Block) -> list[str]:
    """The ids of a block, where a page shows it first."""
    if isinstance(block, api.Reference):
        return [entry.id for entry in api.entries(project, block.source)]
    if isinstance(block, Guess):
        return [block.id, block.covers.anchor]
    if isinstance(block, Question):
        return [f"question-{place_of(project, block)[0]}"]
    if isinstance(block, Exercise):
        return [f"exercise-{block.name}", block.solution.anchor]
    return [block.anchor] if isinstance(block, Embed) else []


def place_of(project: Project, asked: Question) -> tuple[int, int]:
    """Which of its page's questions this is, and how many these are."""
    blocks = page_of(project, asked.page).blocks
    questions = [block for block in blocks if isinstance(block, Question)]
    return questions.index(asked) + 1, len(questions)


def render(project: Project, block: Block, code: Code, first: bool = True) -> str:
    """The HTML of a block, with its ids if it is the `first` on a page that has them.

    Raises Problem where no run stands behind it.
    """
    if isinstance(block, str):
        return f'<div class="console">{code(block, "console", ())}</div>'
    if isinstance(block, api.Reference):
        return api.render(project, block)
    if isinstance(block, Guess):
        output = proven(project, block.covers).output
        _, lines = guess.telling(block, output)
        return guess.render(block, output, example(project, block.covers, code, first, lines))
    if isinstance(block, Question):
        number, count = place_of(project, block)
        return question.render(block, number, count, evidence.link(project, block))
    if isinstance(block, Exercise):
        console = render(project, exercise.console(project, block), code)
        solution = example(project, block.solution, code, first)
        return exercise.render(project, block, console, solution)
    if isinstance(block, Doors):
        ways = [[page_of(project, path) for path in way] for way in block.ways()]
        times = [sum(length.minutes(project, page) for page in way) for way in ways]
        return doors.render(block, [length.said(time) for time in times])
    return example(project, block, code, first)


def example(
    project: Project, embed: Embed, code: Code, first: bool, telling: Container[int] = ()
) -> str:
    """A link to the file, the code, what it printed and drew; code that is folded comes last.

    The `telling` lines of the output, counted from 0, are marked.
    """
    shown = proven(project, embed)
    kind, name = ("example", f"{embed.example}.py") if embed.example else ("source", embed.source)
    region = f' data-region="{embed.region}"' if embed.region else ""
    run = buttons.attributes(project, embed.example) if embed.example else ""
    opened = f'<div class="example" data-{kind}="{name}"{region}{run}>'
    parts = [source(project, embed, shown.code), code(shown.code, "python", embed.highlight)]
    output = []
    if shown.output:
        olds = old_anchors(project, embed) if first else []
        output += [f'<span class="moved" id="{old}"></span>' for old in olds]
        anchor = f' id="{embed.anchor}"' if first else ""
        label = f'role="group" aria-label="What {escape(embed.title)} printed"'
        printed = marked(api.pre(shown.output), telling)
        output.append(f'<div class="output"{anchor} {label}>{printed}</div>')
    drawn = [figures.render(svg, partial(in_docs, embed.page)) for svg in shown.figures]
    if embed.example and (note := buttons.note(project, embed.example)):
        drawn.append(note)
    if embed.folded:
        of = f"{embed.source}, {embed.region}" if embed.region else embed.source
        lines = length.number(length.lines(shown.code), "line")
        summary = f"<summary>The code of {of}, {lines}</summary>"
        folded = ['<details class="code">', summary, *parts, "</details>"]
        return "\n".join([opened, *drawn, *output, *folded, "</div>"])
    return "\n".join([opened, *parts, *output, *drawn, "</div>"])


def marked(pre: str, telling: Container[int]) -> str:
    """The HTML of an output, in which some lines are marked."""
    rows = pre.removeprefix("<pre><code>").split("\n")
    rows = [f"<mark>{row}</mark>" if at in telling else row for at, row in enumerate(rows)]
    return "<pre><code>" + "\n".join(rows)


def source(project: Project, embed: Embed, code: str) -> str:
    """The name of a block's file and region, which leads to these lines."""
    if not embed.region:
        return source_link(project, embed.source, "", embed.source)
    rows = "\n".join(f" *{re.escape(row)}" for row in code.split("\n"))  # a method is indented
    text = project.text(embed.source)
    start = re.search(f"^{rows}$", text, re.MULTILINE)
    first = text.count("\n", 0, start.start() if start else 0) + 1
    last = first + code.count("\n")
    name = f"{embed.source}, {embed.region}"
    return source_link(project, embed.source, f"#L{first}-L{last}", name)
