"""The Python-Markdown extension that turns fences into examples, guesses, questions and the like.

MkDocs and Zensical both render with it. It brings pymdownx.superfences, which lets fences be inside
lists, tabs, quotes and admonitions, and makes fences the only way to write code.
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

from checker.pages import glossary
from checker.pages.addresses import in_docs, is_lesson, published
from checker.pages.comparisons import COMPARISON
from checker.pages.reading import READ, page_of, site_of
from checker.pages.reading_time import length_html
from checker.pages.typography import curl
from checker.problem import Problem
from checker.project import Project
from checker.site import code_classes, old_addresses


class CannotShow(SuperFencesException, BuildError):
    """Says that a fence can't be shown: an exception that superfences and MkDocs both report."""


class ExampleExtension(Extension):
    """Shows each kind of fence, and changes a page as a whole."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  # Python-Markdown's name
        """Register superfences with these fences, and what changes the whole page."""
        code_classes.keep_few_classes()
        fences = [{"name": kind, "class": kind, "format": fence_html} for kind in READ]
        settings = {"custom_fences": fences, "disable_indented_code_blocks": True}
        md.registerExtensions(["pymdownx.superfences"], {"pymdownx.superfences": settings})
        md.treeprocessors.register(WholePage(md), "lessoncode", 7)  # before links are resolved


def makeExtension(**settings: Any) -> ExampleExtension:  # noqa: N802  # Python-Markdown's name
    """Make the extension; Python-Markdown looks for a function of this name."""
    return ExampleExtension(**settings)


def fence_html(body: str, language: str, kind: str, options: Any, md: Any, **_: Any) -> str:
    """Write a fence as HTML.

    A Problem ends the build; `make serve` shows it in place of the block.
    """
    project, page = project_and_page(md)
    try:
        block, site = READ[kind].read(page, 0, body), site_of(project)
        ids = block.ids(site)
        html = block.html(site, partial(code_html, md))
    except Problem as problem:
        if os.environ.get("LESSONCODE_GATE") == "serve":
            return f'<pre class="problem">{escape(str(problem))}</pre>'
        raise CannotShow(str(problem)) from None
    if "mkdocs_extract_anchors" in md.treeprocessors:
        md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.update(ids)
    return as_built(md, page, html)


class WholePage(Treeprocessor):
    """Marks the first use of each term on a page of the lesson, says how long the page takes, makes
    quotes curly, and leads on to what has moved.
    """

    def run(self, root: Element) -> None:
        """Change the tree of the page."""
        project, page = project_and_page(self.md)
        try:
            if is_lesson(project, page):
                glossary.link_terms(project, page, root)
                self.say_length(root, length_html(site_of(project), page_of(project, page)))
            curl(root)
            for link in root.iter("a"):  # readers of the page need no comparison to hover on
                if COMPARISON.fullmatch(link.get("title", "")):
                    del link.attrib["title"]
            if moved := old_addresses.links_on(project, page, in_docs):
                root.append(fromstring(moved))
        except Problem as problem:
            raise CannotShow(str(problem)) from None

    def say_length(self, root: Element, html: str) -> None:
        """Put the page's length below the promise, which is the paragraph below the title."""
        tags = [child.tag for child in root]
        at = tags.index("h1") + 1 if "h1" in tags else 0
        if tags[at : at + 1] == ["p"] and not HTML_PLACEHOLDER_RE.match(root[at].text or ""):
            at += 1
        said = Element("p")
        said.text = self.md.htmlStash.store(as_built(self.md, project_and_page(self.md)[1], html))
        root.insert(at, said)


def as_built(md: Any, page: str, html: str) -> str:
    """HTML with links to built pages, if MkDocs builds; Zensical turns links to sources itself."""
    return published(page, html) if "relpath" in md.treeprocessors else html


def project_and_page(md: Any) -> tuple[Project, str]:
    """Find the project and the page that MkDocs or Zensical builds."""
    if "relpath" in md.treeprocessors:
        builder = md.treeprocessors["relpath"]
        root, page = Path(builder.config.config_file_path).parent, builder.file.src_uri
    else:
        context = md.preprocessors["rendering_context"]
        root, page = Path(context.config["root_dir"]), context.page.path
    if "lessoncode_project" not in vars(md):
        whole_build = os.environ.get("LESSONCODE_GATE") == "1"  # `serve` renders pages again
        vars(md)["lessoncode_project"] = project_of_build(root) if whole_build else project_at(root)
    return vars(md)["lessoncode_project"], f"docs/{page}"


def project_at(root: Path) -> Project:
    """The project at a folder as it is now."""
    project = Project(root)
    project.runs_in_browser = bool(os.environ.get("LESSONCODE_RUN"))
    return project


project_of_build = cache(project_at)


def code_html(md: Any, text: str, language: str) -> str:
    """Write code as HTML with colours, by the settings of the site's pymdownx.highlight."""
    fences = md.preprocessors["fenced_code_block"]
    fences.get_hl_settings()
    return str(fences.highlight(text, language, {}, md, classes=[], id_value="", attrs={}))
