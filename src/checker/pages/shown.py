"""What a block shows of a source, by that source, its record and its last run."""

from typing import NamedTuple

from checker.once import once_per_project
from checker.pages.typography import curly_letters
from checker.project import Project
from checker.running.example import cut, read_definition, read_script
from checker.running.picture import read_pictures, with_colours
from checker.running.record import read_record
from checker.settings import named


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
    """Find the code, and what the records have of its output and its pictures.

    Raises ValueError for a file, region or definition that is not there, and Problem for a source
    or a record that is broken.
    """
    title = source + (f" [{region}]" if region else "")
    if not project.has(source):
        raise ValueError(f"shows {source}, which doesn't exist")
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
    colours = named(project.settings.colours) if project.settings.colours else {}
    figures = tuple(
        curly_letters(with_colours(picture.svg, colours))
        for picture in read_pictures(project, name)
        if region in (None, picture.region)
    )
    return Shown(pieces[region].strip("\n"), output, figures)
