"""The proof: reads an EPUB and holds it against what the sources say now.

For each chapter: its code, outputs and figures in their order, and the numbers that lead to
outputs. For all of it: links inside lead to something.
"""

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup, Tag

from checker.book.chapters import Chapter, contents
from checker.book.drawings import drawing
from checker.book.elements import id_of
from checker.pages.addresses import target_of
from checker.pages.embed import Embed, proven
from checker.pages.exercise import Exercise, console
from checker.pages.guess import Guess
from checker.pages.reading import page_of
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running.record import difference


def prove(project: Project, epub: Path) -> list[Problem]:
    """Hold an EPUB against the sources; each Problem names the page and what differs."""
    with zipfile.ZipFile(epub) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    texts = {
        name: BeautifulSoup(data, "html.parser")
        for name, data in held.items()
        if name.endswith(".xhtml")
    }
    problems = list(dead(held.keys(), texts))
    chapters = [it for part in contents(project) for it in part.chapters]
    there = {str(tag["id"]): name for name, html in texts.items() for tag in html.select("[id]")}
    left = {name for name, html in texts.items() if html.select("pre, figure")}
    for it in chapters:
        if it.id not in there:
            problems.append(wrong(it, "is not in the book"))
            continue
        name = there[it.id]
        left.discard(name)
        should = list(expected(project, it))
        shown = list(found(texts[name], name, held))
        if shown != should:
            detail = difference(it.path, "\n".join(should), name, "\n".join(shown))
            problems.append(wrong(it, "shows something else in the book", detail))
        problems += measured(project, it, texts[name])
    for name in sorted(left):
        problems.append(Problem(WRONG_PAGE, name, None, "shows what no page stands behind"))
    return problems


def wrong(chapter: Chapter, message: str, detail: str = "") -> Problem:
    """The Problem of a chapter."""
    return Problem(WRONG_PAGE, chapter.path, None, message, detail)


def expected(project: Project, chapter: Chapter) -> Iterator[str]:
    """What a chapter shows: the blocks as they come, then solutions, then code that is folded."""
    solutions: list[Embed] = []
    folded: list[Embed] = []
    for block in page_of(project, chapter.path).blocks:
        if isinstance(block, str):
            yield block
        elif isinstance(block, Exercise):
            yield console(project, block)
            solutions.append(block.solution)
        elif isinstance(block, Embed | Guess):
            embed = block.covers if isinstance(block, Guess) else block
            folded += [embed] if embed.folded else []
            yield from shown(project, embed)
    for embed in solutions:
        yield from shown(project, embed)
    for embed in folded:
        yield proven(project, embed).code


def shown(project: Project, embed: Embed) -> Iterator[str]:
    """What a block shows in its place; the figures before the output where the code is folded."""
    it = proven(project, embed)
    figures = []
    for svg in it.figures:
        drawn = drawing(svg, wide=False)
        figures.append("\n".join([drawn.alt, drawn.caption, drawn.svg]))
    output = [it.output.strip("\n")] if it.output else []
    yield from [*figures, *output] if embed.folded else [it.code, *output, *figures]


def found(html: BeautifulSoup, name: str, held: dict[str, bytes]) -> Iterator[str]:
    """The same, as a text of the EPUB has it."""
    for tag in html.select("pre, figure"):
        if tag.name == "pre":
            yield tag.get_text().strip("\n")
        elif image := tag.select_one("img"):
            svg = held.get(normpath(join(dirname(name), str(image["src"]))), b"").decode()
            yield "\n".join([str(image.get("alt", "")), said(tag), svg])


def said(figure: Tag) -> str:
    """The caption of a figure."""
    caption = figure.select_one("figcaption")
    return " ".join(caption.get_text().split()) if caption else ""


def measured(project: Project, chapter: Chapter, html: BeautifulSoup) -> Iterator[Problem]:
    """Numbers of a chapter that do not lead where those of its page do."""
    links = html.select('a[href*="--out-"]')
    there = Counter(
        (" ".join(link.get_text().split()), urldefrag(str(link["href"])).fragment)
        for link in links
        if not link.find_parent(class_="proof")
    )
    written = Counter(
        (link.text, id_of(Chapter(target_of(chapter.path, link.page)), link.anchor))
        for link in page_of(project, chapter.path).measured
    )
    for text, to in there - written:
        yield wrong(chapter, f"links {text!r} to {to} in the book, which its source does not")
    for text, to in written - there:
        yield wrong(chapter, f"lacks the link of {text!r} to {to} in the book")


def dead(files: Iterable[str], texts: dict[str, BeautifulSoup]) -> Iterator[Problem]:
    """Links inside an EPUB that lead nowhere."""
    ids = {f"{name}#{tag['id']}" for name, html in texts.items() for tag in html.select("[id]")}
    there = {*files, *ids}
    for name, html in texts.items():
        for link in html.select("a[href]"):
            to, anchor = urldefrag(str(link["href"]))
            target = normpath(join(dirname(name), unquote(to))) if to else name
            target += f"#{unquote(anchor)}" if anchor else ""
            if "://" not in to and not to.startswith("mailto:") and target not in there:
                said = " ".join(link.get_text().split())
                yield Problem(
                    WRONG_PAGE, name, None, f"links {said!r} to {target}, which is not there"
                )
