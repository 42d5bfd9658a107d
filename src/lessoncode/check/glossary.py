"""The glossary: docs/reference/glossary.md, and its terms where a page of the lesson uses them.

    residual stream, residual { #residual-stream }
    :   What it is, in one to three sentences.
    :   [Where it is shown](../lesson/inside.md#the-residual-stream)

The names of an entry stand on its first line. At its first use in a page's running text a name
becomes a link to the entry, with the definition beside it, which the style sheet shows while the
pointer or the keyboard is on the link. A page that explains a term itself, in bold, needs no link.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project

PAGE = "docs/reference/glossary.md"
ENTRY = re.compile(
    r"(?P<names>\S.*) \{ #(?P<id>[\w-]+) \}\n:   (?P<text>.+)\n"
    r":   \[.+\]\(\S+\)"
)
FORM = "NAMES { #id }  and below it  :   DEFINITION  and  :   [SECTION](PAGE.md)"
MARKUP = re.compile(r"\[([^\[\]]+)\]\([^()]+\)|[`*]")
NOT_PROSE = {"a", "code", "details", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "strong", "table"}


@dataclass(frozen=True)
class Term:
    """An entry: its line and id, its names, what it says."""

    line: int
    id: str
    names: list[str]
    text: str


def terms(project: Project) -> Iterator[Term]:
    """The entries of the glossary, if there is one. Raises Problem where one is malformed."""
    text = project.text(PAGE) if project.has(PAGE) else ""
    for match in re.finditer(r"(?:^.+\n?)+", text, re.MULTILINE):
        if re.search(r"^: ", match[0], re.MULTILINE):
            line = text.count("\n", 0, match.start()) + 1
            if not (entry := ENTRY.fullmatch(match[0].strip())):
                raise Problem(WRONG_PAGE, PAGE, line, f"has an entry that is not  {FORM}")
            says = MARKUP.sub(r"\1", entry["text"])
            yield Term(line, entry["id"], entry["names"].split(", "), says)


def problems(project: Project) -> Iterator[Problem]:
    """Entries that are malformed, or that have a name of another.

    A term that no page uses may stay: readers meet the field's word elsewhere, and find here where
    these pages show the thing in words of their own.
    """
    known: dict[str, int] = {}
    try:
        for term in terms(project):
            for name in term.names:
                if (line := known.setdefault(name, term.line)) != term.line:
                    message = f"explains {name!r}, as line {line} does"
                    yield Problem(WRONG_PAGE, PAGE, term.line, message)
    except Problem as problem:
        yield problem


def whole_words(names: list[str]) -> re.Pattern[str]:
    """A pattern with a group for each name: also in plural, and where a sentence begins with it."""
    words = [r"\s+".join(map(re.escape, name.split())) for name in names]
    words = [f"([{word[0].upper()}{word[0]}]{word[1:]})" for word in words]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?:s|es)?(?![\w-])")


def mark(page: Element, known: list[Term]) -> None:
    """Link the first use of each term in a page's tree, but of those that the page explains."""
    names = [(name, term) for term in known for name in term.names]
    names.sort(key=lambda pair: -len(pair[0]))
    pattern = whole_words([name for name, _ in names])

    def term_of(match: re.Match[str]) -> Term:
        return names[int(match.lastindex or 0) - 1][1]

    bold = (pattern.fullmatch("".join(part.itertext())) for part in page.iter("strong"))
    done = {term_of(match).id for match in bold if match}

    def pieces(text: str) -> Iterator[str | Element]:
        """The text, with each term that comes for the first time as a link and its definition."""
        end = 0
        for match in pattern.finditer(text):
            if (term := term_of(match)).id not in done:
                done.add(term.id)
                tip = f"term-{term.id}"
                to = {"href": f"../{PAGE[5:]}#{term.id}", "aria-describedby": tip}
                link = Element("a", {"class": "term", **to})
                definition = Element("span", {"role": "tooltip", "id": tip, "hidden": "hidden"})
                definition.set("data-search-exclude", "")
                link.text, definition.text = match[0], term.text
                yield from (text[end : match.start()], link, definition)
                end = match.end()
        yield text[end:]

    def walk(node: Element) -> None:
        if node.tag in NOT_PROSE or "admonition-title" in node.get("class", ""):
            return
        parts: list[str | Element] = [node.text or ""]
        for child in node:
            parts += [child, child.tail or ""]
        node.text, node[:] = "", []
        for part in parts:
            for piece in pieces(part) if isinstance(part, str) else (part,):
                if isinstance(piece, Element):
                    if piece is part:
                        walk(piece)
                    piece.tail = ""
                    node.append(piece)
                elif len(node):
                    node[-1].tail = f"{node[-1].tail}{piece}"
                else:
                    node.text += piece

    walk(page)
