"""The reference of a module: its docstrings and definitions, taken from its source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from textwrap import dedent, indent
from typing import Self

from checker.pages.addresses import source_link
from checker.pages.page import Block, Code, Site, fenced
from checker.pages.typography import curly_html
from checker.project import Project

PRIVATE = re.compile(r"_(?!_)|__(repr|post_init)__")
LIST = re.compile(r"(?:\A|(?<=:\n))(?=- |\d+\. )")  # where one begins in a block
POINT = re.compile(r"^(?:- |\d+\. )", re.MULTILINE)
ARROW, WHOLE_ARROW = "-&gt;", '<span class="whole">-&gt;</span>'  # never in two lines
MARKS = (
    (r"https?://\S*[\w/]", r'<a href="\g<0>">\g<0></a>'),
    (r"arXiv\s+(\d{4}\.\d{4,5})", r'<a href="https://arxiv.org/abs/\1">\g<0></a>'),
    (r"doi\s+(10\.\S*\w)", r'<a href="https://doi.org/\1">\g<0></a>'),
    (r"`([^`]+)`", r"<code>\1</code>"),
    (ARROW, WHOLE_ARROW),
)

Definition = ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True)
class Entry:
    """A module or a definition: its id, its first line, how it is written, and its docstring."""

    id: str
    line: int
    code: str
    doc: str


@dataclass(frozen=True)
class Reference(Block):
    """The reference of a module: its docstring, and all that is public in it.

        ```api
        lessoncode/text/bpe.py
        ```

    The page shows the module's docstring and constants, then how every public class, method and
    function is written, with its docstring. A method without a docstring appears in its class. The
    ids are like `bpe.BPE.encode`. Each module of the library has one page of the reference.
    """

    source: str

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        return cls(page, line, f"src/{body.strip()}")

    def entries(self, project: Project) -> list[Entry]:
        """The module and its definitions. Raises Problem where it is not there."""
        if not project.has(self.source):
            raise self.wrong(f"shows {self.source}, which doesn't exist")
        return entries(Path(self.source).stem, project.text(self.source))

    def ids(self, site: Site) -> list[str]:
        return [entry.id for entry in self.entries(site.project)]

    def html(self, site: Site, code: Code) -> str:
        parts = [f'<div class="api" data-api="{self.source}">']
        for entry in self.entries(site.project):
            name = entry.id.partition(".")[2]
            level = 3 + name.count(".")
            title = name.replace(".", ".<wbr>")  # which may go on in another line there
            parts += [f'<h{level} id="{entry.id}">{title}</h{level}>'] if name else []
            where = f"line {entry.line}" if name else self.source
            parts.append(source_link(site.project, self.source, f"#L{entry.line}", where))
            said = [block_html(text) for text in entry.doc.split("\n\n") if text.strip()]
            written = [wrapped(entry.code.rstrip())] if entry.code.strip() else []
            parts += [*written, *said] if name else [*said, *written]
        return "\n".join([*parts, "</div>"])

    def markdown(self, site: Site) -> str:
        found = self.entries(site.project)
        return "\n\n".join(f"{fenced(it.code, 'python')}\n\n{it.doc}" for it in found)


@cache
def entries(name: str, text: str) -> list[Entry]:
    """A module by its name and text, then its public definitions in their order."""
    module = ast.parse(text)
    found = [Entry(name, 1, constants(text, module.body), ast.get_docstring(module) or "")]
    for node in public(module.body):
        found += definitions(text, node, f"{name}.{node.name}")
    return found


def definitions(text: str, node: Definition, name: str) -> Iterator[Entry]:
    """A function, or a class and those of its methods that have docstrings."""
    inner = node.body if isinstance(node, ast.ClassDef) else []
    bare = [heading(text, part) for part in public(inner) if not ast.get_docstring(part)]
    within = "\n".join(filter(None, [constants(text, inner), *bare]))
    code = f"{heading(text, node)}\n{indent(within, ' ' * 4)}"
    yield Entry(name, node.lineno, code, ast.get_docstring(node) or "")
    for part in public(inner):
        if ast.get_docstring(part):
            yield from definitions(text, part, f"{name}.{part.name}")


def public(body: list[ast.stmt]) -> list[Definition]:
    """The public classes and functions."""
    return [n for n in body if isinstance(n, Definition) and not PRIVATE.match(n.name)]


def heading(text: str, node: Definition) -> str:
    """How a definition begins, with its decorators and without its body."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    last = max(node.body[0].lineno - 1, node.lineno)
    code = re.sub(r"(\n\s*#.*)+\Z", "", "\n".join(text.split("\n")[first - 1 : last]))
    return dedent(code.removesuffix("...").rstrip().removesuffix(":"))


def constants(text: str, body: list[ast.stmt]) -> str:
    """The lines that define public names in a module or class; long ones end in `...`."""
    rows, lines = [], text.split("\n")
    for node in body:
        target = getattr(node, "target", None) or next(iter(getattr(node, "targets", [])), None)
        if isinstance(target, ast.Name) and not target.id.startswith("_"):
            row = lines[node.lineno - 1].strip()
            is_short = node.lineno == node.end_lineno and len(row) <= 72
            rows.append(row if is_short else f"{target.id} = ...")
    return "\n".join(rows)


def block_html(text: str) -> str:
    """The HTML of a block in a docstring: a formula if it is indented, else a paragraph or a list.

    A list begins with the block, or below a line that ends with a colon.
    """
    if text.startswith("    "):
        kept = dedent(text).rstrip()
        return pre(kept) if kept.startswith(">>>") else wrapped(kept)
    first, *rest = LIST.split(text, maxsplit=1)
    html = f"<p>{prose(first)}</p>" if first else ""
    for points in rest:
        items = "".join(f"<li>{prose(point)}</li>" for point in POINT.split(points)[1:])
        kind = "ul" if points.startswith("- ") else "ol"
        html += f"<{kind}>{items}</{kind}>"
    return html


def pre(text: str) -> str:
    """The HTML of a text that keeps its lines."""
    return f"<pre><code>{escape(text, quote=False)}</code></pre>"


def wrapped(text: str) -> str:
    """The HTML of a text that keeps its lines, of which long ones go on further in."""
    html = escape(text, quote=False).replace(ARROW, WHOLE_ARROW)
    return f"<pre><code>{''.join(map(row, html.splitlines(keepends=True)))}</code></pre>"


def row(line: str) -> str:
    """The HTML of a line that goes on further in than it begins, if it is too long for the page."""
    deep = len(line) - len(line.lstrip(" "))
    style = f' style="--in: {deep}ch"' if deep else ""
    return f'<span class="row"{style}>{line}</span>'


def prose(text: str) -> str:
    """The HTML of a docstring's text, with its code and its sources marked."""
    html = escape(text.strip(), quote=False)
    for pattern, marked in MARKS:
        html = re.sub(pattern, marked, html)
    return curly_html(html)
