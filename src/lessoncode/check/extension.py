"""The Python-Markdown extension that turns an example fence into code, output and figures.

MkDocs and Zensical both render with it. It brings pymdownx.superfences, which makes a fence hold
inside lists, tabs, quotes and admonitions, and leaves fences the only way to write code.
"""

import os
from html import escape
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import BuildError
from pymdownx.superfences import SuperFencesException

from lessoncode.check import api, forwarding, glossary, moved
from lessoncode.check.embed import proven, read_embed
from lessoncode.check.page import read_page
from lessoncode.check.problem import Problem
from lessoncode.check.project import Project


class CannotShow(SuperFencesException, BuildError):
    """Superfences lets only its own exception pass, and MkDocs explains only its own."""


class ExampleExtension(Extension):
    """Tells superfences how to show an example, a module and shell commands; marks terms."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register superfences with these three fences, the glossary, and what has moved."""
        fences = [
            {"name": name, "class": name, "format": function}
            for name, function in (("example", render), ("api", reference), ("console", console))
        ]
        settings = {"custom_fences": fences, "disable_indented_code_blocks": True}
        md.registerExtensions(["pymdownx.superfences"], {"pymdownx.superfences": settings})
        md.treeprocessors.register(Terms(md), "lessoncode_terms", 7)  # before links are resolved
        md.treeprocessors.register(Away(md), "lessoncode_away", 7)
        md.postprocessors.register(Here(md), "lessoncode_here", 1)  # last


def makeExtension(**settings: Any) -> ExampleExtension:  # noqa: N802  # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ExampleExtension(**settings)


def render(source: str, language: str, css_class: str, options: Any, md: Any, **_: Any) -> str:
    """The HTML of one fence: `div.example` with the code, then the output, then the figures."""
    project, page = place(md)[:2]
    try:
        embed = read_embed(f"docs/{page}", 0, source)
        shown = proven(project, embed)
    except Problem as problem:
        return cannot_show(problem)
    kind, path = "source", embed.source
    if embed.example:
        kind, path = "example", f"{embed.example}.py"
    region = f' data-region="{embed.region}"' if embed.region else ""
    parts = [f'<div class="example" data-{kind}="{path}"{region}>']
    parts.append(code(md, shown.code, "python", embed.highlight))
    if shown.output:
        label = f'role="group" aria-label="What {escape(embed.title)} printed"'
        parts.append(f'<div class="output"{new_id(md, embed.anchor)} {label}>')
        parts.append(f"<pre><code>{escape(shown.output, quote=False)}</code></pre></div>")
    parts += [f'<figure class="figure">{svg}</figure>' for svg in shown.figures]
    return "\n".join([*parts, "</div>"])


def reference(source: str, language: str, css_class: str, options: Any, md: Any, **_: Any) -> str:
    """The HTML of a module's reference, whose ids MkDocs is told."""
    project, page, repository = place(md)
    try:
        path = api.read_reference(f"docs/{page}", 0, source).source
        for entry in api.entries(project, path):
            new_id(md, entry.name)
        return api.render(project, path, repository)
    except Problem as problem:
        return cannot_show(problem)


def cannot_show(problem: Problem) -> str:
    """Ends the build; `make serve` shows the problem in place of the block."""
    if os.environ.get("LESSONCODE_GATE") == "serve":
        return f'<pre class="problem">{escape(str(problem))}</pre>'
    raise CannotShow(str(problem)) from None


class Terms(Treeprocessor):
    """Marks the first use of each term of the glossary on a page of the lesson."""

    def run(self, root: Element) -> None:
        """Change the page's tree."""
        project, page = place(self.md)[:2]
        if page.startswith("lesson/") and (known := list(glossary.terms(project))):
            glossary.mark(root, known)


class Away(Treeprocessor):
    """Leads on from the ids of what a page has no more, by `moved.yml`."""

    def run(self, root: Element) -> None:
        """Change the page's tree."""
        page, (_, away) = earlier(self.md)
        if away:
            root.append(forwarding.listed(away, lambda there: relpath(there, dirname(page))))


class Here(Postprocessor):
    """Puts back the ids that the page's blocks had once."""

    def run(self, text: str) -> str:
        """Change the page's HTML."""
        return forwarding.put_back(text, earlier(self.md)[1][0])


def earlier(md: Any) -> tuple[str, tuple[dict[str, str], dict[str, moved.Place]]]:
    """The page's path, and the ids that it had once."""
    project, page = place(md)[:2]
    path = f"docs/{page}"
    if not project.has(path):  # a lab is no file of docs/
        return path, ({}, {})
    try:
        return path, moved.here_and_away(project, read_page(path, project.text(path)))
    except Problem as problem:
        raise CannotShow(str(problem)) from None


def place(md: Any) -> tuple[Project, str, str | None]:
    """The project, the page's path below docs/, and the repository's address."""
    if "relpath" in md.treeprocessors:  # MkDocs
        builder = md.treeprocessors["relpath"]
        root, page = Path(builder.config.config_file_path).parent, builder.file.src_uri
        repository = builder.config.repo_url
    else:  # Zensical
        context = md.preprocessors["rendering_context"]
        root, page = Path(context.config["root_dir"]), context.page.path
        repository = context.config["repo_url"]
    if "lessoncode_project" not in vars(md):  # one a page, since `serve` renders again
        vars(md)["lessoncode_project"] = Project(root)
    return vars(md)["lessoncode_project"], page, repository


def console(source: str, language: str, css_class: str, options: Any, md: Any, **_: Any) -> str:
    """The HTML of shell commands."""
    return f'<div class="console">{code(md, source, "console", ())}</div>'


def code(md: Any, text: str, language: str, highlight: tuple[int, ...]) -> str:
    """Highlighted code, by the settings of the site's pymdownx.highlight."""
    fences = md.preprocessors["fenced_code_block"]
    fences.get_hl_settings()
    marked = " ".join(map(str, highlight))
    options = {"hl_lines": marked} if marked else {}
    return str(fences.highlight(text, language, options, md, classes=[], id_value="", attrs={}))


def new_id(md: Any, anchor: str) -> str:
    """The output's id attribute, for the first block of the page that shows it; MkDocs is told."""
    used: set[str] = vars(md).setdefault("lessoncode_ids", set())
    if anchor in used:
        return ""
    used.add(anchor)
    if "mkdocs_extract_anchors" in md.treeprocessors:
        md.treeprocessors["mkdocs_extract_anchors"].present_anchor_ids.add(anchor)
    return f' id="{anchor}"'
