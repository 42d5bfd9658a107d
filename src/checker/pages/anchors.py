"""The ids in a page's text: those that Python-Markdown gives to headings, and those written."""

import re
from html import unescape

from markdown.extensions.toc import slugify, unique

from checker.pages.markdown import Prose

WRITTEN = re.compile(r"\{[^{}]*#([\w.-]+)[^{}]*\}|<[A-Za-z][^<>]*\sid\s*=\s*[\"']?([\w.-]+)")
CLOSING = re.compile(r"[\s#]*(?:\{[^{}]*\}\s*)?\Z")
LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|<[^<>]*>|[`*]")


def add_ids(prose: Prose, known: set[str]) -> tuple[str, str] | None:
    """Add the ids of a block to those of its page; returns the id and the text of a heading."""
    written = [first or second for first, second in WRITTEN.findall(prose.text)]
    known.update(written)
    if prose.kind != "heading":
        return None
    said = unescape(LINKED.sub(r"\1", CLOSING.sub("", prose.text)))
    return (written[0] if written else unique(slugify(said, "-"), known)), said  # which adds it
