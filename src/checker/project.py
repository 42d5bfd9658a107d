"""The project as one command sees it: each file is read once, and later changes are noticed."""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.problem import WRONG_PAGE, Problem
from checker.settings import FILE, Settings, read

CACHE = ".cache/lessoncode"  # what commands keep for the next one

Seen = tuple[int, int] | str | None  # a file's date and size, the names in a folder, or nothing


class Project:
    """What was below `root` when this was made; contents are kept once they are read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs_in_browser = False  # whether pages carry what a browser runs examples with
        self.contents: dict[str, bytes] = {}
        self.known: dict[Any, Any] = {}  # what `once_per_project` keeps
        self.asked: set[str] = set()  # the files and folders that something was asked about
        self.seen: dict[str, Seen] = {}
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if is_source(name) and name != "site"]
            below = os.path.relpath(folder, root)
            within = "" if below == "." else f"{below}/"
            for path in [below, *(within + name for name in files if is_source(name))]:
                self.seen[path] = self.look(path)

    @cached_property
    def settings(self) -> Settings:
        """What its `pyproject.toml` tells the checker. Raises Problem where that is malformed."""
        try:
            return read(self.text(FILE) if self.has(FILE) else "")
        except ValueError as error:
            raise Problem(WRONG_PAGE, FILE, None, "cannot be read", str(error)) from None

    def look(self, path: str) -> Seen:
        """What is at a path now: a file's date and size, a folder's names, or None."""
        try:
            stat = os.stat(self.root / path)
            if not os.path.isdir(self.root / path):
                return stat.st_mtime_ns, stat.st_size
            return "/".join(sorted(n for n in os.listdir(self.root / path) if is_source(n)))
        except FileNotFoundError:
            return None

    def changed(self, paths: Iterable[str]) -> list[str]:
        """Which of these files and folders have changed; a new date alone is not a change."""
        dated = [path for path in paths if self.look(path) != self.first_look(path)]
        return [path for path in dated if not self.has(path) or self.rewritten(path)]

    def rewritten(self, path: str) -> bool:
        """Whether a file has other content than when it was read, or was not read and may have."""
        file = self.root / path
        return (
            path not in self.contents or not file.is_file() or file.read_bytes() != self.data(path)
        )

    def first_look(self, path: str) -> Seen:
        """What was at a path when this was made or, if the path is hidden, when first asked for."""
        self.asked.add(path)
        if path not in self.seen:
            self.seen[path] = self.look(path)
        return self.seen[path]

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return isinstance(self.first_look(path), tuple)

    def files(self, folder: str, suffix: str) -> list[str]:
        """The files at any depth below a folder whose names end with `suffix`, in order."""
        there = [path for path in self.seen if path.startswith(f"{folder}/") and self.has(path)]
        return sorted(path for path in there if path.endswith(suffix))

    def data(self, path: str) -> bytes:
        """The content of a file."""
        if path not in self.contents:
            self.first_look(path)
            self.contents[path] = (self.root / path).read_bytes()
        return self.contents[path]

    def text(self, path: str, errors: str = "strict") -> str:
        """The content of a text file. Raises Problem if it is not UTF-8 and `errors` is strict."""
        try:
            text = self.data(path).decode("utf-8-sig", errors)
        except UnicodeDecodeError:
            raise Problem(WRONG_PAGE, path, None, "is not UTF-8 text") from None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def digest(self, path: str) -> str | None:
        """A hash of a file's content, or the names in a folder; None where there is neither."""
        seen = self.first_look(path)
        if not isinstance(seen, tuple):
            return seen
        return hashlib.sha256(self.data(path)).hexdigest()

    @cached_property
    def last_release(self) -> str:
        """The last tag like `v0.1.0`; empty until there is one, and where there is no git."""
        return self.git("describe", "--tags", "--abbrev=0", "--match", "v*").strip()

    @property
    def base(self) -> str:
        """The commit that a change is compared with: HEAD, or where the branch left the one that
        LESSONCODE_SINCE names. Empty where there is no git, or no such commit.
        """
        return self.git("merge-base", os.environ.get("LESSONCODE_SINCE", "HEAD"), "HEAD").strip()

    def git(self, *arguments: str) -> str:
        """What git prints about the project; empty where there is no git, or no such thing."""
        command = ["git", "-C", str(self.root), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        except FileNotFoundError:
            return ""
        return "" if done.returncode else done.stdout


def is_source(name: str) -> bool:
    """Whether a name in a folder counts: it is neither hidden nor Python's bytecode."""
    return not name.startswith(".") and name != "__pycache__"
