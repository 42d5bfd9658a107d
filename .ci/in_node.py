"""Runs examples as the reader's browser does, in node, and compares each with its record.

They are a handful and those that a change touches, out of what `make site` has put into site/run/.
The table that it prints has seconds of processor time.

    .ci/in_node.py                  all of these
    .ci/in_node.py --seconds 60     those that begin within so many seconds
    .ci/in_node.py EXAMPLE ...      the named ones
"""

import argparse
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from changed import Change, change  # noqa: E402

from checker.pages import buttons  # noqa: E402
from checker.project import Project  # noqa: E402
from checker.running import cache  # noqa: E402
from checker.running.record import difference, read_record, write_record  # noqa: E402

# A handful: text, a vocabulary, weights drawn with Matplotlib, and SmolLM2.
ALWAYS = ("tokens/utf8", "tokens/sample", "compute_optimal/best", "a_real_model/predict")
AT_ONCE = os.cpu_count() or 1
MOST_SECONDS = 400  # for one example, on a machine that does other things as well
SHORT = 5  # seconds of which `browser.yml` says nothing
TOLERATED = 1.5  # times as long as it says
RUN_BY = ("src/checker/browser/", "docs/assets/worker.js", ".ci/in_node.js", "browser.yml")


class Outcome(NamedTuple):
    """What a run came to; `problem` is empty if it printed its record."""

    name: str
    seconds: float
    problem: str


class Node:
    """A process with Python in it, as a browser's worker is; made anew when it breaks down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[str] | None = None

    def run(self, name: str, needs: dict[str, Any]) -> dict[str, Any]:
        """What a run printed. Raises EOFError: it broke down, or does not end."""
        if not self.process:
            command = ["node", str(ROOT / ".ci/in_node.js"), str(self.folder)]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self.process.stdin and self.process.stdout
        print(json.dumps({"example": name, **needs}), file=self.process.stdin, flush=True)
        came = select.select([self.process.stdout], [], [], MOST_SECONDS)[0]
        if came and (line := self.process.stdout.readline()):
            found: dict[str, Any] = json.loads(line)
            return found
        self.close()
        raise EOFError

    def close(self) -> None:
        """End it."""
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None


def outcome(project: Project, node: Node, name: str, needs: dict[str, Any]) -> Outcome:
    """Run an example and compare it."""
    path, recorded = read_record(project, name)
    try:
        ran = node.run(name, needs)
    except EOFError:
        return Outcome(name, MOST_SECONDS, "breaks down in a browser, or does not end there")
    if ran["error"]:
        return Outcome(name, ran["seconds"], f"fails in a browser\n{ran['error']['traceback']}")
    try:
        printed = write_record([(region, text) for region, text in ran["output"]])
    except ValueError as error:
        return Outcome(name, ran["seconds"], str(error))
    if printed == recorded:
        return Outcome(name, ran["seconds"], "")
    shown = difference(path, recorded, "in a browser", printed)
    return Outcome(name, ran["seconds"], f"prints something else in a browser\n{shown}")


def run_all(project: Project, folder: Path, names: list[str], seconds: float) -> Iterator[Outcome]:
    """Run examples, one on each core; none begins after so many seconds."""
    needs = json.loads((folder / "runs.json").read_text(encoding="utf-8"))["examples"]
    end, queue, lock = time.monotonic() + seconds, [*names], Lock()

    def work(_: int) -> list[Outcome]:
        node, found = Node(folder), []
        try:
            while name := next_one():
                found.append(outcome(project, node, name, needs[name]))
                print(f"{found[-1].seconds:7.1f} s  {name}", flush=True)
        finally:
            node.close()
        return found

    def next_one() -> str | None:
        with lock:
            return queue.pop(0) if queue and time.monotonic() < end else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(work, range(AT_ONCE)):
            yield from found


def chosen(project: Project, changed: Change) -> list[str]:
    """The examples to run: a handful, and those that a change touches."""

    def files(name: str) -> set[str]:
        own = {f"examples/{name}{ending}" for ending in (".py", ".out")}
        return own | set(cache.reads(project, name)) | set(RUN_BY)

    names = buttons.runnable(project)
    always = [name for name in ALWAYS if name in names]
    return always + [n for n in names if n not in always and changed.touches(files(n))]


def wrong(project: Project, outcomes: list[Outcome]) -> Iterator[str]:
    """What is wrong, and what to type next."""
    listed = buttons.read_listed(project)
    for name, seconds, problem in sorted(outcomes):
        if problem and name not in listed.differs:
            yield f"examples/{name}.py  {problem}\n"
            yield f"  run it again    .venv/bin/python .ci/in_node.py {name}"
            yield f"  if it must      browser.yml, below  differs:    {name}: REASON."
            yield f"  for no button   browser.yml, below  none:       {name}: REASON.\n"
        if not problem and name in listed.differs:
            yield f"browser.yml  says that {name} differs, and it does not: take that line out\n"
        said = listed.seconds.get(name, SHORT)
        if not problem and seconds > TOLERATED * said:
            fits = next((c for c in buttons.CLASSES if seconds <= c), None)
            what = f"{name}: {fits}" if fits else f"none:  {name}: REASON."
            yield f"browser.yml  {name} takes {seconds:.0f} s, not {said}; write  {what}\n"


def main(root: Path, arguments: list[str]) -> int:
    """Run examples, say what differs; 1 if one does."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("names", nargs="*", metavar="EXAMPLE")
    given = parser.parse_args(arguments)
    project, folder = Project(root), root / "site/run"
    try:
        if not (folder / "runs.json").exists():
            raise ValueError(f"{folder} holds no files for the browser: make site")
        if not shutil.which("node"):
            raise ValueError("node is not installed: apt-get install nodejs")
        if unknown := {*given.names} - {*buttons.runnable(project)}:
            raise ValueError(f"no example with a button in a browser: {' '.join(sorted(unknown))}")
        changed = change(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    names = given.names or chosen(project, changed)
    outcomes = list(run_all(project, folder, names, given.seconds))
    print(f"examples with a button: {len(buttons.runnable(project))}; run in node: {len(outcomes)}")
    print(f"equal: {sum(not one.problem for one in outcomes)} ({changed.why})")
    if left := [name for name in names if name not in {one.name for one in outcomes}]:
        print(f"touched, but not begun within {given.seconds:.0f} s; before a merge")
        print(f"  .venv/bin/python .ci/in_node.py {' '.join(left)}")
    faults = list(wrong(project, outcomes))
    print("\n".join(faults), file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1:]))
