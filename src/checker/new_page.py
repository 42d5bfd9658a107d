"""The command `new page`: lays out a page with an example and exercises, small ones that are right.

What it writes is a beginning, to be written over. It changes nothing that is there but the menu.
"""

import re
from contextlib import suppress
from pathlib import Path

from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import replace_files

BEGINNING = Path(__file__).with_name("beginning")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
IN_MENU = re.compile(r" *- .*\blesson/[\w-]+\.md\b")

EXAMPLES = sorted(file.name.split(".")[0] for file in BEGINNING.glob("examples/*/*.txt"))

LEFT = """\
docs/lesson/SLUG.md is a page now. What is left to do, in this order:

  record what its code prints   lessoncode accept RECORDS
  see that all is true          lessoncode check
  look at it while you write    make serve
  write the page                docs/lesson/SLUG.md
  and what it runs              examples/FOLDER/
  move it where it belongs      mkdocs.yml, the line with lesson/SLUG.md
  write its exercises           exercises/FOLDER.py, and examples/FOLDER/solution_1.py and _2.py
  record, test and build it     lessoncode accept
                                python -m pytest tests/test_exercises.py -k "SLUG or every"
                                lessoncode build

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
    root, contents = project.root, files_of(slug)
    for path in (f"examples/{slug.replace('-', '_')}", *contents):
        if (root / path).exists():
            raise ValueError(f"{path} is there already; choose another name than {slug}")
    menu = {"mkdocs.yml": with_line(project.text("mkdocs.yml"), slug)}  # last: it names the page
    try:
        replace_files(root, {**contents, **menu})
    except Problem:
        for path in contents:
            with suppress(OSError):  # its folder is not empty, or none
                (root / path).unlink(missing_ok=True)
                (root / path).parent.rmdir()
        raise
    print(filled(LEFT, slug), end="")
    return 0


def files_of(slug: str) -> dict[str, str | bytes]:
    """The new files of a page, by their paths: those of `beginning/`, with its names in them."""
    found: dict[str, str | bytes] = {}
    for template in sorted(BEGINNING.glob("**/*.txt")):
        path = template.relative_to(BEGINNING).with_suffix("").as_posix()
        found[filled(path, slug)] = filled(template.read_text(encoding="utf-8"), slug)
    return found


def filled(template: str, slug: str) -> str:
    """A template for this page."""
    folder = slug.replace("-", "_")
    words = {"SLUG": slug, "FOLDER": folder, "TITLE": title_of(slug)}
    words["RECORDS"] = " ".join(f"{folder}/{name}" for name in EXAMPLES)
    return re.sub("|".join(words), lambda word: words[word[0]], template)


def title_of(slug: str) -> str:
    """A title to begin with: `In context` for `in-context`."""
    return slug.replace("-", " ").capitalize()


def with_line(menu: str, slug: str) -> str:
    """`mkdocs.yml` with the page below the last one of the lesson; all else is as it was."""
    lines = menu.split("\n")
    of_pages = [n for n, line in enumerate(lines) if IN_MENU.match(line)]
    if not of_pages:
        message = "names no page of lesson/ in its nav, below which the new one could stand"
        raise Problem(WRONG_PAGE, "mkdocs.yml", None, message)
    last = of_pages[-1]
    indent = lines[last].partition("-")[0]
    lines.insert(last + 1, f"{indent}- {title_of(slug)}: lesson/{slug}.md")
    return "\n".join(lines)
