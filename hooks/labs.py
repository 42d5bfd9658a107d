"""Puts the labs among the pages: a notebook of each, which mkdocs-jupyter renders.

The templates beside this file make of it what an example fence makes, without Jupyter's 600 kB of
styles and scripts. The notebook itself is published below its page.
"""

import ast
import os
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from checker.pages.addresses import notebook_of, target_of
from checker.pages.reading import labs_of
from checker.problem import Problem
from checker.project import CACHE, Project
from checker.running.record import replace_files


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Any, config: Any) -> None:
    root = Path(config.config_file_path).parent
    project = Project(root)
    for path in labs_of(project):
        from mkdocs_jupyter.config import settings

        settings.templates_dir = str(Path(__file__).with_name("templates"))
        name = notebook_of(path)
        write(project, f"{CACHE}/{name}", path)
        files.append(File(name, str(root / CACHE), config.site_dir, config.use_directory_urls))


def write(project: Project, name: str, lab: str) -> None:
    """Write a lab's notebook; what would be the same keeps its date, for `make serve`."""
    from checker.site.lab import notebook

    made = project.root / name
    try:
        text = notebook(project, lab)
    except Problem as problem:
        if os.environ.get("LESSONCODE_GATE") == "serve" and made.exists():
            return  # hooks/serve.py says what is wrong
        raise BuildError(str(problem)) from None
    newer = made.exists() and made.stat().st_mtime > (project.root / lab).stat().st_mtime
    if not newer or made.read_text("utf-8") != text:
        replace_files(project.root, {name: text})


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> None:
    """Say of a lab what front matter says of another page, and where its source is."""
    if page.file.src_uri.endswith(".ipynb"):
        path = target_of("docs/index.md", page.file.src_uri)
        script = (Path(config.config_file_path).parent / path).read_text("utf-8")
        page.meta["description"] = ast.get_docstring(ast.parse(script))
        page.edit_url = (page.edit_url or "").replace(f"docs/{page.file.src_uri}", path) or None


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """A notebook's links lead to the site wherever it is opened; its page's are relative."""
    if page.file.src_uri.endswith(".ipynb"):
        html = re.sub(r"(?s)<style>.*</style>\s*$", "", html)  # for Jupyter's own markup
        site = config.site_url or "/"
        html = html.replace(f'href="{site}', f'href="{"../" * page.url.count("/")}')
    return html
