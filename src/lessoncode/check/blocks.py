"""The HTML of what fences become. The builders publish it; the proof looks for it in their pages.

How code is coloured is the builder's: it gives `code`, which makes the HTML of code in a language
with some lines highlighted.
"""

import re
from collections.abc import Callable
from html import escape

from lessoncode.check import api
from lessoncode.check.addresses import source_link
from lessoncode.check.embed import Embed, proven
from lessoncode.check.moved import old_anchor, old_ids
from lessoncode.check.project import Project

Code = Callable[[str, str, tuple[int, ...]], str]


def example(project: Project, embed: Embed, code: Code, first: bool) -> str:
    """`div.example`: a link to the file, the code, what it printed and drew.

    The `first` block of a page that shows an output has its ids. Raises Problem where no run stands
    behind the block.
    """
    shown = proven(project, embed)
    kind, name = ("example", f"{embed.example}.py") if embed.example else ("source", embed.source)
    region = f' data-region="{embed.region}"' if embed.region else ""
    parts = [
        f'<div class="example" data-{kind}="{name}"{region}>',
        source(project, embed, shown.code),
    ]
    parts.append(code(shown.code, "python", embed.highlight))
    if shown.output:
        old = old_anchor(project, embed) if first else None
        parts += [f'<span class="moved" id="{old}"></span>'] if old else []
        anchor = f' id="{embed.anchor}"' if first else ""
        label = f'role="group" aria-label="What {escape(embed.title)} printed"'
        parts.append(f'<div class="output"{anchor} {label}>')
        parts.append(f"<pre><code>{escape(shown.output, quote=False)}</code></pre></div>")
    parts += [f'<figure class="figure">{svg}</figure>' for svg in shown.figures]
    return "\n".join([*parts, "</div>"])


def source(project: Project, embed: Embed, code: str) -> str:
    """The name of a block's file and region, which leads to these lines."""
    if not embed.region:
        return source_link(project, embed.source, "", embed.source)
    rows = "\n".join(f" *{re.escape(row)}" for row in code.split("\n"))  # a method is indented
    text = project.text(embed.source)
    start = re.search(f"^{rows}$", text, re.MULTILINE)
    first = text.count("\n", 0, start.start() if start else 0) + 1
    lines = f"#L{first}-L{first + code.count(chr(10))}"
    return source_link(project, embed.source, lines, f"{embed.source}, {embed.region}")


def reference(project: Project, page: str, module: str) -> str:
    """`div.api`: what a module says of itself, with the ids that its parts had on this page."""
    earlier: dict[str, list[str]] = {}
    for old, (there, new) in old_ids(project, page).items():
        if there == page:
            earlier.setdefault(new, []).append(old)
    return api.render(project, module, earlier)


def console(commands: str, code: Code) -> str:
    """`div.console`: shell commands."""
    return f'<div class="console">{code(commands, "console", ())}</div>'
