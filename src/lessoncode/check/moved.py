"""What moves keeps its address: `moved.yml` says what is where now.

    pages:
      reference/api/arrays: reference/api/model
    examples:
      pretraining/*: pre_training/*
    modules:
      reference/api/training:
        training: training/loop training/batches training/threads

A page that is gone leaves a stub, which leads to the new one. An output keeps the id of its
example's old name, on the page that shows it. A module of the reference keeps its ids, those of its
definitions included: on the same page as further ids, else as links from the old page.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lessoncode.check import api
from lessoncode.check.example import cut
from lessoncode.check.page import Page, address, pages_of
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project
from lessoncode.check.record import read_record

FILE = "moved.yml"
FORM = "write  pages,  examples  and  modules,  each a list of  OLD: NEW"

Place = tuple[str, str]  # a page like `docs/lesson/tokens.md`, and an id on it


@dataclass(frozen=True)
class Moved:
    """The content of `moved.yml`."""

    pages: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    modules: dict[str, dict[str, str]] = field(default_factory=dict)


def read_moved(project: Project) -> Moved:
    """What has moved, if anything has. Raises Problem where the file is malformed."""
    if not project.has(FILE):
        return Moved()
    try:
        content = yaml.safe_load(project.text(FILE)) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Problem(WRONG_PAGE, FILE, line, f"is not YAML: {error.problem}; {FORM}") from None

    forms = {"pages": is_names, "examples": is_names, "modules": lambda it: is_names(it, is_names)}
    named = is_names(content, lambda _: True)
    if not named or not all(key in forms and forms[key](content[key]) for key in content):
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {FORM}")
    return Moved(**content)


def is_names(it: object, form: Callable[[Any], bool] = lambda it: isinstance(it, str)) -> bool:
    """Whether something is a mapping of names to what has a form, to names if none is given."""
    return isinstance(it, dict) and all(isinstance(key, str) and form(it[key]) for key in it)


def other_name(name: str, rules: Iterable[tuple[str, str]]) -> str | None:
    """A name by the first rule that fits, where one star stands for any text."""
    for pattern, other in rules:
        start, star, end = pattern.partition("*")
        between = name[len(start) : len(name) - len(end)]
        if name == start + between + end and (between if star else not between):
            return other.replace("*", between)
    return None


def ids(project: Project, moved: Moved, page: Page) -> dict[str, Place]:
    """The ids that a page, which may be gone, had once and has no more: where what had it is."""
    found: dict[str, Place] = {}
    for embed in page.embeds:
        rules = ((new, old) for old, new in moved.examples.items())
        old = other_name(embed.example, rules) if embed.example else None
        if old and cut(*read_record(project, embed.example)).get(
            embed.region
        ):  # it prints something
            found[embed.named(old).anchor] = (page.path, embed.anchor)
    modules = moved.modules.get(page.path[5:-3], {})
    shown = shown_modules(pages_of(project)) if modules else {}
    for old, news in modules.items():
        for new in news.split():
            source = f"src/lessoncode/{new}.py"
            for entry in api.entries(project, source) if source in shown else ():
                _, dot, rest = entry.name.partition(".")
                found.setdefault(old + dot + rest, (shown[source], entry.name))
    return {old: place for old, place in found.items() if place != (page.path, old)}


def shown_modules(pages: list[Page]) -> dict[str, str]:
    """Each module of the reference, with the page that shows it."""
    return {
        block.source: page.path
        for page in pages
        for block in page.blocks
        if isinstance(block, api.Reference)
    }


def here_and_away(project: Project, page: Page) -> tuple[dict[str, str], dict[str, Place]]:
    """The ids that a page had once: those of what it shows still, and those of what it does not."""
    places = ids(project, read_moved(project), page)
    here = {old: new for old, (there, new) in places.items() if there == page.path}
    return here, {old: place for old, place in places.items() if place[0] != page.path}


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Lines of `moved.yml` that lead to nothing, or from what is there."""
    try:
        moved = read_moved(project)
    except Problem as problem:
        yield problem
        return
    lines = project.text(FILE).split("\n") if project.has(FILE) else []
    there = {address(page.path) for page in pages}
    shown = shown_modules(pages)
    examples = {embed.example for page in pages for embed in page.embeds}

    def wrong(old: str, message: str) -> Problem:
        line = next((n for n, line in enumerate(lines, 1) if f"{old}:" in line), None)
        return Problem(WRONG_PAGE, FILE, line, message)

    for old, new in moved.pages.items():
        if address(f"docs/{old}.md") in there:
            yield wrong(old, f"says that {old} has moved, but docs/{old}.md is there")
        if address(f"docs/{new}.md") not in there:
            yield wrong(old, f"leads to {new}, but there is no docs/{new}.md")
    for old, new in moved.examples.items():
        if not any(other_name(name, [(new, old)]) for name in examples):
            yield wrong(old, f"leads to {new}, an example that no page shows")
        if old in examples:
            yield wrong(old, f"says that {old} has moved, but a page shows it")
    for page, modules in moved.modules.items():
        if address(f"docs/{page}.md") not in there and page not in moved.pages:
            yield wrong(page, f"names the page {page}, which is neither there nor among  pages")
        for old, news in modules.items():
            for new in news.split():
                if f"src/lessoncode/{new}.py" not in shown:
                    yield wrong(old, f"leads to {new}, a module that no page shows")
