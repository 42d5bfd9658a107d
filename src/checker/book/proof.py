"""The proof: reads an EPUB and compares it with what the sources say now.

For each chapter: its code, outputs and figures in their order, and the numbers that link to
outputs. For all of it: each link inside the book leads to something.
"""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup, Tag

from checker.book.chapters import Chapter, contents
from checker.book.elements import id_of
from checker.pages.addresses import target_of
from checker.pages.drawings import drawing
from checker.pages.embed import Embed
from checker.pages.exercise import Exercise
from checker.pages.formula import Formula
from checker.pages.reading import page_of
from checker.pages.shown import Shown
from checker.pages.typography import STRAIGHT
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import difference


def prove(project: Project, epub: Path) -> list[Problem]:
    """Compare an EPUB with the sources; each Problem names the page and what differs."""
    with zipfile.ZipFile(epub) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    texts = {
        name: BeautifulSoup(data, "html.parser")
        for name, data in held.items()
        if name.endswith(".xhtml")
    }
    problems = list(dead_links(held.keys(), texts))
    there = {str(tag["id"]): name for name, html in texts.items() for tag in html.select("[id]")}
    left = {name for name, html in texts.items() if html.select("pre, figure, math")}
    for chapter in (chapter for part in contents(project) for chapter in part.chapters):
        if not (name := there.get(chapter.id)):
            problems.append(Problem(WRONG_PAGE, chapter.path, None, "is not in the book"))
            continue
        left.discard(name)
        should = "\n".join(expected(project, chapter))
        found = "\n".join(shown_in(texts[name], name, held))
        if should != found:
            detail = difference(chapter.path, should, name, found)
            message = "shows something else in the book"
            problems.append(Problem(WRONG_PAGE, chapter.path, None, message, detail))
    for name in sorted(left):
        problems.append(Problem(WRONG_PAGE, name, None, "shows what is on no page"))
    return problems


def expected(project: Project, chapter: Chapter) -> Iterator[str]:
    """List what a chapter should show: its blocks, solutions, folds, and measured numbers."""
    page = page_of(project, chapter.path)
    solutions = []
    for block in page.blocks:
        yield from block.commands(project)
        if isinstance(block, Formula):
            yield BeautifulSoup(block.mathml(), "html.parser").get_text()
        if isinstance(block, Exercise):
            solutions.append(block.solution)
            continue
        for embed in block.embeds:
            yield from shown(project, embed)
    for embed in solutions:
        yield from shown(project, embed)
    for embed in page.embeds:
        yield from folded(project, embed)
    yield from sorted(
        f"{link.text} at {id_of(Chapter(target_of(chapter.path, link.page)), link.anchor)}"
        for link in page.measured
    )


def shown(project: Project, embed: Embed) -> Iterator[str]:
    """List what a block shows in its place; the figures are first where the code is folded."""
    it = embed.proven(project)
    drawn = [drawing(svg, wide=False) for svg in it.figures]
    figures = ["\n".join([one.alt, one.caption, one.svg]) for one in drawn]
    if embed.folded:
        yield from [*figures, *([] if embed.folds_output(it) else output_of(it))]
    else:
        yield from [it.code, *output_of(it), *figures]


def folded(project: Project, embed: Embed) -> Iterator[str]:
    """List what a block shows at the end of the chapter."""
    it = embed.proven(project)
    yield from output_of(it) if embed.folds_output(it) else []
    yield from [it.code] if embed.folded else []


def output_of(it: Shown) -> list[str]:
    """The output, if there is one, as a text of the book has it."""
    return [it.output.strip("\n")] if it.output else []


def shown_in(html: BeautifulSoup, name: str, held: dict[str, bytes]) -> Iterator[str]:
    """List the same by a text of the EPUB, which has the name."""
    for tag in html.select("pre, figure, math"):
        if tag.name != "figure":
            yield tag.get_text().strip("\n")
        elif image := tag.select_one("img"):
            svg = held.get(normpath(join(dirname(name), str(image["src"]))), b"").decode()
            yield "\n".join([str(image.get("alt", "")), words(tag.select_one("figcaption")), svg])
    links = [
        link for link in html.select('a[href*="--out-"]') if not link.find_parent(class_="proof")
    ]
    yield from sorted(f"{words(link)} at {urldefrag(str(link['href'])).fragment}" for link in links)


def dead_links(files: Iterable[str], texts: dict[str, BeautifulSoup]) -> Iterator[Problem]:
    """Find links inside an EPUB that lead nowhere."""
    ids = {f"{name}#{tag['id']}" for name, html in texts.items() for tag in html.select("[id]")}
    there = {*files, *ids}
    for name, html in texts.items():
        for link in html.select("a[href]"):
            to, anchor = urldefrag(str(link["href"]))
            target = normpath(join(dirname(name), unquote(to))) if to else name
            target += f"#{unquote(anchor)}" if anchor else ""
            if "://" not in to and not to.startswith("mailto:") and target not in there:
                message = f"links {words(link)!r} to {target}, which doesn't exist"
                yield Problem(WRONG_PAGE, name, None, message)


def words(tag: Tag | None) -> str:
    """Read the text of an element as it is typed, on one line; nothing where it is missing."""
    return " ".join(tag.get_text().split()).translate(STRAIGHT) if tag else ""
