"""Records of traces, with which a page steps through an example; a fence asks for one.

    examples/next_token/softmax.trace.json      of the whole script
    examples/tokens/train.merges.trace.json     of its region "merges"

`accept` writes them, `check` compares them. A trace comes from a separate run, without the limits
of the example's main run.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.pages.embed import Embed, embeds_of
from checker.pages.page import Page
from checker.problem import DIFFERS, FAILED, WRONG_PAGE, Problem
from checker.project import CACHE, Project
from checker.running import cache, described, listing, trace
from checker.running.lane import environment, on_reference_lane
from checker.running.record import difference, replace_files


def asked(project: Project, pages: list[Page]) -> dict[str, Embed]:
    """The blocks that ask for traces, by the traces' paths; another rule reports broken ones."""
    blocks = (embed for embed in embeds_of(*pages) if embed.traced)
    return {block.trace: block for block in blocks if block.show_unless_broken(project)}


def traced(project: Project, block: Embed, twice: bool = False) -> str:
    """The current trace of a block: from the cache or a run, or if `twice`, from two runs.

    Raises Problem where a run fails, two differ, or a function that the block names isn't called.
    """
    digests = {path: project.digest(path) for path in cache.reads(project, block.example)}
    of = json.dumps([cache.setting(project), tracer(), block.functions, digests])
    kept, text = f"{CACHE}/traces/{block.trace}", ""
    with suppress(OSError, ValueError, TypeError):  # absent or damaged
        was_of, found = json.loads((project.root / kept).read_text(encoding="utf-8"))
        text = found if was_of == of else ""
    if twice or not text:
        text = run(project, block)
        if twice and (other := run(project, block, second=True)) != text:
            detail = difference("one run", text, "another", other)
            message = f"steps through {block.title}, whose steps change from run to run"
            raise Problem(FAILED, block.page, block.line, message, detail)
        replace_files(project.root, {kept: json.dumps([of, text])})
    called = [name for name, _ in json.loads(text)["frames"]]
    if missing := [name for name in block.functions if name not in called]:
        raise block.wrong(f"steps into {missing[0]}, which {block.title} never calls")
    return text


def tracer() -> str:
    """A hash of the modules that trace."""
    files = [Path(str(module.__file__)) for module in (described, listing, trace)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def run(project: Project, block: Embed, second: bool = False) -> str:
    """Trace an example in a process of its own. Raises Problem where that fails."""
    example = block.source, block.region, block.functions
    order = json.dumps([str(project.root), project.settings.package, *example])
    with TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True) as folder:
        done = subprocess.run(
            [sys.executable, "-s", "-P", "-B", "-m", trace.__name__, order],
            cwd=folder, env=environment(project.root, Path(folder), second),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        message = f"steps through {block.title}, which fails while it is traced"
        raise Problem(FAILED, block.page, block.line, message, done.stderr)
    return done.stdout


def changed(
    project: Project, pages: list[Page], names: Collection[str], twice: bool, confirm: bool = False
) -> dict[str, str | Problem]:
    """The traces of these examples that differ from their records, or their Problems, by path.

    With `confirm`, what has changed runs twice.
    """
    blocks = asked(project, pages)
    wanted = {path: block for path, block in blocks.items() if block.example in names}

    def change(path: str) -> str | Problem:
        old = project.text(path) if project.has(path) else ""
        try:
            text = traced(project, wanted[path], twice)
            if old == text or (not on_reference_lane(project.root) and trace.alike(old, text)):
                return ""
            return traced(project, wanted[path], twice=True) if confirm else text
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = zip(wanted, pool.map(change, wanted), strict=True)
        return {path: what for path, what in found if what}


def problems(
    project: Project, pages: list[Page], names: Collection[str], twice: bool = False
) -> Iterator[Problem]:
    """What is wrong with the traces of these examples."""
    wanted = asked(project, pages)
    for path, what in changed(project, pages, names, twice).items():
        if isinstance(what, Problem):
            yield what
            continue
        block, state = wanted[path], "have changed" if project.has(path) else "have no record yet"
        message = f"steps through {block.title}, whose steps {state}"
        advice = (("if they are right", f"{project.settings.program} accept {block.example}"),)
        detail = difference(path, project.text(path), "now", what) if project.has(path) else ""
        yield Problem(DIFFERS, block.page, block.line, message, detail, advice)


def write(project: Project, pages: list[Page], names: Collection[str]) -> dict[str, str | Problem]:
    """Record the traces of these examples that have changed, where two runs agree."""
    found = changed(project, pages, names, twice=False, confirm=True)
    files: dict[str, str | bytes] = {p: text for p, text in found.items() if isinstance(text, str)}
    replace_files(project.root, files)
    return found


def left_over(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Records of traces that no page asks for any more."""
    wanted = asked(project, pages)
    for path in project.files("examples", trace.ENDING):
        if path not in wanted:
            yield Problem(WRONG_PAGE, path, None, "is a trace that no page asks for; remove it")


def contents(project: Project, pages: list[Page]) -> dict[str, bytes]:
    """The records of all traces by their names in a site. Raises Problem for an outdated one."""
    wanted = asked(project, pages)
    for problem in problems(project, pages, [block.example for block in wanted.values()]):
        raise problem
    return {path.removeprefix("examples/"): project.data(path) for path in wanted}
