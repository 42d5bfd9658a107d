"""The proof: reads the published HTML and compares it with what the sources say now.

The blocks of each page are rendered once more, from sources and records, and compared with those
on the published page; so are its measured links. Nothing else may look like a block.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from checker.pages.addresses import (
    address,
    book_files,
    in_docs,
    is_lesson,
    published,
    site_address,
    target_of,
)
from checker.pages.page import Page
from checker.pages.reading import labs_of, pages_of, site_of
from checker.pages.reading_time import length_html
from checker.pages.typography import STRAIGHT
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import difference
from checker.site import old_addresses, sharing
from checker.site.extra_files import FOLDERS, Content, contents, differences

OURS = (
    ".example, .api, .console, .guess, div.question, .exercise, .formula, .doors, .page-length,"
    "p.moved"
)
MADE = ":is(figure, .proof, .doors, p.moved) a[href]"  # links outside sentences
# What only OURS may contain; the theme's own icons are in links and labels.
LIKE_OURS = (
    "pre, textarea, samp, figure, math, fieldset, .output, [data-run],"
    "article :is(img, script, iframe), article svg:not(a svg, button svg, label svg, .md-icon svg)"
)
# Other files in docs/ are published as they are.
HAVE_SOURCES = re.compile(rf"({'|'.join(FOLDERS)})/|.*\.([^/]*htm[^/]*|ipynb|md|xml)$")

CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
COLOUR = re.compile(r'<span class="\w{1,2}">([^<]*)</span>')  # no block, no link, no id

Link = tuple[str, str]  # its text, and the file of the site that it leads to, with an id


def prove(project: Project, folder: Path) -> list[Problem]:
    """A Problem for each difference between a built site and what its sources say."""
    site = {
        path.relative_to(folder).as_posix(): parsed(path.read_text("utf-8"))
        for path in sorted(folder.glob("**/*.*htm*"))
    }
    pages = {address(page.path): page for page in pages_of(project)}
    there = targets(folder, site) | {*book_files(project)}
    here = site_address(project) or "http://here/"
    try:
        made = contents(project) | notebooks(project)
        problems = [*wrong_files(folder, pages, made), *sharing.problems(project, folder)]
        for name, html in site.items():
            found = list(links(html, name, here))
            for text, to in found:
                if to not in there:
                    problems.append(wrong(name, f"links {text!r} to {to}, which doesn't exist"))
            if page := pages.get(name):
                said = Counter(found) - Counter(links(html, name, here, MADE))
                problems += wrong_links(said, name, page)
                problems += wrong_blocks(project, html, name, page)
    except Problem as problem:
        return [problem]
    return problems


def parsed(html: str) -> BeautifulSoup:
    """Parse a page without the colours of code, which are two thirds of its elements."""
    html = CODE.sub(lambda code: COLOUR.sub(r"\1", code[0]), html)
    return BeautifulSoup(html, "html.parser")


def wrong(name: str, message: str, detail: str = "") -> Problem:
    """Make a Problem of a file in the built site."""
    return Problem(WRONG_PAGE, name, None, message, detail)


def notebooks(project: Project) -> dict[str, str]:
    """Write the notebooks that are published, each below the page of its lab."""
    found: dict[str, str] = {}
    for path in labs_of(project):
        from checker.site import lab  # it loads nbformat, which sites without labs need not have

        name = address(path).replace("index.html", f"{Path(path).stem}.ipynb")
        found[name] = lab.notebook(project, path)
    return found


def wrong_files(folder: Path, pages: Iterable[str], made: dict[str, Content]) -> Iterator[Problem]:
    """Find files that are missing, have no source, or differ from what was made of it."""
    paths = [path for path in folder.glob("**/*") if path.is_file()]
    published = {path.relative_to(folder).as_posix() for path in paths}
    for name in sorted({*pages, *made} - published):
        yield wrong(name, "is missing from the site")
    for name in sorted(published - {"404.html", "sitemap.xml", *pages, *made}):
        if HAVE_SOURCES.match(name):
            yield wrong(name, "has no source in the project")
    for name in sorted(made.keys() & published):
        for message, detail in differences(folder / name, made[name]):
            yield wrong(name, message, detail)


def wrong_blocks(project: Project, html: BeautifulSoup, name: str, page: Page) -> Iterator[Problem]:
    """Compare the blocks that a page shows with those of its source."""
    html_of_source = published(page.path, "\n".join(rendered(project, page)))
    should = BeautifulSoup(html_of_source, "html.parser").find_all(recursive=False)
    tags = html.select(f":is({OURS}, {LIKE_OURS}):not(:is({OURS}) *)")
    before, now = ("".join(map(normal, part)) for part in (should, tags))
    if before != now:
        detail = difference(f"what {page.path} shows", before, name, now)
        yield wrong(name, "doesn't show the same blocks as its source", detail)


def rendered(project: Project, page: Page) -> Iterator[str]:
    """Write the HTML of a page's blocks from its source."""
    site = site_of(project)
    if is_lesson(project, page.path):
        yield length_html(site, page)
    for block in page.blocks:
        yield block.html(site, plain)
    yield old_addresses.links_on(project, page.path, in_docs)


def plain(code: str, language: str) -> str:
    """Write code as HTML without colours."""
    return f"<pre>{escape(code, quote=False)}\n</pre>"


def normal(block: Tag) -> str:
    """Write a block in lines, without what builders add or take away."""
    html = str(block).replace(' data-search-exclude=""', "")  # Zensical leaves it out
    html = CODE.sub(uncoloured, html)
    html = re.sub(r'<div class="[^"]*\bhighlight">(<pre>[^<]*</pre>)</div>', r"\1", html)
    return re.sub(r">\s*<", ">\n<", html) + "\n"


def uncoloured(code: re.Match[str]) -> str:
    """Drop the tags in code, but keep those that mark lines of an output."""
    return f"<pre>{re.sub('<(?!/?mark>)[^>]*>', '', code[0])}</pre>"


def targets(folder: Path, site: dict[str, BeautifulSoup]) -> set[str]:
    """List what a link may lead to: the files of a site, and the ids on its pages."""
    files = {path.relative_to(folder).as_posix() for path in folder.glob("**/*")}
    ids = {f"{name}#{tag['id']}" for name, html in site.items() for tag in html.find_all(id=True)}
    return files | ids


def links(html: BeautifulSoup, name: str, here: str, which: str = "a[href]") -> Iterator[Link]:
    """Find the links of a page that stay in the site, whose address is `here`."""
    article = html.find("article")  # not in a stub
    for link in (article and article.select(which)) or html.select(which):
        url, anchor = urldefrag(urljoin(here + name, str(link["href"])))
        if url.startswith(here):
            path = unquote(url.removeprefix(here))
            path += "index.html" if not path or path.endswith("/") else ""
            path += f"#{unquote(anchor)}" if anchor else ""
            yield " ".join(link.get_text().split()).translate(STRAIGHT), path


def wrong_links(found: Counter[Link], name: str, page: Page) -> Iterator[Problem]:
    """Find measured links that only the published page has, or only its source."""
    published = Counter({link: count for link, count in found.items() if "#out-" in link[1]})
    written = Counter(
        (link.text, f"{address(target_of(page.path, link.page))}#{link.anchor}")
        for link in page.measured
    )
    for text, to in published - written:
        yield wrong(name, f"links {text!r} to {to}, but its source doesn't")
    for text, to in written - published:
        yield wrong(name, f"lacks the link from {text!r} to {to}")
