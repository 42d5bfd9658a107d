"""Each page as Markdown, code and outputs in place, for programs and for people who like it plain.

Beside `lesson/tokens/index.html` stands `lesson/tokens/index.md`. `llms.txt` lists all of them and
`llms-full.txt` holds all of them, by the convention of llmstxt.org.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from html import unescape
from textwrap import dedent
from typing import Any
from urllib.parse import urljoin

from checker.once import once_per_project
from checker.pages import exercise
from checker.pages.addresses import FILE, address, settings, site_address, target_of
from checker.pages.api import Reference, entries
from checker.pages.doors import Doors
from checker.pages.embed import Embed, proven
from checker.pages.exercise import Exercise
from checker.pages.fences import FENCE
from checker.pages.guess import Guess, Slider, telling
from checker.pages.page import READ, Block, Page
from checker.pages.question import Question
from checker.pages.reading import page_of, pages_of
from checker.project import Project
from checker.running.example import is_lab

ADMONITION = re.compile(r'^(?:!!!|\?\?\?\+?) *(?P<kind>\w+)(?: +"(?P<title>[^"]*)")? *$')
LINK = re.compile(r'\]\((?P<to>[^()\s]+)(?: +"[^"]*")?\)')
DRAWN = re.compile(r' (?P<name>aria-label|data-caption)="(?P<text>[^"]*)"')
INVISIBLE = re.compile(r"<!--.*?-->|(?<=\S) *\{ *#[\w.-]+ *\}$|</?div\b[^>]*>")


@once_per_project
def made(project: Project) -> dict[str, str]:
    """All these texts by their path in a built site; none where its address is not known."""
    here = site_address(project)
    if not here:
        return {}
    pages = [page for page in pages_of(project) if not is_lab(project, page.path)]
    texts = {path_of(page): text_of(project, page, here) for page in pages}
    listed = "\n".join(contents(project, here))
    return texts | {"llms.txt": listed, "llms-full.txt": "\n\n---\n\n".join(texts.values())}


def path_of(page: Page) -> str:
    """Where a page's Markdown stands: beside its `index.html`."""
    return address(page.path).replace(".html", ".md")


def contents(project: Project, here: str) -> Iterator[str]:
    """The lines of `llms.txt`: by the parts of the menu each page, and what it answers."""
    about = settings(project.text(FILE))
    yield from (f"# {about['site_name']}", "", f"> {about.get('site_description', '')}", "")
    yield "Each page is listed as Markdown; what it shows was printed by the code beside it."
    for part, below in parts(about.get("nav") or []):
        yield from ("", f"## {part}", "")
        for name in below:
            path = target_of("docs/index.md", name)
            if not is_lab(project, path):
                page = page_of(project, path)
                said = page.front.get("description", "")
                yield f"- [{page.title}]({here}{path_of(page)}): {said}"
    yield ""


def parts(menu: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """The parts of a menu, each with its pages, those of parts within it as well."""
    for entry in menu:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, list):
                deeper = [*parts(below)]
                yield title, [name for it in below for name in names(it)]
                yield from deeper


def names(entry: Any) -> list[str]:
    """The pages that an entry of a menu names itself."""
    values = entry.values() if isinstance(entry, dict) else [entry]
    return [value for value in values if isinstance(value, str)]


def text_of(project: Project, page: Page, here: str) -> str:
    """A page as Markdown, its links as addresses."""
    lines = project.text(page.path).split("\n")
    start = lines.index("---", 1) + 1 if lines[:1] == ["---"] else 0
    blocks = iter(page.blocks)
    rows = [f"<{here}{address(page.path).removesuffix('index.html')}>", ""]
    opening = None
    for line in lines[start:]:
        fence = FENCE.fullmatch(line)
        if opening is None and fence:
            opening = fence
        elif opening and fence and fence[0].strip(" \t>") == opening["fence"]:
            if opening["info"] in READ or opening["info"] == "console":
                shown = markdown(project, page, next(blocks))
                rows += [opening["margin"] + row if row else row for row in shown.split("\n")]
            opening = None
        elif opening is None:
            rows.append(line)
    return "\n".join(readable(page.path, unfolded(rows), here)).strip() + "\n"


def unfolded(rows: list[str]) -> Iterator[str]:
    """Admonitions and folds as a title and what stands in them, no longer indented."""
    inside = False
    for row in rows:
        if found := ADMONITION.match(row):
            inside = True
            yield f"**{found['title'] or found['kind'].capitalize()}**"
        elif inside and (row.startswith("    ") or not row):
            yield row[4:]
        else:
            inside = False
            yield row


