"""Runs examples: a fresh process for each, as many at once as there are cores, within limits."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tqdm import tqdm

from lessoncode.check import child, recipe
from lessoncode.check.cache import Printed, Reads, digests
from lessoncode.check.example import is_lab, read_script
from lessoncode.check.lane import NUMPY, environment
from lessoncode.check.prepare import prepare
from lessoncode.check.problem import FAILED, Problem
from lessoncode.check.process import OUT_OF_TIME, PATIENCE, Ended, end, run_script
from lessoncode.check.record import no_number, write_record

SECONDS, MOST_SECONDS = 20, 120  # of processor time
SOURCES = ("docs", "examples", "exercises", "src")  # the folders that the site is made from
TIME_LIMIT = re.compile(r"# time limit: (\d+) s\b")

Run = tuple[Printed, Reads]  # what a run that came to its end left, and what it read


def run_all(root: Path, names: list[str], second: bool = False) -> dict[str, Run | Problem]:
    """Run examples; a second time under other settings (`lane.SECOND_RUN`)."""
    if not names:
        return {}
    prepare(root)
    child.adopt_orphans()
    before = tree(root)
    alive: set[subprocess.Popen[bytes]] = set()
    at_once = os.cpu_count() or 1
    if second and not all(recipe.saves(root, name) for name in names):
        at_once = max(1, at_once // 2)  # with two threads each; where cores lack, threads spin
    with ThreadPoolExecutor(at_once) as pool:
        try:
            jobs = {name: pool.submit(run, root, name, second, alive) for name in names}
            left = set(jobs.values())
            with tqdm(None, "running", len(jobs), leave=False, disable=None) as bar:
                while left:
                    bar.set_postfix_str(", ".join(name for name in jobs if jobs[name].running()))
                    ended, left = wait(left, timeout=1, return_when=FIRST_COMPLETED)
                    bar.update(len(ended))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(stop, signal.SIG_IGN)  # a second Ctrl-C would cut this short
            for process in list(alive):
                end(process)
            child.end_children()
            raise
    child.end_children()  # what outlived a run that failed
    results = {name: outcome(job) for name, job in jobs.items()}
    if changed := sorted(before.items() ^ tree(root).items()):
        message = f"ran while {changed[0][0]} changed; if not by you, then by what ran"
        return {name: Problem(FAILED, f"examples/{name}.py", None, message) for name in results}
    return results


def outcome(job: Future[Run]) -> Run | Problem:
    """The result of a job, or the Problem it raised."""
    try:
        return job.result()
    except Problem as problem:
        return problem


def run(root: Path, name: str, second: bool, alive: set[subprocess.Popen[bytes]]) -> Run:
    """Run one example; its process is in `alive` meanwhile.

    Raises Problem: it fails, does not come to its end, prints where no record can hold it, does
    what the policy forbids, or leaves something running.
    """
    path = f"examples/{name}.py"
    source, regions = read_script(root, path)
    seconds = time_limit(path, source)
    for problem in recipe.missing(root, name):
        raise problem
    if second:  # the first came to its end in time; two threads may wait for each other
        seconds = MOST_SECONDS
    trains = recipe.saves(root, name)
    prefix = "second-example-" if second else "example-"
    scratch = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    began = scratch.stat().st_mtime_ns  # by the clock that dates files
    settings = environment(root, scratch, second, threads=not (trains or is_lab(path)))
    try:
        ended = run_script(root, path, regions, seconds, settings, alive)
        if failed := failure(path, ended, seconds, trains):
            raise failed
        printed, reads = result(root, name, scratch, ended.report)
        for file in reads:
            changed = (root / file).stat().st_mtime_ns if (root / file).is_file() else 0
            if began < changed < time.time_ns():
                what = f"ran while {file}, which it read, changed; run again"
                raise Problem(FAILED, path, None, what)
        if found := no_number(printed.output):
            region, what, shown = found
            line = regions[region][0] if region else None
            raise Problem(FAILED, path, line, f"cannot be recorded: {what}", shown)
        return printed, reads
    except ValueError as error:
        raise Problem(FAILED, path, None, f"cannot be recorded: {error}") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def time_limit(path: str, source: str) -> int:
    """The seconds of processor time that an example may take. Raises Problem if it asks wrongly."""
    asked = TIME_LIMIT.match(source)
    seconds = int(asked[1]) if asked else SECONDS
    if seconds > MOST_SECONDS or (source.startswith("# time limit") and not asked):
        message = f"asks for no time limit there is; write  # time limit: {MOST_SECONDS} s  at most"
        raise Problem(FAILED, path, 1, message)
    return seconds


def failure(path: str, ended: Ended, seconds: int, trains: bool) -> Problem | None:
    """The Problem of a run that failed; None for one that came to its end."""
    report, errors, code = ended.report, ended.errors, ended.code
    if trains:  # its progress, of which the end may help
        errors = "\n".join(re.split(r"[\r\n]+", errors.rstrip())[-10:])
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    advice = ("run it by hand", f"python {path}")
    used_up, out_of_time = code == -signal.SIGXCPU, report is OUT_OF_TIME
    if used_up or out_of_time:
        advice = ("if it needs longer", f"begin it with  # time limit: {MOST_SECONDS} s")
    for happened, what, detail in (
        (used_up, f"has used {seconds} s of processor time and is not done", errors),
        (out_of_time, f"is still running after {PATIENCE * seconds} s", errors),
        (not report, f"stops before its end ({how})", errors),
        ("failure" in report, report.get("failure", ""), f"{report.get('detail')}\n{errors}"),
        (ended.past, "prints past sys.stdout", ended.past),
        (errors and not trains, "prints to standard error", errors),
    ):
        if happened:
            return Problem(FAILED, path, None, what, detail, (advice,))
    return None


def result(root: Path, name: str, scratch: Path, report: dict[str, Any]) -> Run:
    """What a run that came to its end left. Raises ValueError where no record may hold it."""
    output, reads = write_record(report["segments"]), digests(root, report["reads"])
    figures = [(region, read_figure(Path(file))) for region, file in report["figures"]]
    for loaded in re.findall(r"^examples/(.*)\.npz$", "\n".join(reads), re.MULTILINE):
        if loaded not in recipe.loads(root, name):
            write = f'checkpoints.load("{loaded}")'
            raise ValueError(f"it reads examples/{loaded}.npz; write  {write}  for that")
    trains, stem = recipe.saves(root, name), Path(name).name
    weights = [file.relative_to(scratch).as_posix() for file in sorted(scratch.glob("**/*.npz"))]
    if weights != [f"{stem}.npz"] * trains:
        what, write = " and ".join(weights) or "no weights", f'checkpoints.save("{stem}", ...)'
        raise ValueError(f"it leaves {what}; weights are kept by  {write}  alone")
    if not trains:
        return Printed(output, figures), reads
    if figures:
        raise ValueError("it trains and draws; let another example load its weights and draw")
    try:
        arrays = recipe.unpack((scratch / weights[0]).read_bytes())
        if other := [member for member in arrays if not member.endswith(".npy")]:
            raise ValueError(f"not all arrays: {other[0]}")
        trained = recipe.Trained(output, NUMPY, recipe.hashes(root, reads), arrays)
        recipe.unpack(recipe.pack(trained))  # the record may be too large
    except ValueError as error:
        raise ValueError(f"its weights are {error}") from None
    return Printed(output, figures, trained), reads


def read_figure(path: Path) -> str:
    """An SVG that an example drew. Raises ValueError where it is none, or more than one."""
    text = path.read_text(encoding="utf-8")
    try:
        kind = ElementTree.fromstring(text).tag
    except ElementTree.ParseError as error:
        kind = str(error)
    if kind != "{http://www.w3.org/2000/svg}svg":
        raise ValueError(f"{path.name} is no SVG: {kind}")
    return text


def tree(root: Path) -> dict[str, int]:
    """When each file that the site is made from was last changed."""
    found = {}
    for path in (path for top in SOURCES for path in root.glob(f"{top}/**/*")):
        with suppress(FileNotFoundError):
            if path.is_file() and path.suffix != ".pyc":
                found[path.relative_to(root).as_posix()] = path.stat().st_mtime_ns
    return found
