"""Runs again, twice each, the recipes and slow examples that a change makes due, and names them.

One is due where its record of what it read is stale, as a changed script makes it, where this, its
output or pictures differ from what they were before the change, and where the code that runs it
does.

    .ci/train.py            all that are due; every example where there is nothing to compare with
    .ci/train.py SECONDS    those of them that should fit into so many seconds
"""

import ast
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from changed import Change, change, git  # noqa: E402

from checker.project import Project  # noqa: E402
from checker.running import recipe  # noqa: E402
from checker.running.example import names_of  # noqa: E402
from checker.running.picture import paths_of  # noqa: E402

AT_ONCE = os.cpu_count() or 1
RUN_BY = ("running/child.py", "running/lane.py", "running/process.py")  # in any package
PRINTED = ".cache/lessoncode/printed"  # the new records of the last check alone
KEPT = ".cache/changed-records"


def due(root: Path, changed: Change) -> tuple[list[str], int]:
    """The recipes and slow examples to run again, and how many there are in all."""
    project = Project(root)
    known = names_of(project)
    names = [n for n in known if recipe.saves(project, n) or recipe.slow(project, n)]
    if changed.paths is None or run_by(root, changed.base) != run_by(root):
        return names, len(names)

    def records(name: str) -> list[str]:
        kept = recipe.file_of(project, name)
        return [f"examples/{name}.out", kept, *paths_of(project, name)]

    found = [n for n in names if recipe.stale(project, n) or changed.touches(records(n))]
    return found, len(names)


def run_by(root: Path, commit: str = "") -> set[str]:
    """The code that runs examples, at a commit or now, without imports: a move changes these."""
    if commit:
        paths = git(root, "ls-tree", "-r", "--name-only", commit, "src/").splitlines()
        sources = [git(root, "show", f"{commit}:{p}") for p in paths if p.endswith(RUN_BY)]
    else:
        files = [path for path in root.glob("src/**/*.py") if path.as_posix().endswith(RUN_BY)]
        sources = [path.read_text("utf-8") for path in files]
    found = set()
    for tree in map(ast.parse, sources):
        tree.body = [it for it in tree.body if not isinstance(it, ast.Import | ast.ImportFrom)]
        found.add(recipe.syntax(tree))
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


def train(root: Path, names: list[str], seconds: float) -> tuple[int, list[str]]:
    """Run a few at once while the next few should fit; the exit code, and what is left."""
    began, longest, code = time.monotonic(), 0.0, 0
    while names and time.monotonic() - began + longest <= seconds:
        start = time.monotonic()
        code = max(code, check_all(root, names[:AT_ONCE]))
        longest = max(longest, time.monotonic() - start)
        names = names[AT_ONCE:]
    return code, names


def main(root: Path, seconds: float) -> int:
    """Run what is due, and say what ran and what is left to do."""
    shutil.rmtree(root / KEPT, ignore_errors=True)
    keep(root)  # of the check that built the site
    try:
        changed = change(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if changed.paths is None and seconds == float("inf"):
        return check_all(root, [])
    names, known = due(root, changed)
    print(f"recipes and slow examples: {known}; due: {len(names)} ({changed.why})", flush=True)
    code, left = train(root, names, seconds)
    ran = [name for name in names if name not in left]
    print(f"ran twice: {' '.join(ran) or 'none'}")
    if left:
        print(f"due, but not done within {seconds:.0f} s; before a merge")
        print(f"  .venv/bin/lessoncode check --all {' '.join(left)}")
    return code


if __name__ == "__main__":
    sys.exit(main(ROOT, float(sys.argv[1]) if sys.argv[1:] else float("inf")))
