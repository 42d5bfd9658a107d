"""Trains again, twice each, what a change touches, then other recipes in turn, for 40 seconds.

What the change touches and did not fit is due all the same: a later job of CI gets its names, as
`weights` in $GITHUB_OUTPUT. Any Python runs this; the project's own, in .venv, does the training.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from changed import BASE, Change, change  # noqa: E402

SECONDS = 40
AT_ONCE = 2  # a core each
RUN_BY = tuple(f"src/checker/running/{part}.py" for part in ("child", "lane", "process"))
PRINTED = ".cache/lessoncode/printed"  # the new records of the last check alone
KEPT = ".cache/changed-records"


def recipes(root: Path) -> dict[str, set[str]]:
    """Each recipe with the files that its weights hang on: what it read, and what runs it."""
    found = {}
    for file in sorted(root.glob("examples/**/*.npz")):
        name = file.relative_to(root / "examples").with_suffix("").as_posix()
        try:
            read = json.loads(zipfile.ZipFile(file).read("record.json"))["files"]
        except (LookupError, TypeError, ValueError, zipfile.BadZipFile):
            read = {}  # damaged: the check says so
        found[name] = {f"examples/{name}{ending}" for ending in (".py", ".out", ".npz")}
        found[name] |= {*read, *RUN_BY}
    return found


def check_all(root: Path, names: list[str]) -> int:
    """Run examples twice, or all where none is named, and keep their new records."""
    command = [".venv/bin/lessoncode", "check", "--all", *names]
    code = subprocess.run(command, cwd=root, check=False).returncode
    keep(root)
    return abs(code)  # below 0 where a signal ended it


def keep(root: Path) -> None:
    """Put what differed from its record where the next check does not delete it."""
    if (root / PRINTED).is_dir():
        shutil.copytree(root / PRINTED, root / KEPT, dirs_exist_ok=True)


def train(root: Path, names: list[str]) -> tuple[int, list[str]]:
    """Train a few at once while the next few should fit; the exit code, and what is left."""
    began, longest, code = time.monotonic(), 0.0, 0
    while names and time.monotonic() - began + longest <= SECONDS:
        start = time.monotonic()
        code = max(code, check_all(root, names[:AT_ONCE]))
        longest = max(longest, time.monotonic() - start)
        names = names[AT_ONCE:]
    return code, names


def plan(root: Path, changed: Change) -> tuple[list[str], list[str]]:
    """The recipes that a change touches, and the others; both as their turn comes."""
    known = recipes(root)
    due = [name for name, files in known.items() if changed.touches(files)]
    others = [name for name in known if name not in due]
    return changed.in_turn(due, AT_ONCE), changed.in_turn(others, AT_ONCE)


def main(root: Path) -> int:
    """Train, and say what was trained and what is due elsewhere."""
    shutil.rmtree(root / KEPT, ignore_errors=True)
    keep(root)  # of the check that built the site
    if os.environ.get(BASE) == "none":
        return check_all(root, [])
    try:
        changed = change(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    due, others = plan(root, changed)
    code, left = train(root, due + others)
    trained = [name for name in due + others if name not in left]
    missed = [name for name in due if name in left]
    print(f"recipes: {len(due) + len(others)}; touched: {len(due)} ({changed.why})")
    print(f"trained twice: {' '.join(trained) or 'none'}")
    if missed:
        print(f"touched, but not done within {SECONDS} s, so due before a merge by")
        print(f"  .venv/bin/lessoncode check --all {' '.join(missed)}")
    if "GITHUB_OUTPUT" in os.environ:
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
            print(f"weights={' '.join(missed)}", file=file)
    return code


if __name__ == "__main__":
    sys.exit(main(ROOT))