def readable(path: str, rows: Iterable[str], here: str) -> Iterator[str]:
    """Lines whose links are addresses and which hold nothing for a builder; code as it is."""
    fence, before = "", ""
    for row in rows:
        mark = row.strip(" >")
        if fence or mark.startswith("```"):
            yield row
            fence = "" if mark == fence else fence or mark.rstrip("abcdefghijklmnopqrstuvwxyz")
        else:
            row = INVISIBLE.sub("", row)
            row = LINK.sub(lambda link: f"]({followed(path, link['to'], here)})", row)
            if row or before:
                yield row
        before = row


def followed(path: str, to: str, here: str) -> str:
    """The address that a page's link leads to."""
    target, hash_, anchor = to.partition("#")
    if "//" in to or to.startswith("mailto:"):
        return to
    if not target or target.endswith((".md", ".ipynb")):
        own = address(target_of(path, target)).removesuffix("index.html")
        return f"{here}{own}{hash_}{anchor}"
    return urljoin(here + address(path), to)


def markdown(project: Project, page: Page, block: Block) -> str:
    """A block as Markdown."""
    if isinstance(block, str):
        return fenced(block, "console")
    if isinstance(block, Reference):
        found = entries(project, block.source)
        return "\n\n".join(f"{fenced(it.code, 'python')}\n\n{it.doc}" for it in found)
    if isinstance(block, Guess):
        return guess(project, block)
    if isinstance(block, Question):
        return question(block)
    if isinstance(block, Exercise):
        return task(project, block)
    if isinstance(block, Doors):
        doors = (
            f"- [{it.title.markdown}]({it.to.markdown}): {it.text.markdown}" for it in block.all
        )
        return "\n".join(doors)
    return example(project, block)


def example(project: Project, embed: Embed) -> str:
    """The code, what it printed, and in words what it drew; code that is folded comes last."""
    shown = proven(project, embed)
    of = f"`{embed.source}`" + (f", `{embed.region}`" if embed.region else "")
    code = [f"{of}:", fenced(shown.code, "python")]
    figures = [drawn(svg) for svg in shown.figures]
    output = ["It printed:", fenced(shown.output.rstrip("\n"), "text")] if shown.output else []
    return "\n\n".join([*figures, *output, *code] if embed.folded else [*code, *output, *figures])


def drawn(svg: str) -> str:
    """A figure in words: its caption, and what it shows to those who do not see it."""
    said = {it["name"]: unescape(it["text"]) for it in reversed([*DRAWN.finditer(svg)])}
    caption = f"{said['data-caption']} " if "data-caption" in said else ""
    return f"*Figure. {caption}It shows: {said.get('aria-label', 'a drawing.')}*"


def guess(project: Project, block: Guess) -> str:
    """What is asked, the choices, what came out and why."""
    number, _ = telling(block, proven(project, block.covers).output)
    answers = block.answers
    if isinstance(answers, Slider):
        choices, answer = [f"(a number from {answers.first} to {answers.last})"], str(number)
    else:
        choices = [f"{place}. {it.text.markdown}" for place, it in enumerate(answers.all, 1)]
        answer = answers.all[number - 1].text.markdown
    asked = "\n".join([f"**Guess first.** {block.ask.markdown}", "", *choices])
    because = f"**It is:** {answer.removesuffix('.')}. {block.because.markdown}"
    return "\n\n".join([asked, example(project, block.covers), because])


def question(block: Question) -> str:
    """What is asked, the choices, and of each why it is right or not."""
    rows = [f"**Question.** {block.ask.markdown}", ""]
    for place, choice in enumerate(block.choices.all, 1):
        verdict = "Right." if choice.right else "Not so."
        because = choice.because.markdown if choice.because else ""
        rows.append(f"{place}. {choice.text.markdown} *{verdict}* {because}")
    return "\n".join(rows)


def task(project: Project, block: Exercise) -> str:
    """The task of an exercise, its hints, and a solution."""
    (node, call), _ = exercise.find(project, block)
    arguments = ", ".join(it.arg for it in node.args.args)
    title = f" {block.title}." if block.title else ""
    said = dedent(ast.get_docstring(node) or "").replace("\n    ", "\n")
    parts = [f"**Exercise.**{title} Write `{node.name}({arguments})`.", said]
    parts += [f"*Hint:* {' '.join(hint.split())}" for hint in exercise.hints_of(call)]
    parts.append(fenced(exercise.console(project, block), "console"))
    return "\n\n".join([*parts, "A solution:", example(project, block.solution)])


def fenced(text: str, language: str) -> str:
    """A block of code, between fences longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
