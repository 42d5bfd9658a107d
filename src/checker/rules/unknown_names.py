"""Names in the prose of lessons, such as `merge_states`, that nothing in the project has."""

import re
from collections.abc import Iterator

from checker.pages.addresses import is_lesson
from checker.pages.embed import embeds_of
from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

NAME = re.compile(
    r"(?:[A-Za-z]\w*\.)*[A-Za-z_]\w*(?:\(.*\))?|(?:[\w-]+/)+[\w-]+\.\w+|--[\w-]+( .*)?"
)


def unknown_names(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Names that are not in the code and outputs of their page, nor in a module, nor a file's.

    A call, such as `choose(p)`, must be of something that its page shows.
    """
    folders = ("src", "examples", project.settings.exercises)
    paths = [path for folder in folders for path in project.files(folder, ".py")]
    code = b"\n".join([*map(str.encode, paths), *map(project.data, paths)])
    for page in pages:
        if is_lesson(project, page.path) and page.code:
            shown = [it for embed in embeds_of(page) if (it := embed.show_unless_broken(project))]
            there = "\n".join(text for it in shown for text in (it.code, it.output)).encode()
            for line, name in page.code:
                known = not NAME.fullmatch(name) or project.has(name)
                if not (known or names(there, name) or ("(" not in name and names(code, name))):
                    message = f"names `{name}`, which isn't in any file, code or output"
                    yield Problem(WRONG_PAGE, page.path, line, message)


def names(text: bytes, name: str) -> bool:
    """Whether a text has a name, or the name that a call calls, and not only in a longer one."""
    sought = re.escape(re.split(r"[( ]", name)[0].encode())
    return bool(re.search(sought + rb"(?<!\w" + sought + rb")(?!\w)", text))
