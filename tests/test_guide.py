"""The files, links and commands in the guides for contributors exist; CONTRIBUTING is one page."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from conftest import ROOT

from lessoncode.command import parser

FIRST = ROOT / "CONTRIBUTING.md"
GUIDES = [FIRST, *sorted((ROOT / "guide").glob("*.md"))]
LONGEST = 7_000  # bytes

FENCE = re.compile(r"^ *(`{3,})(\w*)\n(.*?)^ *\1$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PATH = re.compile(r"[\w.-]+(?:/[\w.<>-]+)*/?")
ENDINGS = (".py", ".js", ".css", ".md", ".yml", ".toml", ".lock", ".txt")
# Folders in which a short name may begin.
BELOW = ("", "src", "src/lessoncode", "src/checker", "examples", ".github/workflows")
MADE = (".venv", ".cache", "site")  # the first folder of what is not committed
PLACEHOLDERS = {
    *("docs/lesson/far-away.md", "examples/far_away/", "examples/far_away/first.py"),
    *(
        "far_away/first",
        "far_away/first.loss.svg",
        "first.py",
        "labs/NAME.ipynb",
        "docs/assets/play/NAME.js",
    ),
    "github.com/lessoncode",
}
COMMAND = re.compile(r"^(?:\$ )?(?:\w+=\S+ )*(?:\.venv/bin/)?((?:lessoncode|make)(?: .*)?)$")

each = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)


def prose(guide: Path) -> str:
    return FENCE.sub("", guide.read_text("utf-8"))


def consoles(guide: Path) -> Iterator[str]:
    """The lines of shell commands."""
    for _, language, body in FENCE.findall(guide.read_text("utf-8")):
        if language == "console":
            yield from (line.strip() for line in body.splitlines())


def paths(text: str) -> Iterator[str]:
    """The words of a command or a code span that look like paths."""
    for word in text.split():
        if PATH.fullmatch(word) and ("/" in word or word.endswith(ENDINGS)):
            yield word


def exists(path: str) -> bool:
    """Whether a path is in the repository; `<...>` in it matches anything."""
    pattern = re.sub(r"<\w+>", "*", path.rstrip("/"))
    return any(
        any((ROOT / folder).glob(pattern + ending)) for folder in BELOW for ending in ("", ".py")
    )


def anchors(guide: Path) -> set[str]:
    """The ids of its headings, as GitHub makes them."""
    known: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(prose(guide)):
        slug = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        found.add(f"{slug}-{known[slug]}" if known[slug] else slug)
        known[slug] += 1
    return found


def targets() -> set[str]:
    """The targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))


def is_known(given: list[str]) -> bool:
    """Whether `lessoncode` understands this. One word only names a command, without its options."""
    try:
        parser().parse_args([*given, "--help"] if len(given) < 2 else given)
    except SystemExit as ended:
        return not ended.code
    return True


def test_the_first_is_one_page() -> None:
    assert len(FIRST.read_bytes()) <= LONGEST


@each
def test_every_path_exists(guide: Path) -> None:
    named = chain(SPAN.findall(prose(guide)), consoles(guide))
    wrong = [
        path
        for path in chain.from_iterable(map(paths, named))
        if path not in PLACEHOLDERS and path.split("/")[0] not in MADE and not exists(path)
    ]
    assert wrong == []


@each
def test_every_link_leads_somewhere(guide: Path) -> None:
    wrong = []
    for link in LINK.findall(SPAN.sub("", prose(guide))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (guide.parent / path).resolve() if path else guide
        if not target.exists() or (anchor and anchor not in anchors(target)):
            wrong.append(link)
    assert wrong == []


@each
def test_every_command_is_known(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for line in chain(SPAN.findall(prose(guide)), consoles(guide)):
        if not (found := COMMAND.match(line)):
            continue
        program, *given = shlex.split(found[1], comments=True)
        if program == "make":
            known = {word for word in given if "=" not in word} <= targets()
        else:
            known = is_known(given)
        if not known:
            wrong.append(f"{line}: {capsys.readouterr().err}")
    assert wrong == []


def test_readme_promises_what_the_front_page_does() -> None:
    front = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    promise = re.search(r"Every output and .* the site can't be published\.", readme)
    assert promise and promise[0] in re.sub(r", such as \[.*?\]\(.*?\),", "", front)
