"""The Python-Markdown extension that turns fences into examples, guesses, questions and the like.

MkDocs and Zensical both render with it. It brings pymdownx.superfences, which makes a fence hold
inside lists, tabs, quotes and admonitions, and leaves fences the only way to write code.
"""

import os
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE
from mkdocs.exceptions import BuildError
from pymdownx.superfences import SuperFencesException

from checker.pages import blocks, glossary, length
from checker.pages.addresses import in_docs, is_lesson, published
from checker.pages.page import READ, Block
from checker.pages.reading import page_of
from checker.problem import Problem
from checker.project import Project
from checker.site import old_addresses


class CannotShow(SuperFencesException, BuildError):
    """Superfences lets only its own exception pass, and MkDocs explains only its own."""


class ExampleExtension(Extension):
    """Tells superfences how to show each kind of fence; marks terms; says how long a page takes."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  # Python-Markdown's name
        """Register superfences with these fences, and what changes the whole page."""
        kinds = [*READ, "console"]
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
        block: Block = body if kind == "console" else READ[kind](page, 0, body)
        ids = blocks.ids(project, block)
        html = blocks.render(project, block, partial(code, md), first=used.isdisjoint(ids))
    except Problem as problem:
        return cannot_show(problem)
    used.update(ids)
    html = raw(md, page, html)
    if "mkdocs_extract_anchors" in md.treeprocessors:
        md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.update(ids)
    return html


def cannot_show(problem: Problem) -> str:
    """Ends the build; `make serve` shows the problem in place of the block."""
    if os.environ.get("LESSONCODE_GATE") == "serve":
        return f'<pre class="problem">{escape(str(problem))}</pre>'
    raise CannotShow(str(problem)) from None


class WholePage(Treeprocessor):
    """Marks the first use of each term on a page of the lesson, says how long it takes, and leads
    on to what has moved.
    """

    def run(self, root: Element) -> None:
        """Change the page's tree."""
        project, page = place(self.md)
        try:
            if is_lesson(project, page):
                glossary.link_terms(project, page, root)
                self.say_length(root, length.render(project, page_of(project, page)))
            if moved := old_addresses.links_on(project, page, in_docs):
                root.append(fromstring(moved))
        except Problem as problem:
            raise CannotShow(str(problem)) from None

    def say_length(self, root: Element, html: str) -> None:
        """Put it below the promise, which is the paragraph below the title."""
        tags = [child.tag for child in root]
        at = tags.index("h1") + 1 if "h1" in tags else 0
        if tags[at : at + 1] == ["p"] and not HTML_PLACEHOLDER_RE.match(root[at].text or ""):
            at += 1
        said = Element("p")
        said.text = self.md.htmlStash.store(raw(self.md, place(self.md)[1], html))
        root.insert(at, said)


def raw(md: Any, page: str, html: str) -> str:
    """HTML that the builder does not read as Markdown; Zensical follows the links in it itself."""
    return published(page, html) if by_mkdocs(md) else html


def by_mkdocs(md: Any) -> bool:
    """Whether MkDocs builds the page, not Zensical."""
    return "relpath" in md.treeprocessors


def place(md: Any) -> tuple[Project, str]:
    """The project and the page, by what builds the page."""
    if by_mkdocs(md):
        builder = md.treeprocessors["relpath"]
        root, page = Path(builder.config.config_file_path).parent, builder.file.src_uri
    else:
        context = md.preprocessors["rendering_context"]
        root, page = Path(context.config["root_dir"]), context.page.path
    if "lessoncode_project" not in vars(md):
        vars(md)["lessoncode_project"] = project_at(root)
    return vars(md)["lessoncode_project"], f"docs/{page}"


def project_at(root: Path) -> Project:
    """The project: one for all of `lessoncode build`, else one a page, as `serve` renders again."""
    return of_build(root) if os.environ.get("LESSONCODE_GATE") == "1" else as_it_is(root)


def as_it_is(root: Path) -> Project:
    """What stands there now."""
    project = Project(root)
    project.runs_in_browser = bool(os.environ.get("LESSONCODE_RUN"))
    return project


of_build = cache(as_it_is)


def code(md: Any, text: str, language: str, highlight: tuple[int, ...]) -> str:
    """Highlighted code, by the settings of the site's pymdownx.highlight."""
    fences = md.preprocessors["fenced_code_block"]
    fences.get_hl_settings()
    fences.line_count = text.count("\n") + 1  # lines beyond it are not highlighted
    options = {"hl_lines": " ".join(map(str, highlight))} if highlight else {}
    return str(fences.highlight(text, language, options, md, classes=[], id_value="", attrs={}))
