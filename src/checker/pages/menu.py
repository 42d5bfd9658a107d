"""The pages of the site: each is Markdown in a `.md` file and in the menu of mkdocs.yml."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from checker.pages import numbers, style
from checker.pages.addresses import FILE, settings, target_of
from checker.pages.markdown import Prose
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

SAID = re.compile(r"(?m)^(?:site_name|site_description): (.*)|^ +- ([^\n]+?):(?: \S+\.\w+)?$")
OTHER_ENDINGS = (".htm", ".html", ".markdown", ".mdown", ".mkd", ".mkdn")  # published, too


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages that the menu lacks, pages of the menu that are not there, and what is no page."""
    for ending in OTHER_ENDINGS:
        for path in project.files("docs", ending):
            message = "would be published unread; write a page in a file that ends in .md"
            yield Problem(WRONG_PAGE, path, None, message)
    text = project.text(FILE) if project.has(FILE) else ""
    for said in SAID.finditer(text):
        title = Prose(text.count("\n", 0, said.start()) + 1, said[1] or said[2], "heading")
        for _, message in [*style.wrong(title), *numbers.wrong(title)]:
            yield Problem(WRONG_PAGE, FILE, title.line, message)
    try:
        menu = settings(text).get("nav")
    except yaml.YAMLError:
        return  # MkDocs says it
    if not menu:
        return
    named = list(entries(menu))
    there = {page.path for page in pages}
    for name in named:
        if target_of("docs/index.md", name) not in there:
            rows = enumerate(text.split("\n"), 1)
            line = next((at for at, row in rows if row.endswith(f" {name}")), None)
            yield Problem(WRONG_PAGE, FILE, line, f"has {name} in its menu, which doesn't exist")
    for path in sorted(there - {target_of("docs/index.md", name) for name in named}):
        yield Problem(WRONG_PAGE, path, None, f"is not in the menu; add it to  nav  in {FILE}")


def entries(menu: Any) -> Iterator[str]:
    """The pages that a part of the menu names."""
    if isinstance(menu, str):
        if "//" not in menu:
            yield menu
    else:
        for part in menu.values() if isinstance(menu, dict) else menu:
            yield from entries(part)
