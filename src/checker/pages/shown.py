"""What a block shows of a source, by that source, its record and its last run."""

from typing import NamedTuple

from checker.once import once_per_project
from checker.project import Project
from checker.running import cache
from checker.running.example import cut, read_definition, read_script
from checker.running.record import read_record


class Shown(NamedTuple):
    """What a block shows: code, output (empty where nothing is printed) and figures (SVG)."""

    code: str
    output: str
    figures: tuple[str, ...]


def name_of(source: str) -> str:
    """The name of the example that is this file, like `tokens/utf8`; empty for other files."""
    return source[9:-3] if source.startswith("examples/") else ""


@once_per_project
def find_shown(project: Project, source: str, region: str | None) -> Shown:
    """Find the code, what the record has of its output, and the figures of the last run.

    Raises ValueError for a file, region or definition that is not there, and Problem for a source
    or a record that is broken.
    """
    title = source + (f" [{region}]" if region else "")
    if not project.has(source):
        raise ValueError(f"shows {source}, which is not there")
    if source.startswith("tests/"):
        if region:
            raise ValueError(f"shows {title}, but such a program is shown whole")
        return Shown(project.text(source).strip("\n"), "", ())
    if not (name := name_of(source)):
        definition = read_definition(project, source, region or "")
        if definition is None:
            raise ValueError(f"shows {title}, which is not one definition there")
        return Shown(definition, "", ())
    pieces = cut(source, read_script(project, source)[0])
    if region not in pieces:
        known = ", ".join(name for name in pieces if name) or "none"
        raise ValueError(f"shows {title}, but the regions there are: {known}")
    output = cut(*read_record(project, name)).get(region, "")
    printed = cache.load(project, name)
    drawn = printed.figures if printed else []
    figures = tuple(svg for drew, svg in drawn if region in (None, drew))
    return Shown(pieces[region].strip("\n"), output, figures)
