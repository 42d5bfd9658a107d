"""The command `new page`: lays out a page with an example and exercises, small ones that are right.

What it writes is a beginning, to be written over. It changes nothing that is there but the menu.
"""

import re
from contextlib import suppress
from pathlib import Path

from checker.pages.addresses import FILE as MENU
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import replace_files
from checker.settings import Settings

BEGINNING = Path(__file__).with_name("beginning")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

EXAMPLES = sorted(file.name.split(".")[0] for file in BEGINNING.glob("examples/*/*.txt"))

LEFT = """\
LESSONS/SLUG.md is a page now. What is left to do, in this order:

  record what its code prints   PROGRAM accept RECORDS
  see that all is true          PROGRAM check
  look at it while you write    make serve
  write the page                LESSONS/SLUG.md
  and what it runs              examples/FOLDER/
  move it where it belongs      mkdocs.yml, the line with MENU/SLUG.md
  write its exercises           EXERCISES/FOLDER.py, and examples/FOLDER/solution_1.py and _2.py
  record, test and build it     PROGRAM accept
                                python -m pytest tests/test_exercises.py -k SLUG
                                PROGRAM build

guide/pages.md explains each step.
"""


def new_page(project: Project, slug: str) -> int:
    """Write the files of a page, and its line in the menu; say what is left to do.

    Raises ValueError for a malformed slug or one that is taken, and Problem where the files cannot
    be written; then none is.
    """
    if not SLUG.fullmatch(slug):
        example = "small letters and digits, joined by single hyphens, like  in-context"
        raise ValueError(f"{slug!r} cannot name a page; write  {example}")
    root, contents = project.root, files_of(project.settings, slug)
    for path in (f"examples/{slug.replace('-', '_')}", *contents):
        if (root / path).exists():
            raise ValueError(f"{path} is there already; choose another name than {slug}")
    # The menu is last: it names the page.
    menu = {MENU: with_line(project.text(MENU), menu_of(project.settings), slug)}
    try:
        replace_files(root, {**contents, **menu})
    except Problem:
        for path in contents:
            with suppress(OSError):  # its folder is not empty, or none
                (root / path).unlink(missing_ok=True)
                (root / path).parent.rmdir()
        raise
    print(filled(LEFT, project.settings, slug), end="")
    return 0


def files_of(settings: Settings, slug: str) -> dict[str, str | bytes]:
    """The new files of a page, by their paths: those of `beginning/`, with its names in them."""
    found: dict[str, str | bytes] = {}
    for template in sorted(BEGINNING.glob("**/*.txt")):
        path = template.relative_to(BEGINNING).with_suffix("").as_posix()
        text = template.read_text(encoding="utf-8")
        found[filled(path, settings, slug)] = filled(text, settings, slug)
    return found


def filled(template: str, settings: Settings, slug: str) -> str:
    """A template with the project's names and those of this page."""
    folder = slug.replace("-", "_")
    words = {
        "SLUG": slug,
        "FOLDER": folder,
        "TITLE": title_of(slug),
        "RECORDS": " ".join(f"{folder}/{name}" for name in EXAMPLES),
        "LESSONS": settings.lessons,
        "MENU": menu_of(settings),
        "EXERCISES": settings.exercises,
        "PACKAGE": settings.package,
        "PROGRAM": settings.program,
    }
    return re.sub(rf"\b({'|'.join(words)})(?![A-Z])", lambda word: words[word[0]], template)


def menu_of(settings: Settings) -> str:
    """The folder of pages that teach, as the menu names it."""
    return settings.lessons.removeprefix("docs/")


def title_of(slug: str) -> str:
    """A title to begin with: `In context` for `in-context`."""
    return slug.replace("-", " ").capitalize()


def with_line(menu: str, folder: str, slug: str) -> str:
    """`mkdocs.yml` with the page below the last one of its folder; all else is as it was."""
    lines = menu.split("\n")
    entry = re.compile(rf" *- .*\b{re.escape(folder)}/[\w-]+\.md\b")
    of_pages = [n for n, line in enumerate(lines) if entry.match(line)]
    if not of_pages:
        message = f"names no page of {folder}/ in its nav, below which the new one could stand"
        raise Problem(WRONG_PAGE, MENU, None, message)
    last = of_pages[-1]
    indent = lines[last].partition("-")[0]
    lines.insert(last + 1, f"{indent}- {title_of(slug)}: {folder}/{slug}.md")
    return "\n".join(lines)
