"""Curly quotes and apostrophes, which the build makes of the straight ones, and full stops."""

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

CURLY = {'"': "\u201c\u201d", "'": "\u2018\u2019"}  # before a word, and behind or within one
STRAIGHT = str.maketrans({curly: sign for sign, both in CURLY.items() for curly in both})
PARTS = re.compile(r"\x02[^\x03]*\x03|.", re.DOTALL)  # what Python-Markdown has put away, or a sign
TAGS = re.compile(r"<code>.*?</code>|<[^<>]*>|.", re.DOTALL)
SOURCE = re.compile(r"(`+).*?\1|<[^<>]*>|\]\([^()]*\)|.", re.DOTALL)  # of Markdown
LETTERS = re.compile(r"(?<=>)[^<]+")  # of an SVG
OPENING = "([{/\u2013\u2014\u201c\u2018"  # a quotation may begin right behind these, or a blank
FLOWING = {"a", "abbr", "code", "del", "em", "span", "strong", "sub", "sup"}
CODE = {"code", "pre"}
ENDED = re.compile(r"[.?!][\"'*)]*$")


class Curly(Treeprocessor):
    """Changes the quotes of a page, or of a text in a fence; code stays as it is."""

    def run(self, root: Element) -> None:
        """Make the quotes of the tree curly."""
        curl(root)


def ended(text: str) -> str:
    """A text with a full stop, unless it ends with a stop, a question mark or the like."""
    return text if ENDED.search(text) else f"{text}."


def curl(node: Element, before: str = " ") -> str:
    """Make the quotes in an element curly; `before` is the sign in front of it.

    Returns the last sign in it.
    """
    if node.tag in CODE:
        return "".join(node.itertext())[-1:] or before
    node.text, before = curled(node.text, before)
    for child in node:
        flows = child.tag in FLOWING
        last = curl(child, before if flows else " ")
        child.tail, before = curled(child.tail, last if flows else " ")
    return before


def curly_html(html: str) -> str:
    """HTML with curly quotes; those in tags and in code stay."""
    return curled(html, parts=TAGS)[0]


def curly_letters(svg: str) -> str:
    """A picture with curly quotes in its texts, each read by itself."""
    return LETTERS.sub(lambda text: curled(text[0])[0], svg)


def curly_source(markdown: str) -> str:
    """Markdown with curly quotes; those in code, tags and addresses stay."""
    return curled(markdown, parts=SOURCE)[0]


def curled(text: str | None, before: str = " ", parts: re.Pattern[str] = PARTS) -> tuple[str, str]:
    """A text with curly quotes, and its last sign; `before` is the sign in front of it."""
    if not text or not ("'" in text or '"' in text):
        return text or "", text[-1] if text and text[-1] != "\x03" else before
    made = []
    for found in parts.finditer(text):
        part = found[0]
        if part in CURLY:
            part = CURLY[part][not (before.isspace() or before in OPENING)]
        made.append(part)
        if len(part) == 1 or part.startswith(("<code", "`")):
            before = part[-1]
    return "".join(made), before
