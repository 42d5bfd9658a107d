"""The HTML of a figure: the drawing, its caption, and the numbers that a script of the page reads.

An example's SVG carries the last two as attributes, `data-caption` and `data-values`. One of class
`drawings` holds two of the same, wide and narrow, of which the page's style sheet shows one. Its
links name a page below docs/, like `lesson/tokens.md`.
"""

import re
from collections.abc import Callable
from html import escape, unescape

CARRIED = re.compile(r' data-(caption|values)="([^"]*)"')
LINK = re.compile(r'(?<= href=")(?!#)([^"#]*)(#[^"]*)?(?=")')


def render(svg: str, link: Callable[[str], str]) -> str:
    """The HTML of a figure; `link` is how its page links to another, like `docs/index.md`."""
    opening, bracket, rest = svg.partition(">")
    carried = {name: unescape(value) for name, value in CARRIED.findall(opening)}
    if is_diagram(svg):
        rest, _, _ = rest.rpartition("</svg>")
        drawing = LINK.sub(lambda to: link(f"docs/{to[1]}") + (to[2] or ""), rest)
    else:
        drawing = CARRIED.sub("", opening) + bracket + rest
    parts = [drawing]
    if "values" in carried:
        values = carried["values"].replace("<", "\\u003c")  # or </script> would end it
        parts.append(f'<script type="application/json">{values}</script>')
    if "caption" in carried:
        name, _, sentence = carried["caption"].partition(": ")
        sentence = escape(sentence, quote=False)
        name = escape(name, quote=False)
        parts.append(f"<figcaption><strong>{name}</strong>: {sentence}</figcaption>")
    return f'<figure class="figure">{"".join(parts)}</figure>'


def is_diagram(svg: str) -> bool:
    """Whether this holds a wide and a narrow drawing."""
    return ' class="drawings"' in svg.partition(">")[0]
