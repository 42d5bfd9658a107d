"""What MkDocs publishes unread: titles in mkdocs.yml, and pages in files that do not end in .md."""

import re
from collections.abc import Iterator

from checker.pages import numbers, style
from checker.pages.addresses import FILE
from checker.pages.markdown import Prose
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

SAID = re.compile(r"(?m)^(?:site_name|site_description): (.*)|^ +- ([^\n]+?):(?: \S+\.\w+)?$")
OTHER_ENDINGS = (".htm", ".html", ".markdown", ".mdown", ".mkd", ".mkdn")  # published, too


def problems(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Files that would be pages, and what no title of a page may say in one of the menu."""
    for ending in OTHER_ENDINGS:
        for path in project.files("docs", ending):
            message = "would be published unread; write a page in a file that ends in .md"
            yield Problem(WRONG_PAGE, path, None, message)
    text = project.text(FILE) if project.has(FILE) else ""
    for said in SAID.finditer(text):
        title = Prose(text.count("\n", 0, said.start()) + 1, said[1] or said[2], "heading")
        for _, message in [*style.wrong(title), *numbers.wrong(title)]:
            yield Problem(WRONG_PAGE, FILE, title.line, message)
