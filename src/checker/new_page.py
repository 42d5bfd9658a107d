"""The command `new page`: lays out a page with small examples and exercises that work.

Authors then replace what it wrote. The menu is the only existing file that it changes.
"""

import re
from pathlib import Path

from checker.pages.addresses import FILE as MENU
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import replace_files
from checker.settings import Settings

TEMPLATE = Path(__file__).with_name("page_template")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

LEFT = """\
{page} is ready. Now record what its examples print, and check that everything is true:

  {program} accept {examples}
  {program} check

For what to do next, see "Start from a page that works" in guide/pages.md.
"""


def new_page(project: Project, slug: str) -> int:
    """Write the files of a page, and its line in the menu; say what to do next.

    Raises ValueError for a malformed slug or one that is taken, and Problem where the files cannot
    be written; then none is.
    """
    if not SLUG.fullmatch(slug):
        example = "lowercase letters and digits, joined by single hyphens, such as  in-context"
        raise ValueError(f"{slug!r} can't be the name of a page; use  {example}")
    settings, folder = project.settings, slug.replace("-", "_")
    contents = files_of(settings, slug)
    for path in (f"examples/{folder}", *contents):
        if (project.root / path).exists():
            raise ValueError(f"{path} already exists; choose a name other than {slug}")
    menu = with_line(project.text(MENU), settings.lessons.removeprefix("docs/"), slug)
    replace_files(project.root, {**contents, MENU: menu})  # the menu is last: it names the page
    examples = [Path(path).stem for path in contents if path.startswith("examples/")]
    names = " ".join(f"{folder}/{name}" for name in examples)
    page = f"{settings.lessons}/{slug}.md"
    print(LEFT.format(page=page, program=settings.program, examples=names), end="")
    return 0


def files_of(settings: Settings, slug: str) -> dict[str, str | bytes]:
    """The new files of a page, by path: those of `page_template/` with its names filled in."""
    words = {
        "SLUG": slug,
        "FOLDER": slug.replace("-", "_"),
        "TITLE": title_of(slug),
        "LESSONS": settings.lessons,
        "EXERCISES": settings.exercises,
        "PACKAGE": settings.package,
    }

    def filled(template: str) -> str:
        for word, name in words.items():
            template = template.replace(word, name)
        return template

    files = sorted(TEMPLATE.glob("**/*.txt"))
    paths = {file.relative_to(TEMPLATE).with_suffix("").as_posix(): file for file in files}
    return {filled(path): filled(file.read_text("utf-8")) for path, file in paths.items()}


def title_of(slug: str) -> str:
    """A title to begin with: `In context` for `in-context`."""
    return slug.replace("-", " ").capitalize()


def with_line(menu: str, folder: str, slug: str) -> str:
    """`mkdocs.yml` with a line for the page below the last page of its folder."""
    lines = menu.split("\n")
    entry = re.compile(rf" *- .*\b{re.escape(folder)}/[\w-]+\.md\b")
    of_pages = [n for n, line in enumerate(lines) if entry.match(line)]
    if not of_pages:
        message = f"has no page of {folder}/ in its nav; add one, and the new page will follow it"
        raise Problem(WRONG_PAGE, MENU, None, message)
    last = of_pages[-1]
    indent = lines[last].partition("-")[0]
    lines.insert(last + 1, f"{indent}- {title_of(slug)}: {folder}/{slug}.md")
    return "\n".join(lines)
