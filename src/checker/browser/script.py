"""Reads an example with the reader's edits in it, and finds the block that a line belongs to."""

from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

from checker.running.example import MARKER, Regions, cut, regions_of

ROOT = Path(__file__).parents[3]  # of a clone, or of its copy in the browser


class Script(NamedTuple):
    """A file to run, by its path below `ROOT`; `regions` has each region's first and last line."""

    path: str
    source: str
    regions: Regions
    code: CodeType

    @property
    def file(self) -> str:
        """The file's full path."""
        return str(ROOT / self.path)

    def region(self, line: int) -> str | None:
        """The region that holds a line."""
        return next((name for name, (a, b) in self.regions.items() if a <= line <= b), None)

    def running(self, frame: FrameType | None) -> str | None:
        """The region whose module-level line is running, seen from a frame."""
        while frame and frame.f_code is not self.code:
            frame = frame.f_back
        return self.region(frame.f_lineno) if frame else None

    def place(self, line: int) -> tuple[str | None, int]:
        """A line's region and its number in it; outside all regions, its number without markers."""
        if region := self.region(line):
            return region, line - self.regions[region][0] + 1
        before = self.source.split("\n")[: line - 1]
        return None, line - sum(1 for text in before if MARKER.fullmatch(text))


def read(path: str, edits: dict[str, str]) -> Script:
    """Read an example, with the reader's code in place of each region that was edited.

    An edit of "" replaces the whole file. Raises SyntaxError for an edit that is not Python; its
    file is then named like `path [region]`, and its line is the edit's own.
    """
    source = (ROOT / path).read_text(encoding="utf-8")
    regions, shown = regions_of(path, source), cut(path, source)
    changed = {
        region: code
        for region, code in edits.items()
        if code.strip("\n") != shown[region or None].strip("\n")
    }
    for region, code in changed.items():
        compiled(code, titled(path, region))
    if "" in changed:
        source, regions = changed[""], {}
    else:
        source, regions = spliced(source, regions, changed)
    return Script(path, source, regions, compiled(source, str(ROOT / path)))


def compiled(code: str, name: str) -> CodeType:
    """Compile code. Raises SyntaxError for everything that can be wrong with it."""
    try:
        return compile(code, name, "exec", dont_inherit=True)
    except (ValueError, MemoryError, RecursionError) as error:
        message = str(error) or "it is nested too deeply"
        raise SyntaxError(message, (name, None, None, None)) from None


def titled(path: str, region: str | None) -> str:
    """The name of a block on pages and in messages."""
    return f"{path} [{region}]" if region else path


def spliced(source: str, regions: Regions, changed: dict[str, str]) -> tuple[str, Regions]:
    """The source with new code in some regions, and the lines of all its regions in it."""
    lines, moved, shift = source.split("\n"), {}, 0
    for region, (first, last) in regions.items():
        first, last = first + shift, last + shift
        if region in changed:
            new = changed[region].split("\n")
            lines[first - 1 : last] = new
            shift += len(new) - (last - first + 1)
            last = first + len(new) - 1
        moved[region] = first, last
    return "\n".join(lines), moved
