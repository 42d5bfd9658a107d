"""Names in the prose of lessons, such as `merge_states`: something here has to have them."""

import re
from collections.abc import Iterator

from checker.pages.addresses import is_lesson
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

NAME = re.compile(r"(?:[A-Za-z]\w*\.)*[A-Za-z_]\w*(?:\(.*\))?|(?:[\w-]+/)+[\w-]+\.\w+")


def unknown_names(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Names that neither the code and the outputs on their page have, nor a module or a file."""
    folders = ("src", "examples", project.settings.exercises)
    paths = [path for folder in folders for path in project.files(folder, ".py")]
    code = "\n".join([*paths, *(project.text(path, "replace") for path in paths)])
    for page in pages:
        if is_lesson(project, page.path) and page.code:
            shown = [it for embed in page.embeds if (it := embed.show_unless_broken(project))]
            there = "\n".join(text for it in shown for text in (it.code, it.output))
            for line, name in page.code:
                known = names(there, name) or names(code, name) or project.has(name)
                if NAME.fullmatch(name) and not known:
                    message = f"names `{name}`, which no file, code or output here has"
                    yield Problem(WRONG_PAGE, page.path, line, message)


def names(text: str, name: str) -> bool:
    """Whether a text has a name, of a call what is called, and not as a part of another."""
    name = name.partition("(")[0]
    at = text.find(name)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(name) : at + len(name) + 1]
        if not re.search(r"\w", around):
            return True
        at = text.find(name, at + 1)
    return False
