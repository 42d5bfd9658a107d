"""An example, or a region of it, with what it printed and drew; or code alone."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import NamedTuple, Self

from checker.once import once_per_project
from checker.pages import buttons, first_state, labels
from checker.pages.addresses import in_docs, source_link
from checker.pages.api import pre
from checker.pages.figures import figure_html, words_of
from checker.pages.moved import old_anchors
from checker.pages.page import Block, Code, Page, Site, fenced
from checker.pages.reading_time import lines
from checker.pages.typography import curly_letters
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running import cache
from checker.running.example import cut, read_definition, read_script
from checker.running.lane import COLUMNS
from checker.running.outcomes import is_recorded
from checker.running.picture import read_pictures, with_colours
from checker.running.record import read_record
from checker.running.trace import ENDING
from checker.settings import named

FENCE = re.compile(
    r"(?P<path>(?:[\w-]+/)+[\w-]+\.py)(?: +(?P<region>(?!trace(?:[= ]|$))[\w-]+))?"
    r"(?: +code=(?P<code>folded))?(?: +output=(?P<output>open))?"
    r"(?: +(?P<trace>trace)(?:=(?P<functions>[\w.]+(?:,[\w.]+)*))?)?"
)


class Shown(NamedTuple):
    """What a block shows: code, output (empty where nothing is printed) and figures (SVG)."""

    code: str
    output: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Embed(Block):
    """An example with what it printed and drew, or a definition of the package.

        ```example
        tokens/sample.py split code=folded output=open trace
        ```

    Only the path is needed. These may follow it, in this order:

    REGION           a part of the script with its own output, between two comments around whole
                     statements:  # --8<-- [start:split]  and  # --8<-- [end:split]
    code=folded      the code is folded, below the output; if the example draws, the output is
                     folded with it, and only the figure is open
    output=open      the output stays open below the figure; use it where the output says
                     something that the figure doesn't
    trace            readers can step through the code and see its variables
    trace=attention  and step into this function of the package; put commas between several

    Three kinds of path:

    tokens/sample.py                        an example, in examples/; its output has the id
                                            `out-tokens-sample`, or `out-tokens-sample--split`
    src/lessoncode/text/bpe.py merge_states a definition of the package: code alone
    tests/oracles/continue_training.py      a program that needs more than a build has: code alone

    Code takes at most 72 columns, output at most 64. A page shows an example, or a region of one,
    only once.
    """

    source: str
    region: str | None
    folded: bool = False
    output_open: bool = False
    traced: bool = False
    functions: tuple[str, ...] = ()

    @classmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        if not (match := FENCE.fullmatch(body.strip())):
            form = "PATH.py [REGION] [code=folded] [output=open] [trace]"
            message = f"isn't an example: {body.strip()!r}; write  {form}"
            raise Problem(WRONG_PAGE, page, line, message)
        path, region = match["path"], match["region"]
        source = path if path.startswith(("src/", "tests/")) else f"examples/{path}"
        functions = tuple(filter(None, (match["functions"] or "").split(",")))
        options = (bool(match["code"]), bool(match["output"]), bool(match["trace"]), functions)
        return cls(page, line, source, region, *options)

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

    @property
    def trace(self) -> str:
        """The path of the trace with which readers step through the block."""
        return f"{self.source[:-3]}{'.' * bool(self.region)}{self.region or ''}{ENDING}"

    def ids(self, site: Site) -> list[str]:
        return [self.anchor]

    def amounts(self, site: Site) -> dict[str, int]:
        shown = self.proven(site.project)
        code = 0 if self.folded else lines(shown.code)
        output = 0 if self.folds_output(shown) else lines(shown.output)
        return {"picture": len(shown.figures), "code": code, "output": output}

    def folds_output(self, shown: Shown) -> bool:
        """Whether the output is folded with the code, because the figure shows what it says."""
        return self.folded and bool(shown.figures) and not self.output_open

    def show(self, project: Project) -> Shown:
        """Find what the block shows, in the sources and the record.

        Raises Problem: a file, region or definition that is not there; a trace of what isn't
        traced; a line too wide; a broken record.
        """
        shown = find_shown(project, self)
        if self.traced and not (self.example and buttons.is_candidate(project, self.example)):
            what = f"says  trace,  but {self.title} is a recipe, a lab or not an example"
            raise self.wrong(what)
        for kind, text, most in (("code", shown.code, 72), ("output", shown.output, COLUMNS)):
            if wide := next((line for line in text.split("\n") if len(line) > most), None):
                message = f"shows {kind} of {self.source} wider than {most} columns: {wide!r}"
                raise self.wrong(message)
        return shown

    def show_unless_broken(self, project: Project) -> Shown | None:
        """Find what the block shows; None where that is broken, which `broken_embeds` reports."""
        try:
            return self.show(project)
        except Problem:
            return None

    def proven(self, project: Project) -> Shown:
        """Find what the block shows. Raises Problem unless the last run printed the same."""
        shown = self.show(project)
        if self.example:
            printed = cache.load(project, self.example)
            if printed is None or not is_recorded(project, self.example, printed):
                advice = ("see what differs", f"{project.settings.program} check {self.example}")
                message = f"shows {self.title}, which has not been checked since it changed"
                raise self.wrong(message, advice)
        return shown

    def html(self, site: Site, code: Code, telling: Container[int] = ()) -> str:
        """The code below a link to its file, the output and the figures; what is folded is last.

        The `telling` lines of the output, counted from 0, are marked.
        """
        project, shown = site.project, self.proven(site.project)
        kind, name = ("example", f"{self.example}.py") if self.example else ("source", self.source)
        region = f' data-region="{self.region}"' if self.region else ""
        run = buttons.attributes(project, self.example) if self.example else ""
        if self.traced and run:
            run += f' data-trace="{self.trace.removeprefix("examples/")}"'
        opened = f'<div class="example" data-{kind}="{name}"{region}{run}>'
        written = [self.link(project, shown.code), code(shown.code, "python")]
        if self.traced and run and project.has(self.trace):  # not before its first `accept`
            state = escape(first_state.in_words(project.text(self.trace)), quote=False)
            written.append(f'<noscript><p class="name">{state}</p></noscript>')
        output = []
        if shown.output:
            olds = old_anchors(project, self.page, self.anchor)
            output += [f'<span class="moved" id="{old}"></span>' for old in olds]
            output += [self.output_tag(), marked(pre(shown.output), telling) + "</div>"]
        drawn = [figure_html(svg, partial(in_docs, self.page)) for svg in shown.figures]
        if not self.folded:
            return "\n".join([opened, *written, *output, *drawn, "</div>"])
        behind, label = written, labels.CODE
        if self.folds_output(shown):
            behind, label, output = [*output, *written], labels.DATA_AND_CODE, []
        fold = ['<details class="code">', f"<summary>{label}</summary>", *behind, "</details>"]
        return "\n".join([opened, *drawn, *output, *fold, "</div>"])

    def output_tag(self) -> str:
        """The HTML that the block's output begins with."""
        label = escape(labels.OUTPUT_OF.format(self.title))
        name = f'<p class="name">{labels.OUTPUT}</p>'
        return f'<div class="output" id="{self.anchor}" role="group" aria-label="{label}">{name}'

    def link(self, project: Project, code: str) -> str:
        """The name of the file and region, as a link to these lines of code in the repository."""
        if not self.region:
            return source_link(project, self.source, "", self.source)
        rows = "\n".join(f" *{re.escape(row)}" for row in code.split("\n"))  # a method is indented
        text = project.text(self.source)
        start = re.search(f"^{rows}$", text, re.MULTILINE)
        first = text.count("\n", 0, start.start() if start else 0) + 1
        last = first + code.count("\n")
        name = f"{self.source}, {self.region}"
        return source_link(project, self.source, f"#L{first}-L{last}", name)

    def markdown(self, site: Site) -> str:
        shown = self.proven(site.project)
        of = f"`{self.source}`" + (f", `{self.region}`" if self.region else "")
        code = [f"{of}:", fenced(shown.code, "python")]
        output = (
            [f"{labels.OUTPUT}:", fenced(shown.output.rstrip("\n"), "text")] if shown.output else []
        )
        figures = []
        for caption, alternative in map(words_of, shown.figures):
            said = f"{caption} " if caption else ""
            figures.append(f"*Figure. {said}It shows: {alternative or 'a drawing.'}*")
        parts = [*figures, *output, *code] if self.folded else [*code, *output, *figures]
        return "\n\n".join(parts)


