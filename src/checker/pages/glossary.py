"""The glossary, a page of terms, and these terms where lessons use them.

    residual stream, residual { #residual-stream }
    :   What it is, in one to three sentences.
    :   [Where it is shown](../lesson/inside.md#the-residual-stream)

The first line of an entry lists its names. The first use of a name in a page's running text becomes
a link to the entry, with the definition beside it, which the style sheet shows while the pointer or
the keyboard is on the link. A page that explains a term itself, in bold, needs no link.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from checker.pages.addresses import in_docs
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

ENTRY = re.compile(
    r"(?P<names>\S.*) \{ #(?P<id>[\w-]+) \}\n:   (?P<text>.+)\n"
    r":   \[.+\]\(\S+\)"
)
FORM = "NAMES { #id }  and below it  :   DEFINITION  and  :   [SECTION](PAGE.md)"
MARKUP = re.compile(r"\[([^\[\]]+)\]\([^()]+\)|[`*]")
NOT_PROSE = {"a", "code", "details", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "strong", "table"}


@dataclass(frozen=True)
class Term:
    """An entry: its id, its names, what it says."""

    id: str
    names: list[str]
    text: str


def terms(project: Project) -> Iterator[Term]:
    """The entries of the glossary, if there is one. Raises Problem where one is malformed.

    A term that no page uses may stay, for readers who met it elsewhere.
    """
    page = project.settings.glossary
    text = project.text(page) if project.has(page) else ""
    known: set[str] = set()
    for part in text.split("\n\n"):
        if "\n: " not in part:
            continue
        line = text.count("\n", 0, text.index(part.strip())) + 1
        if not (entry := ENTRY.fullmatch(part.strip())):
            raise Problem(WRONG_PAGE, page, line, f"has a malformed entry; write  {FORM}")
        names = entry["names"].split(", ")
        if twice := known.intersection(names):
            raise Problem(WRONG_PAGE, page, line, f"explains {min(twice)!r} a second time")
        known.update(names)
        yield Term(entry["id"], names, MARKUP.sub(r"\1", entry["text"]))


def whole_words(names: list[str]) -> re.Pattern[str]:
    """A pattern with a group for each name, which also finds plurals and names with a capital."""
    words = [r"\s+".join(map(re.escape, name.split())) for name in names]
    words = [f"([{word[0].upper()}{word[0]}]{word[1:]})" for word in words]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?:s|es)?(?![\w-])")


def link_terms(project: Project, page: str, tree: Element) -> None:
    """Link the first use of each term in a page's tree, except terms that the page explains.

    Raises Problem where the glossary is malformed.
    """
    names = [(name, term) for term in terms(project) for name in term.names]
    names.sort(key=lambda pair: -len(pair[0]))
    if not names:
        return
    glossary = in_docs(page, project.settings.glossary)
    pattern = whole_words([name for name, _ in names])

    def term_of(match: re.Match[str]) -> Term:
        return names[int(match.lastindex or 0) - 1][1]

    bold = (pattern.fullmatch("".join(part.itertext())) for part in tree.iter("strong"))
    done = {term_of(match).id for match in bold if match}

    def linked(text: str | None) -> tuple[str | None, list[Element]]:
        """Cut a text: what comes before the first link, then the links with what follows each."""
        before = last = Element("before")
        found: list[Element] = []
        end = 0
        for match in pattern.finditer(text or ""):
            if (term := term_of(match)).id not in done:
                done.add(term.id)
                last.tail, end = match.string[end : match.start()], match.end()
                link, last = link_and_definition(match[0], term, f"{glossary}#{term.id}")
                found += [link, last]
        last.tail = text and text[end:]
        return before.tail, found

    def walk(node: Element) -> None:
        if node.tag in NOT_PROSE or "admonition-title" in node.get("class", ""):
            return
        node.text, parts = linked(node.text)
        for child in node:
            walk(child)
            child.tail, links = linked(child.tail)
            parts += [child, *links]
        node[:] = parts

    walk(tree)


def link_and_definition(word: str, term: Term, to: str) -> tuple[Element, Element]:
    """A link to a term's entry, and the definition, which the style sheet shows beside it."""
    tip = f"term-{term.id}"
    link = Element("a", {"class": "term", "href": to, "aria-describedby": tip})
    hidden = {"hidden": "hidden", "data-search-exclude": ""}
    definition = Element("span", {"role": "tooltip", "id": tip, **hidden})
    link.text, definition.text = word, term.text
    return link, definition
