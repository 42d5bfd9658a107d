"""Each page as Markdown, code and outputs in place, for programs and for people who like it plain.

The Markdown of `lesson/tokens/index.html` is `lesson/tokens/index.md` beside it. `llms.txt` lists
these files and `llms-full.txt` holds all their texts, by the convention of llmstxt.org.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from checker.pages.addresses import address, settings, site_address, site_name, target_of
from checker.pages.markdown import Fence, read_markdown
from checker.pages.page import Page
from checker.pages.reading import READ, page_of, pages_of, site_of
from checker.project import Project
from checker.running.example import is_lab

ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?) *(?P<kind>\w+)(?: +"(?P<title>[^"]*)")? *$')
LINK = re.compile(r"(?<=\]\()[^()\s]+")
TITLE = re.compile(r"""(?P<link>\]\([^()\s]+) +(?:"[^"]*"|'[^']*')(?=\))""")
INVISIBLE = re.compile(r"<!--.*?-->|(?<=\S) *\{ *#[\w.-]+ *\}$|</?div\b[^>]*>")


def files(project: Project) -> dict[str, str]:
    """The Markdown of each page, and both files of all pages, by their paths in a built site.

    A site without an address has none.
    """
    here = site_address(project)
    if not here:
        return {}
    pages = [page for page in pages_of(project) if not is_lab(project, page.path)]
    texts = {path_of(page): text_of(project, page, here) for page in pages}
    listed = "\n".join(contents(project, here))
    return texts | {"llms.txt": listed, "llms-full.txt": "\n\n---\n\n".join(texts.values())}


def path_of(page: Page) -> str:
    """The path of a page's Markdown: beside its `index.html`."""
    return address(page.path).replace(".html", ".md")


def contents(project: Project, here: str) -> Iterator[str]:
    """Write the lines of `llms.txt`: each page with its description, by the parts of the menu."""
    about = settings(project).get("site_description", "")
    yield from (f"# {site_name(project)}", "", f"> {about}", "")
    yield "Each page is listed as Markdown, with the code and the output of every example."
    for title, paths in menu_parts(project):
        yield from ("", f"## {title}", "")
        for page in (page_of(project, path) for path in paths if not is_lab(project, path)):
            yield f"- [{page.title}]({here}{path_of(page)}): {page.front.get('description', '')}"
    yield ""


def menu_parts(project: Project) -> list[tuple[str, list[str]]]:
    """Read the menu: each part with the paths of its own pages, then the parts within it."""

    def entries(menu: list[Any]) -> list[tuple[str, Any]]:
        named = [entry if isinstance(entry, dict) else {"": entry} for entry in menu]
        return [entry for names in named for entry in names.items()]

    def parts(menu: list[Any]) -> Iterator[tuple[str, list[str]]]:
        for title, below in entries(menu):
            if isinstance(below, list):
                names = [name for _, name in entries(below) if isinstance(name, str)]
                yield title, [target_of("docs/index.md", name) for name in names]
                yield from parts(below)

    return [*parts(settings(project).get("nav") or [])]


def text_of(project: Project, page: Page, here: str) -> str:
    """Write a page as Markdown whose links are addresses."""
    text = project.text(page.path)
    rows = text.split("\n")
    start = rows.index("---", 1) + 1 if rows[:1] == ["---"] else 0
    fences = [part for part in read_markdown(text) if isinstance(part, Fence)]
    shown = [fence for fence in fences if fence.info in READ]
    for fence, block in reversed([*zip(shown, page.blocks, strict=True)]):
        below = block.markdown(site_of(project)).split("\n")
        rows[fence.line - 1 : fence.last] = [row and fence.margin + row for row in below]
    rows[:start] = [f"<{here}{address(page.path).removesuffix('index.html')}>", ""]
    return "\n".join(readable(page.path, unfolded(rows), here)).strip() + "\n"


def unfolded(rows: list[str]) -> Iterator[str]:
    """Write admonitions and folds as a title and what is in them, no longer indented."""
    inside = False
    for row in rows:
        if found := ADMONITION.match(row):
            inside = True
            yield f"**{found['title'] or found['kind'].capitalize()}**"
        elif inside and (row.startswith("    ") or not row):
            yield row[4:]
        else:
            inside = False
            yield row


def readable(path: str, rows: Iterable[str], here: str) -> Iterator[str]:
    """Turn links into addresses, and drop what only a builder reads; code stays as it is."""
    fence, before = "", ""
    for row in rows:
        mark = row.strip(" >")
        if fence or mark.startswith("```"):
            yield row
            fence = "" if mark == fence else fence or mark.rstrip("abcdefghijklmnopqrstuvwxyz")
        else:
            row = TITLE.sub(r"\g<link>", INVISIBLE.sub("", row))
            row = linked(path, row, here)
            if row or before:
                yield row
        before = row


def linked(path: str, text: str, here: str) -> str:
    """Turn the links in a page's Markdown into addresses, which work wherever it is read."""
    return LINK.sub(lambda to: followed(path, to[0], here), text)


def followed(path: str, to: str, here: str) -> str:
    """Find the address that a page's link leads to."""
    target, hash_, anchor = to.partition("#")
    if "//" in to or to.startswith("mailto:"):
        return to
    if not target or target.endswith((".md", ".ipynb")):
        own = address(target_of(path, target)).removesuffix("index.html")
        return f"{here}{own}{hash_}{anchor}"
    return urljoin(here + address(path), to)
