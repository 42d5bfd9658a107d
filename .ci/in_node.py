"""Runs examples as the reader's browser does, in node, and compares each with its record.

For 40 seconds: what the change touches, then of the others in turn those that should fit, by the
seconds in `browser.yml`; with LESSONCODE_BASE=none all of them, whose seconds are then compared as
well. It runs what `make site` has put into site/run/. The table that it prints has seconds of
processor time.

    .ci/in_node.py [SITE [EXAMPLE ...]]    these, or by the rule
"""

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
from changed import BASE, Change, change  # noqa: E402

from checker.pages import buttons  # noqa: E402
from checker.project import Project  # noqa: E402
from checker.running import cache  # noqa: E402
from checker.running.record import difference, read_record, write_record  # noqa: E402

SECONDS = 40
AT_ONCE = 2  # a core each
A_TURN = 40  # examples, about as many as fit
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


def run_all(
    project: Project, folder: Path, takes: dict[str, int], seconds: float
) -> Iterator[Outcome]:
    """Run examples, two at once; begin those that, by what each `takes`, end in so many seconds."""
    needs = json.loads((folder / "runs.json").read_text(encoding="utf-8"))["examples"]
    end, queue, lock = time.monotonic() + seconds, [*takes], Lock()

    def next_that_fits() -> str | None:
        with lock:
            left = end - time.monotonic()
            name = next((name for name in queue if takes[name] <= left), None)
            if name:
                queue.remove(name)
            return name

    def work(_: int) -> list[Outcome]:
        node, found = Node(folder), []
        try:
            while name := next_that_fits():
                found.append(outcome(project, node, name, needs[name]))
                print(f"{found[-1].seconds:7.1f} s  {name}", flush=True)
        finally:
            node.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(work, range(AT_ONCE)):
            yield from found


def plan(project: Project, changed: Change) -> tuple[list[str], list[str]]:
    """The examples that a change touches, and the others; both as their turn comes."""
    names = buttons.runnable(project)

    def files(name: str) -> set[str]:
        own = {f"examples/{name}{ending}" for ending in (".py", ".out")}
        return own | set(cache.reads(project, name)) | set(RUN_BY)

    due = [name for name in names if changed.touches(files(name))]
    others = [name for name in names if name not in due]
    return changed.in_turn(due, A_TURN), changed.in_turn(others, A_TURN)


def wrong(project: Project, outcomes: list[Outcome], timed: bool) -> Iterator[str]:
    """What is wrong, and what to type next."""
    listed = buttons.read_listed(project)
    for name, seconds, problem in sorted(outcomes):
        if problem and name not in listed.differs:
            yield f"examples/{name}.py  {problem}\n"
            yield f"  run it again    .venv/bin/python .ci/in_node.py site {name}"
            yield f"  if it must      browser.yml, below  differs:    {name}: REASON."
            yield f"  for no button   browser.yml, below  none:       {name}: REASON.\n"
        if not problem and name in listed.differs:
            yield f"browser.yml  says that {name} differs, and it does not: take that line out\n"
        said = listed.seconds.get(name, SHORT)
        if timed and not problem and seconds > TOLERATED * said:
            fits = next((c for c in buttons.CLASSES if seconds <= c), None)
            what = f"{name}: {fits}" if fits else f"none:  {name}: REASON."
            yield f"browser.yml  {name} takes {seconds:.0f} s, not {said}; write  {what}\n"


def main(root: Path, arguments: list[str]) -> int:
    """Run examples, say what differs; 1 if one does."""
    project = Project(root)
    folder = root / (arguments[0] if arguments else "site") / "run"
    try:
        if not (folder / "runs.json").exists():
            raise ValueError(f"{folder} holds no files for the browser: make site")
        if not shutil.which("node"):
            raise ValueError("node is not installed: apt-get install nodejs")
        changed = change(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    due, others = plan(project, changed)
    named = [name for name in arguments[1:] if name in due + others]
    if len(named) < len(arguments[1:]):
        print("one of these has no button in a browser", file=sys.stderr)
        return 2
    everything = os.environ.get(BASE) == "none" or bool(named)
    limit = float("inf") if everything else SECONDS
    said = buttons.read_listed(project).seconds
    takes = dict.fromkeys(due, 0) | {name: said.get(name, SHORT) for name in others}
    takes = {name: takes[name] for name in named} if named else takes
    outcomes = list(run_all(project, folder, takes, limit))
    print(f"examples with a button: {len(due) + len(others)}; run in node: {len(outcomes)}")
    print(f"equal: {sum(not one.problem for one in outcomes)} ({changed.why})")
    missed = set(due) - {one.name for one in outcomes}
    if missed and not named:
        print(f"touched, but not run within {SECONDS} s: {len(missed)}")
    faults = list(wrong(project, outcomes, everything))
    print("\n".join(faults), file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1:]))
