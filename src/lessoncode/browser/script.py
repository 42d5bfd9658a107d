"""An example's file with the reader's edits in it."""

from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

from lessoncode.check.running.example import Regions, cut, regions_of


class Script(NamedTuple):
    """A file to run; `regions` maps each region to its first and last line in `source`."""

    file: str
    source: str
    regions: Regions
    code: CodeType

    def region(self, line: int) -> str | None:
        """The region that holds a line."""
        return next((name for name, (a, b) in self.regions.items() if a <= line <= b), None)

    def running(self, frame: FrameType | None) -> str | None:
        """The region whose module-level line is running, seen from a frame."""
        while frame and frame.f_code is not self.code:
            frame = frame.f_back
        return self.region(frame.f_lineno) if frame else None


def read(root: Path, path: str, edits: dict[str, str]) -> Script:
    """Read an example below `root` and put the reader's code in the place of each region.

    The edit of "" is that of the file shown whole. Raises SyntaxError for an edit that is no
    Python, named `path [region]`, with the edit's own lines.
    """
    source = (root / path).read_text(encoding="utf-8")
    regions = regions_of(path, source)
    shown = cut(path, source)
    changed = {name: code for name, code in edits.items() if not same(code, shown[name or None])}
    for name, code in changed.items():
        compile(code, f"{path} [{name}]" if name else path, "exec")
    if "" in changed:
        source, regions = changed[""], {}
    else:
        source, regions = spliced(source, regions, changed)
    file = str(root / path)
    return Script(file, source, regions, compile(source, file, "exec"))


def same(code: str, shown: str) -> bool:
    """Whether the reader changed nothing."""
    return code.rstrip("\n") == shown.rstrip("\n")


def spliced(source: str, regions: Regions, changed: dict[str, str]) -> tuple[str, Regions]:
    """The source with other code in some regions, and where its regions now are."""
    lines, moved, shift = source.split("\n"), {}, 0
    for name, (first, last) in regions.items():
        first, last = first + shift, last + shift
        if name in changed:
            new = changed[name].rstrip("\n").split("\n")
            lines[first - 1 : last] = new
            shift += len(new) - (last - first + 1)
            last = first + len(new) - 1
        moved[name] = (first, last)
    return "\n".join(lines), moved
