"""`make serve`: renders what was saved, and shows in the browser what is wrong with it.

A page is rendered again once it, or a script, record or module that it shows, has changed; the
examples that it shows are run if they must, except recipes. Nothing is proven: `build` does that.
"""

import json
import logging
import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

from checker.pages.addresses import notebook_of, slug_of
from checker.pages.api import Reference
from checker.pages.embed import embeds_of
from checker.pages.exercise_files import file_of
from checker.pages.page import Page
from checker.pages.reading import pages_of
from checker.project import CACHE, Project
from checker.rules.lint import lint
from checker.running.example import is_lab
from checker.settings import program
from checker.site import extra_files, formula_font

SCRIPT = "problem.js"  # every page asks for it
SHOW = """\
const problem = document.createElement("pre");
problem.textContent = %s;
problem.role = "alert";
problem.style = "position: fixed; inset: auto 0 0; z-index: 9; max-height: 50vh; overflow: auto; "
  + "margin: 0; padding: 1em; border-top: solid; background: #fff; color: #a00; font-size: 13px";
if (problem.textContent) document.body.append(problem);
"""

log = logging.getLogger("mkdocs.hooks.serve")
problems: list[str] = []  # of the build that is under way


class Heard(logging.Handler):
    """Keeps what is wrong, as MkDocs and this hook say it in the terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        problems.append(record.getMessage().strip("\n"))


def serving() -> bool:
    """Whether this is `mkdocs serve`: `on_startup` has then told the gate to stand open."""
    return os.environ.get("LESSONCODE_GATE") == "serve"


def on_startup(command: str, dirty: bool) -> None:
    if command == "serve":
        os.environ["LESSONCODE_GATE"] = "serve"
        logging.getLogger("mkdocs").addHandler(Heard(logging.WARNING))
        log.info("Pages have no Run button here; `make site` gives them one.")
        # MkDocs warns at each build of what we do on purpose.
        building = logging.getLogger("mkdocs.commands.build")
        building.addFilter(lambda record: "'dirty' build" not in record.getMessage())


@event_priority(200)  # before hooks/labs.py asks what the labs have printed
def on_files(files: Any, config: Any) -> None:
    """Let MkDocs take what is outdated for modified, and run the examples which that shows."""
    if not serving():
        return
    root = Path(config.config_file_path).parent
    project = Project(root)
    pages = pages_of(project)
    built = {f"docs/{file.src_uri}": Path(file.abs_dest_path) for file in files}
    needed: set[str] = set()
    for page in pages:
        lab = is_lab(project, page.path)
        target = root / CACHE / notebook_of(page.path) if lab else built[page.path]
        if outdated(target, [root / path for path in sources(project, page)]):
            needed |= {embed.example for embed in embeds_of(page) if embed.example}
            if target.exists() and not lab:  # a lab is modified when its notebook is
                os.utime(target, (0, 0))
    trained = {name for name in needed if (root / f"examples/{name}.npz").exists()}
    for problem in (*run(root, needed - trained), *lint(project, pages)):
        log.error(problem)


def sources(project: Project, page: Page) -> Iterable[str]:
    """The files that a page is rendered from."""
    yield page.path
    if is_lab(project, page.path):
        return
    yield from ("mkdocs.yml", "moved.yml", project.settings.glossary)
    yield from (block.source for block in page.blocks if isinstance(block, Reference))
    yield file_of(project, slug_of(project, page.path))
    stems = tuple(embed.source.removesuffix("py") for embed in embeds_of(page))  # records begin so
    yield from (path for path in project.seen if path.startswith(stems))


def outdated(target: Path, sources: Iterable[Path]) -> bool:
    """Whether a page is not rendered yet, is older than a source, or shows a problem."""
    if not target.exists() or '<pre class="problem">' in target.read_text("utf-8"):
        return True
    made = target.stat().st_mtime
    return any(path.stat().st_mtime > made for path in sources if path.exists())


def run(root: Path, names: set[str]) -> list[str]:
    """Run those of these examples that are stale; what is wrong with them."""
    if not names:
        return []
    command = program(root, "check", *sorted(names))
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # src/ is watched
    done = subprocess.run(command, cwd=root, env=quiet, stderr=subprocess.PIPE, text=True)
    return [done.stderr] if done.returncode else []


def on_post_page(output: str, page: Any, config: Any) -> str:
    if not serving():
        return output
    tag = f'<script src="{urlsplit(config.site_url).path}{SCRIPT}"></script>'
    return output.replace("</body>", f"{tag}</body>")


def on_post_build(config: Any) -> None:
    if serving():
        formulas = formula_font.files(Project(Path(config.config_file_path).parent))
        extra_files.write(Path(config.site_dir), formulas)
        tell(config)


def on_serve(server: Any, config: Any, builder: Callable[[], None]) -> None:
    """After a build that fails, let the browser see the pages as they were, and why it failed."""

    def build() -> None:
        problems.clear()
        try:
            builder()
        except Abort:  # which has said why
            tell(config)
        except Exception as error:
            log.error(error)
            tell(config)

    server.builder = build


def tell(config: Any) -> None:
    """Show on each page what is wrong, or nothing."""
    text = json.dumps("\n\n".join(problems))
    Path(config.site_dir, SCRIPT).write_text(SHOW % text, encoding="utf-8")
