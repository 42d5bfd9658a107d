"""The Python-Markdown extension that turns an example fence into code, output and figures.

MkDocs and Zensical both render with it. It brings pymdownx.superfences, which makes a fence hold
inside lists, tabs, quotes and admonitions, and leaves fences the only way to write code.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import BuildError
from pymdownx.superfences import SuperFencesException

from lessoncode.check import api, blocks, forwarding, glossary
from lessoncode.check.embed import read_embed
from lessoncode.check.problem import Problem
from lessoncode.check.project import Project


class CannotShow(SuperFencesException, BuildError):
    """Superfences lets only its own exception pass, and MkDocs explains only its own."""


class ExampleExtension(Extension):
    """Tells superfences how to show an example, a module and shell commands; marks terms."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  # Python-Markdown's name
        """Register superfences with these three fences, and what changes the whole page."""
        formats = {"example": example, "api": reference, "console": console}
        fences = [
            {"name": name, "class": name, "format": partial(formatted, formats[name])}
            for name in formats
        ]
        settings = {"custom_fences": fences, "disable_indented_code_blocks": True}
        md.registerExtensions(["pymdownx.superfences"], {"pymdownx.superfences": settings})
        md.treeprocessors.register(WholePage(md), "lessoncode", 7)  # before links are resolved


def makeExtension(**settings: Any) -> ExampleExtension:  # noqa: N802  # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ExampleExtension(**settings)


def formatted(
    show: Callable[[str, Any], str],
    body: str,
    language: str,
    css: str,
    options: Any,
    md: Any,
    **_: Any,
) -> str:
    """The HTML of a fence, as superfences asks for it."""
    try:
        return show(body, md)
    except Problem as problem:
        raise CannotShow(str(problem)) from None


def example(body: str, md: Any) -> str:
    """The HTML of an example."""
    project, page = place(md)
    embed = read_embed(page, 0, body)
    return blocks.example(project, embed, partial(code, md), announce(md, embed.anchor))


def reference(body: str, md: Any) -> str:
    """The HTML of a module's reference."""
    project, page = place(md)
    module = api.read_reference(page, 0, body).source
    for entry in api.entries(project, module):
        announce(md, entry.id)
    return blocks.reference(project, page, module)


def console(body: str, md: Any) -> str:
    """The HTML of shell commands."""
    return blocks.console(body, partial(code, md))


class WholePage(Treeprocessor):
    """Marks the first use of each term on a page of the lesson; leads on to what has moved."""

    def run(self, root: Element) -> None:
        """Change the page's tree."""
        project, page = place(self.md)
        try:
            if page.startswith("docs/lesson/") and (known := list(glossary.terms(project))):
                glossary.mark(root, known)
            if moved := forwarding.links_on(project, page, forwarding.in_docs):
                root.append(fromstring(moved))
        except Problem as problem:
            raise CannotShow(str(problem)) from None


def place(md: Any) -> tuple[Project, str]:
    """The project and the page, by what builds the page."""
    if "relpath" in md.treeprocessors:  # MkDocs
        builder = md.treeprocessors["relpath"]
        root, page = Path(builder.config.config_file_path).parent, builder.file.src_uri
    else:  # Zensical
        context = md.preprocessors["rendering_context"]
        root, page = Path(context.config["root_dir"]), context.page.path
    if "lessoncode_project" not in vars(md):  # one a page, since `serve` renders again
        vars(md)["lessoncode_project"] = Project(root)
    return vars(md)["lessoncode_project"], f"docs/{page}"


def code(md: Any, text: str, language: str, highlight: tuple[int, ...]) -> str:
    """Highlighted code, by the settings of the site's pymdownx.highlight."""
    fences = md.preprocessors["fenced_code_block"]
    fences.get_hl_settings()
    options = {"hl_lines": " ".join(map(str, highlight))} if highlight else {}
    return str(fences.highlight(text, language, options, md, classes=[], id_value="", attrs={}))


def announce(md: Any, anchor: str) -> bool:
    """Tell MkDocs of an id; whether it is the page's first of that name."""
    used: set[str] = vars(md).setdefault("lessoncode_ids", set())
    first = anchor not in used
    used.add(anchor)
    if "mkdocs_extract_anchors" in md.treeprocessors:
        md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.add(anchor)
    return first
