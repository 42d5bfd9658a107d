"""What moves keeps its address: `moved.yml` says what is where now.

    pages:
      lesson/words: lesson/tokens
    anchors:
      lesson/next-token:
        the-floor: lesson/perplexity#no-model-can-pass
        out-words-cut: lesson/next-token#out-tokens-cut

A page that is gone leaves a stub, which leads to the new one. An anchor of a heading or an output
that another page has now is a link from the old page; where no # follows the new page, it is called
there as it was. An output that has another id now, or that another one of its page took in, keeps
its old id there.
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
        form = "write  pages  and  anchors,  each a list of  OLD: NEW"
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {form}", str(error)) from None
    return moved


def old_anchors(project: Project, embed: Embed) -> list[str]:
    """The ids that an output had on its page when it was called otherwise."""
    ids = old_ids(project, embed.page)
    return [old for old, place in ids.items() if place == (embed.page, embed.anchor)]


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
    wrong = [(old, "is there, and cannot have moved") for old in moved.pages if old in there]
    lost = [(old, new) for old, new in moved.pages.items() if new not in there]
    wrong += [(old, f"leads to {new}, which isn't a page") for old, new in lost]
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
