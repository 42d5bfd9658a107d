"""The ids of a page's text: of its headings, as Python-Markdown makes them, and those written."""

import re
from html import unescape

from markdown.extensions.toc import slugify, unique

from checker.pages.markdown import Prose

WRITTEN = re.compile(r"\{[^{}]*#([\w.-]+)[^{}]*\}|<[A-Za-z][^<>]*\sid\s*=\s*[\"']?([\w.-]+)")
CLOSING = re.compile(r"[\s#]*(?:\{[^{}]*\}\s*)?\Z")
LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|<[^<>]*>|[`*]")


def add_ids(prose: Prose, known: set[str]) -> tuple[str, str] | None:
    """Add the ids of a paragraph or heading to those that its page has so far.

    Returns the id of a heading and what it says.
    """
    written = [first or second for first, second in WRITTEN.findall(prose.text)]
    known.update(written)
    if prose.kind != "heading":
        return None
    said = unescape(LINKED.sub(r"\1", CLOSING.sub("", prose.text)))
    return (written[0] if written else unique(slugify(said, "-"), known)), said  # which adds it
