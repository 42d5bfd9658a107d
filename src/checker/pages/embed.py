"""One block of a page: an example, or a region of it, with what it printed; or code alone.

Code alone is a definition of the package, or a program that only the project's tests run.
"""

import re
from dataclasses import dataclass, replace

from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running import cache
from checker.running.example import cut, read_definition, read_script
from checker.running.lane import COLUMNS, on_reference_lane
from checker.running.record import read_record, same

EMBED = re.compile(
    r"(?P<path>(?:[\w-]+/)+[\w-]+\.py)(?: +(?P<region>[\w-]+))?"
    r"(?: +highlight=(?P<highlight>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*))?(?: +code=(?P<code>folded))?"
)


@dataclass(frozen=True)
class Embed:
    """What a fence asks for, and the line of the page that does."""

    page: str
    line: int
    source: str
    region: str | None
    highlight: tuple[int, ...]
    folded: bool = False

    @property
    def example(self) -> str:
        """The example's name, like `tokens/utf8`; empty for code alone."""
        return self.source[9:-3] if self.source.startswith("examples/") else ""

    @property
    def title(self) -> str:
        """The source and region as messages name them."""
        return self.source + (f" [{self.region}]" if self.region else "")

    @property
    def anchor(self) -> str:
        """The id of its output: `out-tokens-utf8`, `out-tokens-utf8--ids` for a region."""
        region = f"--{self.region}" if self.region else ""
        return f"out-{self.example}{region}".replace("/", "-").replace("_", "-")

    def named(self, example: str) -> "Embed":
        """The same region of an example with another name."""
        return replace(self, source=f"examples/{example}.py")

    def wrong(self, message: str, *advice: tuple[str, str]) -> Problem:
        """The Problem of this block."""
        return Problem(WRONG_PAGE, self.page, self.line, message, "", advice)


@dataclass(frozen=True)
class Shown:
    """What a block shows: code, output (empty where nothing is printed) and figures (SVG)."""

    code: str
    output: str
    figures: tuple[str, ...]


def read_embed(page: str, line: int, body: str) -> Embed:
    """Understand the body of an example fence: `PATH [REGION] [highlight=2,4-5] [code=folded]`.

    Raises Problem where it says anything else.
    """
    if not (match := EMBED.fullmatch(body.strip())):
        form = "PATH.py [REGION] [highlight=2,4-5] [code=folded]"
        message = f"is no example: {body.strip()!r}; write  {form}"
        raise Problem(WRONG_PAGE, page, line, message)
    highlight: list[int] = []
    for part in (match["highlight"] or "").split(","):
        first, _, last = part.partition("-")
        backwards = [0]  # no line has that number
        highlight += range(int(first), int(last or first) + 1) or backwards if part else ()
    path, region = match["path"], match["region"]
    source = path if path.startswith(("src/", "tests/")) else f"examples/{path}"
    return Embed(page, line, source, region, tuple(highlight), folded=bool(match["code"]))


def show(project: Project, embed: Embed) -> Shown:
    """What a block shows, by the sources and the record.

    Raises Problem: a file, region or definition that is not there; a highlight where there is no
    code; a line too wide; a broken record.
    """
    if not project.has(embed.source):
        raise embed.wrong(f"shows {embed.source}, which is not there")
    if embed.source.startswith("tests/"):
        if embed.region:
            raise embed.wrong(f"shows {embed.title}, but such a program is shown whole")
        shown = Shown(project.text(embed.source).strip("\n"), "", ())
    elif not embed.example:
        definition = read_definition(project, embed.source, embed.region or "")
        if definition is None:
            raise embed.wrong(f"shows {embed.title}, which is not one definition there")
        shown = Shown(definition, "", ())
    else:
        pieces = cut(embed.source, read_script(project, embed.source)[0])
        if embed.region not in pieces:
            known = ", ".join(name for name in pieces if name) or "none"
            raise embed.wrong(f"shows {embed.title}, but the regions there are: {known}")
        output = cut(*read_record(project, embed.example)).get(embed.region, "")
        printed = cache.load(project, embed.example)
        drawn = printed.figures if printed else []
        figures = [svg for region, svg in drawn if embed.region in (None, region)]
        shown = Shown(pieces[embed.region].strip("\n"), output, tuple(figures))
    lines = shown.code.split("\n")
    for number in embed.highlight:
        if not 1 <= number <= len(lines) or not lines[number - 1].strip():
            raise embed.wrong(f"highlights line {number} of {len(lines)}, where there is no code")
    for kind, text, most in (("code", shown.code, 72), ("output", shown.output, COLUMNS)):
        if wide := next((line for line in text.split("\n") if len(line) > most), None):
            raise embed.wrong(f"shows {kind} of {embed.source} wider than {most} columns: {wide!r}")
    return shown


def proven(project: Project, embed: Embed) -> Shown:
    """The same, where the last run stands behind it. Raises Problem where none does."""
    shown = show(project, embed)
    if embed.example:
        printed = cache.load(project, embed.example)
        recorded = read_record(project, embed.example)[1]
        exact = on_reference_lane(project.root)
        if printed is None or not same(recorded, printed.output, exact):
            advice = ("see what differs", f"{project.settings.program} check {embed.example}")
            raise embed.wrong(f"shows {embed.title}, not checked since it changed", advice)
    return shown
