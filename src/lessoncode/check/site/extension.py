"""The Python-Markdown extension that turns an example fence into code, output and figures.

MkDocs and Zensical both render with it. It brings pymdownx.superfences, which makes a fence hold
inside lists, tabs, quotes and admonitions, and leaves fences the only way to write code.
"""

import os
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import BuildError
from pymdownx.superfences import SuperFencesException

from lessoncode.check.pages import blocks, glossary
from lessoncode.check.pages.addresses import in_docs, in_site
from lessoncode.check.pages.api import read_reference
from lessoncode.check.pages.embed import read_embed
from lessoncode.check.pages.page import Block
from lessoncode.check.problem import Problem
from lessoncode.check.project import Project
from lessoncode.check.site import forwarding


class CannotShow(SuperFencesException, BuildError):
    """Superfences lets only its own exception pass, and MkDocs explains only its own."""


class ExampleExtension(Extension):
    """Tells superfences how to show an example, a module and shell commands; marks terms."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  # Python-Markdown's name
        """Register superfences with these three fences, and what changes the whole page."""
        kinds = ("example", "api", "console")
        fences = [{"name": kind, "class": kind, "format": fence} for kind in kinds]
        settings = {"custom_fences": fences, "disable_indented_code_blocks": True}
        md.registerExtensions(["pymdownx.superfences"], {"pymdownx.superfences": settings})
        md.treeprocessors.register(WholePage(md), "lessoncode", 7)  # before links are resolved


def makeExtension(**settings: Any) -> ExampleExtension:  # noqa: N802  # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ExampleExtension(**settings)


def fence(body: str, language: str, kind: str, options: Any, md: Any, **_: Any) -> str:
    """The HTML of a fence, with its ids if it is the page's first with them; MkDocs is told."""
    project, page = place(md)
    used: set[str] = vars(md).setdefault("lessoncode_ids", set())
    try:
        block: Block = body
        if kind != "console":
            block = (read_embed if kind == "example" else read_reference)(page, 0, body)
        ids = blocks.ids(project, block)
        first, link = used.isdisjoint(ids), in_site if "relpath" in md.treeprocessors else in_docs
        html = blocks.render(project, block, partial(code, md), first, link)
    except Problem as problem:
        return cannot_show(problem)
    used.update(ids)
    if "mkdocs_extract_anchors" in md.treeprocessors:
        md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.update(ids)
    return html


def cannot_show(problem: Problem) -> str:
    """Ends the build; `make serve` shows the problem in place of the block."""
    if os.environ.get("LESSONCODE_GATE") == "serve":
        return f'<pre class="problem">{escape(str(problem))}</pre>'
    raise CannotShow(str(problem)) from None


class WholePage(Treeprocessor):
    """Marks the first use of each term on a page of the lesson; leads on to what has moved."""

    def run(self, root: Element) -> None:
        """Change the page's tree."""
        project, page = place(self.md)
        try:
            if page.startswith("docs/lesson/") and (known := list(glossary.terms(project))):
                glossary.mark(root, known)
            if moved := forwarding.links_on(project, page, in_docs):
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
