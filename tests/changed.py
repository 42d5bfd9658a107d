"""What differs from the commit before a change, and whose turn it is of what does not.

`.ci/train.py` trains by it, and the page tests open pages by it. LESSONCODE_BASE names the commit:
what the change shall be merged into, say origin/main. Without it, it is HEAD's first parent, which
of a merge is the branch that it was merged into. `none` compares with nothing: all counts.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

BASE = "LESSONCODE_BASE"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Change:
    """The paths that differ, None where all count, and in words why; the number of the turn."""

    why: str
    paths: frozenset[str] | None
    turn: int

    def touches(self, paths: Iterable[str]) -> bool:
        """Whether one of these differs. One that ends in / stands for all below it."""
        return self.paths is None or any(
            changed == path or (path.endswith("/") and changed.startswith(path))
            for path in paths
            for changed in self.paths
        )

    def in_turn(self, items: Sequence[Item], at_once: int) -> list[Item]:
        """All of these, first those whose turn it is, so many at once as one turn takes."""
        first = self.turn * at_once % len(items) if items else 0
        return [*items[first:], *items[:first]]


def change(root: Path, base: str | None = None) -> Change:
    """What changed in a project since `base`, by default that of the environment.

    Raises ValueError: the base is given, and this clone does not have it.
    """
    base = os.environ.get(BASE, "") if base is None else base
    if base == "none":
        return Change(f"{BASE} is none", None, 0)
    try:
        if git(root, "rev-parse", "--show-prefix").strip():
            raise ValueError("the repository is that of a folder around this")
        turn = int(git(root, "rev-list", "--count", "HEAD"))
    except ValueError as error:
        if base:
            raise ValueError(f"{BASE} is {base}, but there is no git: {error}") from None
        return Change(f"no git: {error}", None, 0)
    try:
        since = git(root, "merge-base", base or "HEAD^1", "HEAD").strip()
    except ValueError:
        if not base:
            return Change("this clone lacks the parent of HEAD", None, turn)
        what = f"{BASE} is {base}, and this clone has no commit that it shares with HEAD"
        advice = "fetch it (git fetch origin, with --unshallow in a shallow clone)"
        advice += f", or set {BASE}=none, which takes all for changed"
        raise ValueError(f"{what}; {advice}") from None
    listed = git(root, "diff", "--name-only", "--no-renames", "-z", since)
    listed += git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return Change(f"since {since[:7]}", frozenset(listed.split("\0")) - {""}, turn)


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
