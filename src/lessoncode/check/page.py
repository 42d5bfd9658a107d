"""A page's source: the blocks it embeds, the numbers it links to them, and its prose."""

import ast
import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from lessoncode.check.api import Reference, read_reference
from lessoncode.check.embed import Embed, read_embed
from lessoncode.check.example import Cell, cells_of, is_lab, names_of, read_script
from lessoncode.check.problem import WRONG_PAGE, Problem
from lessoncode.check.project import Project

FENCE = re.compile(r"(?P<margin>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>.*?)[ \t]*")
RAW = re.compile(
    r"<(pre|textarea|samp|xmp|listing|code|kbd|tt|svg|canvas|math|img|picture|video|audio|iframe"
    r"|object|embed|script|style)\b",
    re.IGNORECASE,
)
INLINE_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
MEASURED = re.compile(r"\[([^\[\]]+)\]\(([^()#\s]*)#(out-[\w-]+)\)")
LINK = re.compile(r"(?<=\]\()(?!\w+:)([^()#\s]*)(#[^()\s]*)?(?=\))")  # to a page of the site
NEW_BLOCK = re.compile(r"[ \t>]*([-*+][ \t]|\d+[.)][ \t]|\||#)")
CONTAINER = re.compile(r"[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^|>|<")
SOURCE = re.compile(r"https?://|arXiv[: ]\d{4}\.\d{4,5}|\b10\.\d{4,}/")
NOT_PROSE = re.compile(r"\]\([^()\s]*\)|</?[A-Za-z][^<>]*>|\{ ?[:.#][^{}]*\}|&#?\w+;")
NUMBER = re.compile(r"(?<!\w)(?<![A-Za-z]-)\.?\d+(?:[.,_]\d+)*(?:\s?%)?")
YEAR = re.compile(r"(19|20)\d\d")
REFERENCE = re.compile(r"\[[^\[\]]+\]\[([^\[\]]+)\]")


@dataclass(frozen=True)
class Link:
    """A measured number in a sentence: `text` must stand in the output `anchor` of `page`."""

    line: int
    text: str
    page: str
    anchor: str


@dataclass
class Page:
    """A page's blocks in order, measured links, and what is wrong with its source."""

    path: str
    blocks: list[Embed | Reference | str] = field(default_factory=list)  # a str: shell commands
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def embeds(self) -> list[Embed]:
        """The blocks that show examples and definitions."""
        return [block for block in self.blocks if isinstance(block, Embed)]

    def wrong(self, line: int, message: str, detail: str = "") -> None:
        """Note a Problem of this page."""
        self.problems.append(Problem(WRONG_PAGE, self.path, line, message, detail))


def pages_of(project: Project) -> list[Page]:
    """Every Markdown page below docs/, and every lab, read."""
    pages = [read_page(path, project.text(path)) for path in project.files("docs", ".md")]
    return pages + [read_lab(project, path) for path in labs_of(project)]


def labs_of(project: Project) -> list[str]:
    """The scripts of the labs, like `examples/labs/train.py`."""
    return [path for name in names_of(project) if is_lab(path := f"examples/{name}.py")]


def address(path: str) -> str:
    """Where a page is published: `docs/lesson/tokens.md` at `lesson/tokens/index.html`."""
    page = re.sub(r"^(docs|examples)/|\.(md|py)$", "", path)
    folder, _, name = page.rpartition("/")
    page = folder if name in ("index", "README") else page
    return f"{page}/index.html".removeprefix("/")


def target_of(path: str, link: str) -> str:
    """The source that a link in `path` leads to; pages call a lab by its notebook."""
    target = normpath(join(dirname(path), link)) if link else path
    return re.sub(r"^docs/(labs/[\w-]+)\.ipynb$", r"examples/\1.py", target)


def read_lab(project: Project, path: str) -> Page:
    """Read a lab as the page that it becomes: cells with code are blocks, the others prose."""
    try:
        text, regions = read_script(project, path)
    except Problem as problem:
        return Page(path, problems=[problem])
    cells = cells_of(path, text)
    lines = [""] * len(text.split("\n"))
    for cell in cells:
        if cell.name is None:  # it keeps its lines, so that messages name them
            lines[cell.first - 1 : cell.last] = prose(text, cell)
    page = read_page(path, "\n".join(lines))
    page.blocks += [embed_of(path, cell) for cell in cells if cell.name]
    module = ast.parse(text)
    described = bool(ast.get_docstring(module))
    if not described:
        page.wrong(1, "lacks a docstring above its cells: one sentence, its page's description")
    for node in module.body[described:]:
        if not any(first <= node.lineno <= last for first, last in regions.values()):
            page.wrong(node.lineno, "stands in no cell; open one with  # %% name")
    for match in LINK.finditer("\n".join(lines)):
        if match[1] and not project.has(target_of(path, match[1])):
            line = match.string.count("\n", 0, match.start()) + 1
            page.wrong(line, f"links to {match[1]}, which is not there")
    return page


