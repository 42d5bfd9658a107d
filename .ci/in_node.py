"""Runs examples as the reader's browser does, in node, and compares each with its record.

They are those that a change names, a handful, and those that it touches otherwise, out of what
`make site` has put into site/run/. The table that it prints has seconds of processor time.

    .ci/in_node.py                  all of these
    .ci/in_node.py --seconds 60     what the change names, and what begins within so many seconds
    .ci/in_node.py EXAMPLE ...      these alone

An example is named where its script, its record or its line in `browser.yml` differs. Where all
runs, so does what has no button by that file: it may run by now.
"""

import argparse
import json
import os
import re
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
from changed import Change, change, git  # noqa: E402

from checker.pages import buttons  # noqa: E402
from checker.project import Project  # noqa: E402
from checker.running import cache  # noqa: E402
from checker.running.record import difference, read_record, record_text  # noqa: E402

# A handful: text, a vocabulary, weights drawn with Matplotlib, and SmolLM2.
ALWAYS = ("tokens/utf8", "tokens/sample", "compute_optimal/best", "a_real_model/predict")
AT_ONCE = os.cpu_count() or 1
MOST_SECONDS = 400  # for one example, on a machine that does other things as well
MOST_WITHOUT = 120  # for one that is said to take too long
SHORT = 5  # seconds of which `browser.yml` says nothing
TOLERATED = 1.5  # times as long as it says
ROOMY = 2  # so many times the seconds it took, an example's line may say and not a class more
RUN_BY = ("src/checker/browser/", "docs/assets/worker.js", ".ci/in_node.js")


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

    def run(self, name: str, needs: dict[str, Any], patience: int) -> dict[str, Any]:
        """What a run printed. Raises EOFError: it broke down, or did not end by then."""
        if not self.process:
            command = ["node", str(ROOT / ".ci/in_node.js"), str(self.folder)]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self.process.stdin and self.process.stdout
        print(json.dumps({"example": name, **needs}), file=self.process.stdin, flush=True)
        came = select.select([self.process.stdout], [], [], patience)[0]
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
    patience = MOST_SECONDS if buttons.has_button(project, name) else MOST_WITHOUT
    try:
        ran = node.run(name, needs, patience)
    except EOFError:
        return Outcome(name, patience, "breaks down in a browser, or does not end there")
    if ran["error"]:
        return Outcome(name, ran["seconds"], f"fails in a browser\n{ran['error']['traceback']}")
    try:
        printed = record_text([(region, text) for region, text in ran["output"]])
    except ValueError as error:
        return Outcome(name, ran["seconds"], str(error))
    if printed == recorded:
        return Outcome(name, ran["seconds"], "")
    shown = difference(path, recorded, "in a browser", printed)
    return Outcome(name, ran["seconds"], f"prints something else in a browser\n{shown}")


def run_all(
    project: Project, folder: Path, first: list[str], others: list[str], seconds: float
) -> Iterator[Outcome]:
    """Run examples, one on each core; of the others none begins after so many seconds."""
    names = [*first, *others]
    needs = json.loads((folder / "runs.json").read_text(encoding="utf-8"))["examples"]
    for name in {*names} - {*needs}:
        needs[name] = vars(buttons.needs(project, name))
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
            begins = queue and (queue[0] in first or time.monotonic() < end)
            return queue.pop(0) if begins else None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(work, range(AT_ONCE)):
            yield from found


def named(project: Project, changed: Change) -> list[str]:
    """The examples that a change names."""
    if changed.paths is None:
        return []
    rows = ""
    if changed.base and buttons.FILE in changed.paths:
        rows = git(project.root, "diff", "--unified=0", changed.base, "--", buttons.FILE)
    listed = re.findall(r"^[-+]\s+[\"']?([\w/]+)[\"']?:", rows, re.MULTILINE)
    runnable = buttons.runnable(project)
    own = {name: [f"examples/{name}.py", f"examples/{name}.out"] for name in runnable}
    touched = [name for name in runnable if changed.touches(own[name])]
    return [n for n in [*runnable, *without(project)] if n in touched or n in listed]


def without(project: Project) -> list[str]:
    """The examples that have no button because `browser.yml` says so."""
    listed = buttons.read_listed(project).none
    return [name for name in listed if project.has(f"examples/{name}.py")]


def chosen(project: Project, changed: Change) -> list[str]:
    """The other examples to run: a handful, and those that a change touches."""

    def files(name: str) -> set[str]:
        own = {f"examples/{name}{ending}" for ending in (".py", ".out")}
        return own | set(cache.reads(project, name)) | set(RUN_BY)

    names = buttons.runnable(project)
    if changed.paths is None:
        return names + without(project)
    always = [name for name in ALWAYS if name in names]
    return always + [n for n in names if n not in always and changed.touches(files(n))]


def wrong(project: Project, outcomes: list[Outcome]) -> Iterator[str]:
    """What is wrong, and what to type next."""
    listed = buttons.read_listed(project)
    for name, seconds, problem in sorted(outcomes):
        fits = next((c for c in (SHORT, *buttons.CLASSES) if ROOMY * seconds <= c), None)
        if name in listed.none:
            if not problem and fits:
                what = f"which prints its record there in {seconds:.0f} s: take that line out"
                yield f"{buttons.FILE}  gives no button to {name}, {what}\n"
            continue
        if problem:
            yield f"examples/{name}.py  {problem}\n"
            yield f"  run it again    .venv/bin/python .ci/in_node.py {name}"
            yield f"  for no button   browser.yml, below  none:  {name}: REASON.\n"
        said = listed.seconds.get(name, SHORT)
        if not problem and seconds > TOLERATED * said:
            fits = next((c for c in buttons.CLASSES if seconds <= c), None)
            what = f"{name}: {fits}" if fits else f"none:  {name}: REASON."
            yield f"browser.yml  {name} takes {seconds:.0f} s, not {said}; write  {what}\n"
        elif not problem and fits and fits < said:
            what = f"write  {name}: {fits}" if fits > SHORT else "take that line out"
            yield f"browser.yml  {name} takes {seconds:.0f} s, not {said}; {what}\n"


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
        if unknown := {*given.names} - {*buttons.runnable(project), *without(project)}:
            raise ValueError(f"no example with a button in a browser: {' '.join(sorted(unknown))}")
        changed = change(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    first = given.names or named(project, changed)
    others = [] if given.names else [n for n in chosen(project, changed) if n not in first]
    outcomes = list(run_all(project, folder, first, others, given.seconds))
    print(f"examples with a button: {len(buttons.runnable(project))}; run in node: {len(outcomes)}")
    print(f"equal: {sum(not one.problem for one in outcomes)} ({changed.why})")
    if left := [name for name in others if name not in {one.name for one in outcomes}]:
        print(f"touched, but not begun within {given.seconds:.0f} s; before a merge")
        print(f"  .venv/bin/python .ci/in_node.py {' '.join(left)}")
    faults = list(wrong(project, outcomes))
    print("\n".join(faults), file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1:]))
