"""What the Markdown of a page may not contain: code that comes from no example, and scripts."""

import re
from collections.abc import Iterator
from html import unescape

from checker.pages.links import ADDRESS
from checker.pages.markdown import Prose, blank

CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)

SHOWS = re.compile(
    r"<(pre|textarea|samp|xmp|listing|code|kbd|tt|svg|canvas|math|img|picture|video|audio|iframe"
    r"|object|embed|script|style)\b",
    re.IGNORECASE,
)
DOES = re.compile(
    r"<(?:meta|link|form|base|noscript)\b|(?<=[\s{/:\"'])on[a-z]+\s*=(?=[^<>{}]*[>}])",
    re.IGNORECASE,
)
HIDES = re.compile(r"<[a-z]+\b[^<>]*\s(?:hidden|style)\b", re.IGNORECASE)
# Browsers ignore control characters before it and line breaks in it.
ADDRESS_THAT_DOES = re.compile(
    r"(?:\]\(|[=<])[\0-\x20\"'<]*" + r"\s*".join("javascript:"), re.IGNORECASE
)
# Python-Markdown may begin a block with it, where markdown-it goes on with the paragraph.
UNCLEAR = re.compile(r"^[ \t]*(?:`{3,}|~{3,}|#)|^(?: {4,}|\t\s*)(?:[-*+]|\d+[.)]) ", re.MULTILINE)
PICTURE = re.compile(r"!\[.*?\]\([^()]*\)?", re.DOTALL)
REFERENCE = re.compile(r"\[[^\[\]]+\]\[[^\[\]]+\]|^ {0,3}\[[^\[\]^]+\]:.*", re.MULTILINE)
TO_OUTPUT = re.compile(r"#out-[\w-]*")
TURNS_TEXT = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def faults_in(prose: Prose) -> Iterator[tuple[int, str]]:
    """The faults in the markup of a block of prose: the line of each, from 0, and a message."""
    plain = prose.uncoded
    decoded = unescape(plain)
    written = "" if prose.kind == "front" else prose.text
    for link in prose.links:
        if not (link.is_measured or link.is_plain or ADDRESS.match(link.page)):
            message = f"links to {link.page}, which is neither http(s)://... nor mailto:...@..."
            yield link.line - prose.line, message
    unlinked = REFERENCE.sub(blank, prose.unmeasured(prose.plain))
    for pattern, within, message in (
        (SHOWS, plain, "shows a code block that isn't from an example"),
        (PICTURE, plain, "shows {}, which no example drew"),
        (DOES, plain, "has {} in its text, which a page may not use; take it out"),
        (HIDES, plain, "has {} in its text, which could hide something from readers; take it out"),
        (ADDRESS_THAT_DOES, decoded, "links to a script, which a page may not do; take it out"),
        (UNCLEAR, written, "begins a line with {}; leave an empty line above, a space after #"),
        (REFERENCE, plain, "writes {}; write  [text](target)  instead"),
        (TO_OUTPUT, unlinked, "names {0} in a form that isn't checked; write  [39]({0})"),
        (TURNS_TEXT, decoded, "has an invisible {!a}, which reorders text; take it out"),
    ):
        if match := pattern.search(within):
            what = " ".join(match[0].split())
            yield within.count("\n", 0, match.start()), message.format(what)
