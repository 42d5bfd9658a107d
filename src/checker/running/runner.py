"""Runs examples, one on each core, and yields what each left or why it failed."""

import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from tqdm import tqdm

from checker.problem import FAILED, Problem
from checker.project import Project
from checker.running import child, recipe
from checker.running.cache import Printed, Reads
from checker.running.example import read_script
from checker.running.lane import numpy_of, on_reference_lane
from checker.running.picture import SVG, is_empty, record_of
from checker.running.prepare import prepare
from checker.running.process import Server
from checker.running.record import forbidden_number, record_text

SECONDS, MOST_SECONDS = 20, 120  # of processor time
TIME_LIMIT = re.compile(r"# time limit: (\d+) s\b")
DRAWS = {  # what figures are made of
    *("svg", "defs", "g", "a", "use", "clipPath", "path", "text", "tspan", "circle", "rect"),
    *("title", "line", "polyline", "polygon", "ellipse"),
}
MANY = 4  # examples for each process, from which it saves time to load NumPy first

Run = tuple[Printed, Reads]  # what a run that came to its end left, and what it read


def run_all(
    project: Project, names: list[str], second: bool = False, guarded: bool = False
) -> Iterator[tuple[str, Run | Problem]]:
    """Run examples and yield each as it ends.

    A `second` run has other settings (`lane.SECOND_RUN`), in processes that share nothing with the
    first. If it is `guarded`, `unrepeatable` ends it if it asks for what no other run gets.
    """
    if not names:
        return
    modules = prepare(project)
    at_once = os.cpu_count() or 1
    # On macOS, the library that NumPy computes with does not survive a fork.
    early = len(names) >= MANY * at_once and not second and sys.platform == "linux"
    loaded = [child.GUARD] if guarded else modules if early else []
    servers = [Server(project.root, loaded, second) for _ in names[:at_once]]
    free = [*servers]  # as many as the pool has threads

    def job(name: str) -> Run | Problem:
        server = free.pop()
        try:
            return run(project, name, server)
        except Problem as problem:
            return problem
        except (BrokenPipeError, EOFError):
            servers.append(server := Server(project.root, loaded, second))
            message = "was stopped by another program; run it again"
            return Problem(FAILED, f"examples/{name}.py", None, message)
        finally:
            free.append(server)

    pool = ThreadPoolExecutor(len(servers))
    try:
        jobs = {pool.submit(job, name): name for name in names}
        left = set(jobs)
        with tqdm(None, "running", len(jobs), leave=False, disable=None) as bar:
            while left:
                bar.set_postfix_str(", ".join(jobs[one] for one in jobs if one.running()))
                ended, left = wait(left, timeout=1, return_when=FIRST_COMPLETED)
                for one in ended:
                    bar.update()
                    yield jobs[one], one.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for server in servers:
            server.close()


def run(project: Project, name: str, server: Server) -> Run:
    """Run one example.

    Raises Problem where it fails, does not come to its end, breaks the policy, prints what no
    record can hold, or read a file that changed meanwhile.
    """
    path = f"examples/{name}.py"
    source, regions = read_script(project, path)
    seconds = time_limit(path, source)
    for problem in recipe.wrong_loads(project, name):
        raise problem
    if server.second:  # the first run ended in time, and a guarded one takes longer
        seconds = MOST_SECONDS
    trains = recipe.saves(project, name)
    with TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True) as folder:
        report = server.run(path, regions, seconds, Path(folder).resolve())
        if changed := project.changed(report.get("reads", [path])):
            what = f"ran while {changed[0]}, which it read, changed; run again"
            raise Problem(FAILED, path, None, what)
        if failed := failure(path, report, trains):
            raise failed
        try:
            printed, reads = result(project, name, report)
        except ValueError as error:
            raise Problem(FAILED, path, None, f"cannot be recorded: {error}") from None
    if found := forbidden_number(printed.output):
        region, what, shown = found
        line = regions[region][0] if region else None
        raise Problem(FAILED, path, line, f"cannot be recorded: {what}", shown)
    return printed, reads


