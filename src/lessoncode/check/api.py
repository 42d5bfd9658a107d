"""The reference: what a module of the package says of itself, taken from its source.

A fence marked `api` whose body is a path, such as `lessoncode/text/bpe.py`, shows the module's
docstring and constants, then every public class, method and function: how it is written there, and
its docstring. Methods without one stand in their class. Their ids are like `words.Words.encode`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import dedent, indent

from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project

MODULE = re.compile(r"lessoncode/(?:[a-z]\w*/)?[a-z]\w*\.py")
PRIVATE = re.compile(r"_(?!_)|__(repr|post_init)__")
FOR_TOOLS = re.compile(r"  # (type:|noqa).*")
MARKED = re.compile(
    r"`(?P<code>[^`]+)`|(?P<url>https?://\S*[\w/])"
    r"|arXiv\s+(?P<arxiv>\d{4}\.\d{4,5})|doi\s+(?P<doi>10\.\S*\w)"
)


@dataclass(frozen=True)
class Reference:
    """A fence that shows a module, and the line of the page that does."""

    page: str
    line: int
    source: str


@dataclass(frozen=True)
class Entry:
    """A module or a definition: its id, the line it begins at, how it is written, what it says."""

    name: str
    line: int
    code: str
    doc: str


def read_reference(page: str, line: int, body: str) -> Reference:
    """Understand the body of an api fence. Raises Problem where it is no module of the package."""
    if not MODULE.fullmatch(body.strip()):
        message = f"is no module of the package: {body.strip()!r}; write  lessoncode/ROOM/NAME.py"
        raise Problem(WRONG_PAGE, page, line, message)
    return Reference(page, line, f"src/{body.strip()}")


def problems(project: Project, shown: list[Reference]) -> Iterator[Problem]:
    """Shown modules that are not there; modules of a room, one of which is shown, that are not."""
    sources = {reference.source for reference in shown}
    rooms = {source.rpartition("/")[0] for source in sources} - {"src/lessoncode"}
    modules = {
        path
        for room in rooms
        for path in project.files(room, ".py")
        if re.fullmatch(r"[^_/][^/]*", path.removeprefix(f"{room}/"))
    }
    for reference in shown:
        if not project.has(reference.source):
            message = f"shows {reference.source}, which is not there"
            yield Problem(WRONG_PAGE, reference.page, reference.line, message)
    for source in sorted(modules - sources):
        message = "is shown by no page of the reference; show it in an  api  fence"
        yield Problem(WRONG_PAGE, source, None, message)


def entries(project: Project, source: str) -> list[Entry]:
    """The module itself, then its public definitions in their order."""
    text = project.text(source)
    lines, tree, module = FOR_TOOLS.sub("", text).split("\n"), ast.parse(text), Path(source).stem
    found = [Entry(module, 1, constants(lines, tree.body), ast.get_docstring(tree) or "")]

    def take(above: str, node: ast.stmt, silent: bool) -> None:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or PRIVATE.match(node.name):
            return
        name, doc, code = f"{above}.{node.name}", ast.get_docstring(node), written(lines, node)
        inner = node.body if isinstance(node, ast.ClassDef) else []
        bare = [n for n in inner if isinstance(n, ast.FunctionDef) and not ast.get_docstring(n)]
        parts = [written(lines, n) for n in bare if not PRIVATE.match(n.name)]
        within = "\n".join(filter(None, [constants(lines, inner), *parts]))
        if doc or not silent:
            found.append(Entry(name, node.lineno, f"{code}\n{indent(within, ' ' * 4)}", doc or ""))
        for part in inner:
            take(name, part, silent=True)

    for node in tree.body:
        take(module, node, silent=False)
    return found


def written(lines: list[str], node: ast.ClassDef | ast.FunctionDef) -> str:
    """How a definition begins, with its decorators and without its body."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    last = max(node.body[0].lineno - 1, node.lineno)
    code = re.sub(r"(\n\s*#.*)+\Z", "", "\n".join(lines[first - 1 : last]))
    return dedent(code.removesuffix("...").rstrip().removesuffix(":"))


def constants(lines: list[str], body: list[ast.stmt]) -> str:
    """The public names that a module or class gives a value or a type, where these are short."""
    rows = []
    for node in body:
        target = getattr(node, "target", None) or next(iter(getattr(node, "targets", [])), None)
        if isinstance(target, ast.Name) and not target.id.startswith("_"):
            row = lines[node.lineno - 1].strip()
            whole = node.lineno == node.end_lineno and len(row) <= 72
            rows.append(row if whole else f"{target.id} = ...")
    return "\n".join(rows)


def render(project: Project, source: str, repository: str | None) -> str:
    """The HTML of a module, with links to the lines of its source in the repository."""
    parts = []
    for entry in entries(project, source):
        name = entry.name.partition(".")[2]
        level, where = 3 + name.count("."), f"line {entry.line}" if name else source
        parts.append(f'<h{level} id="{entry.name}">{name}</h{level}>' if name else "")
        to = f'href="{repository}/blob/main/{source}#L{entry.line}"' if repository else ""
        parts.append(f'<a class="source" {to} title="{entry.name} on GitHub">{where}</a>')
        says = [block(text) for text in entry.doc.split("\n\n") if text.strip()]
        code = [pre(entry.code)] if entry.code.strip() else []
        parts += [*code, *says] if name else [*says, *code]
    return "\n".join([f'<div class="api" data-api="{source}">', *filter(None, parts), "</div>"])


def block(text: str) -> str:
    """A block of a docstring: a formula if it is indented, else a paragraph or numbered list."""
    if text.startswith("    "):
        return pre(dedent(text))
    first, *points = re.split(r"^\d+\. ", text, flags=re.MULTILINE)
    items = "".join(f"<li>{prose(point)}</li>" for point in points)
    return (f"<p>{prose(first)}</p>" if first else "") + (f"<ol>{items}</ol>" if items else "")


def pre(text: str) -> str:
    """Text that keeps its lines."""
    return f"<pre><code>{escape(text.rstrip(), quote=False)}</code></pre>"


def prose(text: str) -> str:
    """Text of a docstring, with its code and its sources marked."""

    def mark(match: re.Match[str]) -> str:
        if match["code"]:
            return f"<code>{match['code']}</code>"
        arxiv, doi = f"https://arxiv.org/abs/{match['arxiv']}", f"https://doi.org/{match['doi']}"
        return f'<a href="{match["url"] or (doi if match["doi"] else arxiv)}">{match[0]}</a>'

    return MARKED.sub(mark, escape(text.strip(), quote=False))