@once_per_project
def find_shown(project: Project, block: Embed) -> Shown:
    """Find the code of a block, and its recorded output and pictures.

    Raises Problem for what is not there, and for a source or a record that is broken.
    """
    source, region, name = block.source, block.region, block.example
    if not project.has(source):
        raise block.wrong(f"shows {source}, which doesn't exist")
    if source.startswith("tests/"):
        if region:
            message = f"shows {block.title}, but programs in tests/ are shown whole; "
            raise block.wrong(f"{message}write  {source}")
        return Shown(project.text(source).strip("\n"))
    if not name:
        definition = read_definition(project, source, region or "")
        if definition is None:
            message = f"shows {source} without the name of a definition; write  {source} NAME"
            if region:
                message = f"shows {block.title}, but the file doesn't define {region} exactly once"
            raise block.wrong(message)
        return Shown(definition)
    pieces = cut(source, read_script(project, source)[0])
    if region not in pieces:
        known = ", ".join(name for name in pieces if name) or "none"
        raise block.wrong(f"shows {block.title}, but the regions in that file are: {known}")
    output = cut(*read_record(project, name)).get(region, "")
    colours = named(project.settings.colours) if project.settings.colours else {}
    figures = tuple(
        curly_letters(with_colours(picture.svg, colours))
        for picture in read_pictures(project, name)
        if region in (None, picture.region)
    )
    return Shown(pieces[region].strip("\n"), output, figures)


def marked(pre: str, telling: Container[int]) -> str:
    """Mark some lines in the HTML of an output."""
    rows = pre.removeprefix("<pre><code>").split("\n")
    rows = [f"<mark>{row}</mark>" if at in telling else row for at, row in enumerate(rows)]
    return "<pre><code>" + "\n".join(rows)


def embeds_of(*pages: Page) -> list[Embed]:
    """All examples and definitions that pages show, in order."""
    blocks = [part for page in pages for block in page.blocks for part in (block, *block.parts)]
    return [block for block in blocks if isinstance(block, Embed)]


def embed_at(page: Page, anchor: str) -> Embed | None:
    """The block of a page whose output has this id; None where there is none."""
    return next((it for it in embeds_of(page) if it.example and it.anchor == anchor), None)
