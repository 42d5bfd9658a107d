"""What moves keeps its address: `moved.yml` says what is where now.

    pages:
      lesson/words: lesson/tokens
    examples:
      words/*: tokens/*
    anchors:
      lesson/next-token:
        the-floor: lesson/perplexity#no-model-can-pass

A page that is gone leaves a stub, which leads to the new one. An output keeps the id of its
example's old name, on the page that shows it. An anchor of a heading or an output that another page
has now is a link from the old page; where no # follows the new page, it is called there as it was.
An output that another one of the same page took in keeps its id there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import yaml

from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

if TYPE_CHECKING:
    from checker.pages.embed import Embed
    from checker.pages.page import Page

FILE = "moved.yml"

Place = tuple[str, str]  # a page like `docs/lesson/tokens.md`, and an id on it


@dataclass(frozen=True)
class Moved:
    """The content of `moved.yml`."""

    pages: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)


def read_moved(project: Project) -> Moved:
    """What has moved, if anything has. Raises Problem where the file is malformed."""
    return parsed(project.text(FILE) if project.has(FILE) else "")


@cache
def parsed(text: str) -> Moved:
    """What the text of a `moved.yml` says."""
    try:
        moved = Moved(**(yaml.safe_load(text) or {}))
        if not all(isinstance(names, dict) for names in moved.anchors.values()):
            raise TypeError("anchors are below the page that had them")
    except (yaml.YAMLError, TypeError) as error:
        form = "write  pages,  examples  and  anchors,  each a list of  OLD: NEW"
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {form}", str(error)) from None
    return moved


def old_name(name: str, new: str, old: str) -> str | None:
    """What a name was by one rule, where a star stands for any text; None if it is not meant."""
    start, star, end = new.partition("*")
    between = name[len(start) : len(name) - len(end)]
    meant = name == start + between + end and bool(between) == bool(star)
    return old.replace("*", between) if meant else None


def old_anchors(project: Project, embed: Embed) -> list[str]:
    """The ids that an output had when it was called otherwise; of examples, the first that fits."""
    examples = read_moved(project).examples
    names = (old_name(embed.example, new, old) for old, new in examples.items())
    ids = old_ids(project, embed.page)
    here = [old for old, place in ids.items() if place == (embed.page, embed.anchor)]
    return [embed.named(name).anchor for name in names if name][:1] + here


def old_ids(project: Project, page: str) -> dict[str, Place]:
    """The ids that a page had, which may be gone itself: where what had them is now."""
    anchors = read_moved(project).anchors.get(name_of(page), {})
    return {old: place(old, new) for old, new in anchors.items()}


def name_of(page: str) -> str:
    """How `moved.yml` names a page: `lesson/tokens`."""
    return page.removeprefix("docs/").removesuffix(".md")


def place(old: str, new: str) -> Place:
    """Where an anchor went, by its line of `moved.yml`."""
    page, _, anchor = new.partition("#")
    return f"docs/{page}.md", anchor or old


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Lines of `moved.yml` that lead to nothing, or from a page that is there."""
    try:
        moved = read_moved(project)
    except Problem as problem:
        yield problem
        return
    there = {name_of(page.path) for page in pages}
    examples = {embed.example for page in pages for embed in page.embeds}
    wrong = [(old, "is there, and cannot have moved") for old in moved.pages if old in there]
    lost = [(old, new) for old, new in moved.pages.items() if new not in there]
    wrong += [(old, f"leads to {new}, which isn't a page") for old, new in lost]
    for old, new in moved.examples.items():
        if not any(old_name(name, new, old) for name in examples):
            wrong.append((old, f"leads to {new}, which no page shows"))
    ids = {page.path: page.ids | {embed.anchor for embed in page.embeds} for page in pages}
    for page, anchors in moved.anchors.items():
        if page not in there and page not in moved.pages:
            wrong.append((page, "isn't a page, and isn't among  pages"))
        for old, new in anchors.items():
            to, anchor = place(old, new)
            if old in ids.get(f"docs/{page}.md", ()):
                wrong.append((old, f"is on {page}, and cannot have moved"))
            elif anchor not in ids.get(to, ()):
                wrong.append((old, f"leads to {to}#{anchor}, which doesn't exist"))
    lines = project.text(FILE).split("\n") if wrong else []
    for old, message in wrong:
        line = next((n for n, line in enumerate(lines, 1) if f"{old}:" in line), None)
        yield Problem(WRONG_PAGE, FILE, line, f"{old} {message}")
