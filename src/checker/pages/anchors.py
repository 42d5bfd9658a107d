"""The ids of a page's text: of its headings, as Python-Markdown makes them, and those written."""

import re
from html import unescape

from markdown.extensions.toc import slugify, unique

HEADING = re.compile(r"(?:[ \t>]|(?:[-*+:]|\d+[.)])[ \t])*#{1,6}\s*(.*?)[\s#]*(?:\{[^{}]*\}\s*)?\Z")
WRITTEN = re.compile(r"\{[^{}]*#([\w.-]+)[^{}]*\}|<[A-Za-z][^<>]*\sid\s*=\s*[\"']?([\w.-]+)")
LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)|<[^<>]*>|[`*]")


def add_ids(text: str, known: set[str]) -> tuple[str, str] | None:
    """Add the ids of a paragraph or heading to those that its page has so far.

    Returns the id of a heading and what it says.
    """
    written = [first or second for first, second in WRITTEN.findall(text)]
    known.update(written)
    if not (heading := HEADING.match(text)):
        return None
    said = unescape(LINKED.sub(r"\1", heading[1]))
    return (written[0] if written else unique(slugify(said, "-"), known)), said  # which adds it