def time_limit(path: str, source: str) -> int:
    """The seconds of processor time that an example may take. Raises Problem if it asks wrongly."""
    asked = TIME_LIMIT.match(source)
    seconds = int(asked[1]) if asked else SECONDS
    if seconds > MOST_SECONDS or (source.startswith("# time limit") and not asked):
        message = f"asks for an invalid time limit; write  # time limit: {MOST_SECONDS} s  at most"
        raise Problem(FAILED, path, 1, message)
    return seconds


def failure(path: str, report: dict[str, Any], trains: bool) -> Problem | None:
    """The Problem of a run that failed; None for one that came to its end."""
    what, errors = report.get("failure"), report["errors"]
    if trains:  # it shows its progress there, and the last lines may help
        errors = "\n".join(re.split(r"[\r\n]+", errors.rstrip())[-10:])
    elif errors and not what:
        what = "prints to standard error, or past sys.stdout"
    if not what:
        return None
    advice = ("run it by hand", f"python {path}")
    if what.startswith("takes more than"):
        advice = ("if it needs longer", f"begin it with  # time limit: {MOST_SECONDS} s")
    detail = "\n".join(part for part in (report.get("detail"), errors) if part)
    return Problem(FAILED, path, None, what, detail, (advice,))


def result(project: Project, name: str, report: dict[str, Any]) -> Run:
    """What a run that came to its end left and read. Raises ValueError if no record may hold it."""
    output = record_text(report["segments"])
    reads = {path: project.digest(path) for path in report["reads"]}
    pictures = [
        record_of(Path(file).stem, region, read_figure(Path(file)))
        for region, file in report["figures"]
    ]
    for loaded in re.findall(r"^examples/(.*)\.npz$", "\n".join(reads), re.MULTILINE):
        if loaded not in recipe.loads(project, name):
            write = f'{project.settings.load[0]}("{loaded}")'
            raise ValueError(f"it reads examples/{loaded}.npz; write  {write}  for that")
    trains, stem, home = recipe.saves(project, name), Path(name).name, report["home"]
    weights = [file.relative_to(home).as_posix() for file in sorted(home.glob("**/*.npz"))]
    if weights != [f"{stem}.npz"] * trains:
        what = " and ".join(weights) or "no weights"
        write = f'{project.settings.save}("{stem}", ...)'
        raise ValueError(f"it leaves {what}; save weights only with  {write}")
    if not trains and not (recipe.slow(project, name) and on_reference_lane(project.root)):
        return Printed(output, pictures), reads
    numpy, files = numpy_of(project.root), recipe.hashes(project, reads)
    if not trains:
        kept = recipe.Kept(recipe.hash_of(output, pictures), numpy, files, None)
        return Printed(output, pictures, kept), reads
    if pictures:
        raise ValueError("it trains and draws; let another example load its weights and draw")
    try:
        arrays = recipe.unpack((home / weights[0]).read_bytes())
        if other := [member for member in arrays if not member.endswith(".npy")]:
            raise ValueError(f"not all arrays: {other[0]}")
        kept = recipe.Kept(output, numpy, files, arrays)
        recipe.unpack(recipe.pack(kept))  # the record may be too large
    except ValueError as error:
        raise ValueError(f"its weights are {error}") from None
    return Printed(output, [], kept), reads


def read_figure(path: Path) -> str:
    """The text of an SVG that an example drew.

    Raises ValueError if it does more than draw, draws nothing, or has no alternative text.
    """
    text = path.read_text(encoding="utf-8")
    try:
        svg = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"{path.name} isn't an SVG: {error}") from None
    if svg.tag != f"{SVG}svg":
        raise ValueError(f"{path.name} isn't an SVG: {svg.tag}")
    for node in svg.iter():
        found = [] if node.tag.removeprefix(SVG) in DRAWS else [node.tag.rpartition("}")[2]]
        for key, value in node.attrib.items():
            if key.startswith("on") or (key.endswith("href") and re.search(":|//", value)):
                found.append(f"{key}={value!r}")
        if found:
            raise ValueError(f"{path.name} holds {found[0]}, but a figure may only draw")
    if is_empty(svg):
        raise ValueError(f"{path.name} is empty: nothing is drawn in it")
    if not any(node.get("aria-label") for node in svg.iter()):
        raise ValueError(f"{path.name} has no alternative text; say in an aria-label what it shows")
    return text
