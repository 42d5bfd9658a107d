"""What differs from the commit before a change: tests, examples and trainings run by it.

LESSONCODE_BASE names that commit, such as origin/main. Without it, the commit is HEAD's first
parent, which for a merge is the branch that was merged into. `.ci/run all` sets it to `none`:
nothing is compared, and everything counts as changed.
"""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

BASE = "LESSONCODE_BASE"


@dataclass(frozen=True)
class Change:
    """The paths that differ from a commit, and that commit. Where all count, `paths` is None."""

    why: str
    paths: frozenset[str] | None
    base: str = ""

    def touches(self, paths: Iterable[str]) -> bool:
        """Whether one of these differs. A path that ends in / means all that is below it."""
        return self.paths is None or any(
            changed == path or (path.endswith("/") and changed.startswith(path))
            for path in paths
            for changed in self.paths
        )


def change(root: Path, base: str | None = None) -> Change:
    """What changed in a project since `base`, by default that of the environment.

    Raises ValueError: the base is given, and this clone does not have it.
    """
    base = os.environ.get(BASE, "") if base is None else base
    if base == "none":
        return Change("everything", None)
    try:
        if git(root, "rev-parse", "--show-prefix").strip():
            raise ValueError("the repository is that of a folder around this")
    except ValueError as error:
        if base:
            raise ValueError(f"{BASE} is {base}, but there is no git: {error}") from None
        return Change(f"no git: {error}", None)
    try:
        since = git(root, "merge-base", base or "HEAD^1", "HEAD").strip()
    except ValueError:
        if not base:
            return Change("this clone lacks the parent of HEAD", None)
        what = f"{BASE} is {base}, and this clone has no commit that it shares with HEAD"
        advice = "fetch it (git fetch origin, with --unshallow in a shallow clone)"
        raise ValueError(f"{what}; {advice}, or run everything: .ci/run all") from None
    listed = git(root, "diff", "--name-only", "--no-renames", "-z", since)
    listed += git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return Change(f"since {since[:7]}", frozenset(listed.split("\0")) - {""}, since)


def git(root: Path, *arguments: str) -> str:
    """What git prints. Raises ValueError: the first line of its message."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise ValueError("git is not installed") from None
    if done.returncode:
        raise ValueError(done.stderr.partition("\n")[0])
    return done.stdout
