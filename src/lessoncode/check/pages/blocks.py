"""The HTML of a page's blocks. The builders publish it; the proof looks for it in their pages.

How code is coloured is the builder's: it gives `code`, which makes the HTML of code in a language
with some lines highlighted. So is `link`, how one page links to another: Zensical changes links in
HTML as if they stood in Markdown, and MkDocs leaves them alone.
"""

import re
from collections.abc import Callable
from functools import partial
from html import escape

from lessoncode.check.pages import api, figures
from lessoncode.check.pages.addresses import in_site, source_link
from lessoncode.check.pages.embed import Embed, proven
from lessoncode.check.pages.moved import old_anchor, old_ids
from lessoncode.check.pages.page import Block
from lessoncode.check.project import Project

Code = Callable[[str, str, tuple[int, ...]], str]
Link = Callable[[str, str], str]


def ids(project: Project, block: Block) -> list[str]:
    """The ids of a block, where a page shows it first."""
    if isinstance(block, api.Reference):
        return [entry.id for entry in api.entries(project, block.source)]
    return [block.anchor] if isinstance(block, Embed) else []


def render(
    project: Project, block: Block, code: Code, first: bool = True, link: Link = in_site
) -> str:
    """The HTML of a block, with its ids if it is the `first` on a page that has them.

    Raises Problem where no run stands behind it.
    """
    if isinstance(block, str):
        return f'<div class="console">{code(block, "console", ())}</div>'
    if isinstance(block, api.Reference):
        return api.render(project, block, old_ids(project, block.page))
    return example(project, block, code, first, link)


def example(project: Project, embed: Embed, code: Code, first: bool, link: Link) -> str:
    """A link to the file, the code, what it printed and drew."""
    shown = proven(project, embed)
    kind, name = ("example", f"{embed.example}.py") if embed.example else ("source", embed.source)
    region = f' data-region="{embed.region}"' if embed.region else ""
    parts = [f'<div class="example" data-{kind}="{name}"{region}>']
    parts += [source(project, embed, shown.code), code(shown.code, "python", embed.highlight)]
    if shown.output:
        old = old_anchor(project, embed) if first else None
        parts += [f'<span class="moved" id="{old}"></span>'] if old else []
        anchor = f' id="{embed.anchor}"' if first else ""
        label = f'role="group" aria-label="What {escape(embed.title)} printed"'
        parts.append(f'<div class="output"{anchor} {label}>{api.pre(shown.output)}</div>')
    parts += [figures.render(svg, partial(link, embed.page)) for svg in shown.figures]
    return "\n".join([*parts, "</div>"])


def source(project: Project, embed: Embed, code: str) -> str:
    """The name of a block's file and region, which leads to these lines."""
    if not embed.region:
        return source_link(project, embed.source, "", embed.source)
    rows = "\n".join(f" *{re.escape(row)}" for row in code.split("\n"))  # a method is indented
    text = project.text(embed.source)
    start = re.search(f"^{rows}$", text, re.MULTILINE)
    first = text.count("\n", 0, start.start() if start else 0) + 1
    last = first + code.count("\n")
    name = f"{embed.source}, {embed.region}"
    return source_link(project, embed.source, f"#L{first}-L{last}", name)