def embed_of(lab: str, cell: Cell) -> Embed:
    """A lab's cell with code, as if a fence asked for it where it opens."""
    return read_embed(lab, cell.first - 1, f"{lab.removeprefix('examples/')} {cell.name}")


def prose(text: str, cell: Cell) -> list[str]:
    """The lines of a lab's cell without code, in Markdown."""
    lines = text.split("\n")[cell.first - 1 : cell.last]
    return [re.sub("^#( |$)", "", line) for line in lines]


def read_page(path: str, text: str) -> Page:
    """Read a page. What is wrong is collected in its `problems`, never raised."""
    page = Page(path)
    lines = text.splitlines()
    take_fences(page, lines)
    find_indented(page, lines)
    first = 0
    for number, line in enumerate([*lines, ""], start=1):
        if not line.strip(" \t>") or NEW_BLOCK.match(line):
            read_prose(page, first + 1, "\n".join(lines[first : number - 1]))
            first = number - 1
    return page


def take_fences(page: Page, lines: list[str]) -> None:
    """Collect the fenced blocks of a page and blank their lines."""
    opening, first = None, 0
    for index, line in enumerate(lines):
        fence = FENCE.fullmatch(line)
        if opening is None and fence:
            opening, first = fence, index
        elif opening and fence and fence[0].strip(" \t>") == opening["fence"]:
            body = "\n".join(row.strip(" \t>") for row in lines[first + 1 : index])
            read_fence(page, opening["info"], first + 1, body)
            lines[first : index + 1] = [""] * (index + 1 - first)
            opening = None
    if opening:
        page.wrong(first + 1, "opens a fence that is never closed")
        lines[first:] = [""] * (len(lines) - first)


def find_indented(page: Page, lines: list[str]) -> None:
    """Note what is indented like code outside lists, tabs and the like; it would show as prose."""
    inside, before = False, ""
    for number, line in enumerate(lines, start=1):
        if line[:1].strip():
            inside = bool(CONTAINER.match(line))
        elif line.startswith(("    ", "\t")) and line.strip() and not inside and not before.strip():
            page.wrong(number, "is indented like code, which shows as prose; embed an example")
        before = line


def read_fence(page: Page, info: str, line: int, body: str) -> None:
    """Take in one fenced block; `line` is that of its fence."""
    if info in ("example", "api"):
        understand = read_embed if info == "example" else read_reference
        try:
            page.blocks.append(understand(page.path, line + 1, body))
        except Problem as problem:
            page.problems.append(problem)
    elif info == "console":
        page.blocks.append(body)
        if any(row and not row.startswith("$ ") for row in body.split("\n")):
            page.wrong(line, "has more in a console block than commands; begin each line with  $ ")
    elif re.match(r"\{?[ .]*example\b", info):
        page.wrong(line, f"has {info!r} on its fence; write  example  alone, the rest below it")
    else:
        instead = "embed one in an  example  fence, or mark shell commands  console"
        page.wrong(line, f"shows a code block that no example stands behind; {instead}")


def read_prose(page: Page, first: int, text: str) -> None:
    """Check a paragraph, list item, heading or table row that begins at line `first`."""

    def line_of(match: re.Match[str]) -> int:
        return first + text.count("\n", 0, match.start())

    for match in MEASURED.finditer(text):
        shown = " ".join(re.sub(r"[`*]", "", match[1]).split())
        page.links.append(Link(line_of(match), shown, match[2], match[3]))
    if raw := RAW.search(INLINE_CODE.sub(blank, text)):
        page.wrong(line_of(raw), "shows a code block that no example stands behind")
    if reference := REFERENCE.search(INLINE_CODE.sub(blank, text)):
        page.wrong(line_of(reference), f"writes {reference[0]}; write  [text](target)  instead")
    if SOURCE.search(text):
        return
    for match in NUMBER.finditer(NOT_PROSE.sub(blank, MEASURED.sub(blank, text))):
        if re.search(r"[.,%]|\d{3}", match[0]) and not YEAR.fullmatch(match[0]):
            what = " ".join(match[0].split())
            page.wrong(line_of(match), f"says {what} without a source: link its output, or cite")


def blank(match: re.Match[str]) -> str:
    """A replacement that keeps positions and line breaks."""
    return re.sub(r"[^\n]", " ", match[0])


def stands_in(text: str, output: str) -> bool:
    """Whether `text` stands in an output as a whole number or word, not as part of a longer one."""
    before = r"(?<![\w.+\u2212-])(?<!\d,)" if text[:1].isdigit() else r"(?<!\w)"
    return bool(re.search(rf"{before}{re.escape(text)}(?![.,]?\d)(?!\w)", output))
