"""A check of what has not changed reads no page; after any change it says what a first one does."""

import os
import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_site import write_site

from checker import checking
from checker.command import check_, reported
from checker.last_check import still_true
from checker.project import CACHE, Project

EXERCISES = "from lessoncode.grading.exercise import exercise\n" + "".join(
    f'''

@exercise("one-{number}", inputs, hints=("a", "b"))
def function_{number}(a):
    """Give it back."""
    return a


@function_{number}.right
def right_{number}(a):
    return a


@function_{number}.mistake
def wrong_{number}(a):
    return 0
'''
    for number in (1, 2)
)
PAGE = "---\ntitle: {0}\ndescription: A page.\n---\n\n# {0}\n\n"
SITE = {
    "docs/index.md": "# Toy\n\n[12](lesson/two.md#out-a-sum). See [Part](lesson/two.md#part).\n",
    "docs/lesson/one.md": PAGE.format("One")
    + "".join(f"```exercise\none-{number}\n```\n\n" for number in (1, 2)),
    "docs/lesson/two.md": PAGE.format("Two").replace("title", "exercises: none\ntitle")
    + "## Part\n\n```example\na/sum.py\n```\n",
    "docs/reference/glossary.md": "cat { #cat }\n:   An animal.\n:   [One](../lesson/one.md)\n",
    "exercises/one.py": EXERCISES,
    "examples/a/sum.py": "print(len(open(f'{__file__[:-6]}.words').read()))\n",
    "examples/a/sum.out": "12\n",
    "examples/a/.words": "twelve words",
    **{f"examples/one/solution_{n}.py": "print('right')\n" for n in (1, 2)},
    **{f"examples/one/solution_{n}.out": "right\n" for n in (1, 2)},
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which all is true, and was found so."""
    root = tmp_path_factory.mktemp("checked") / "site"
    write_site(root, SITE)
    assert check(root) == 0
    return root


def check(root: Path) -> int:
    return reported(check_, root, Namespace(names=[], all=False), writes=True)


def of(path: str, old: str, new: str) -> Callable[[Path], None]:
    """What changes a file of a site, and keeps its size and its date if the texts are as long."""

    def change(root: Path) -> None:
        before = (root / path).stat()
        text = (root / path).read_text()
        assert old in text
        (root / path).write_text(text.replace(old, new))
        os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def write(path: str, text: str) -> Callable[[Path], None]:
    """What writes a file of a site."""

    def change(root: Path) -> None:
        (root / path).write_text(text)

    return change


CHANGES = {
    "a page": (of("docs/index.md", "[12]", "[13]"), "docs/index.md:3  links '13' to"),
    "a heading that another page leads to": (
        of("docs/lesson/two.md", "## Part", "## Tart"), "docs/index.md:3  links to #part",
    ),
    "an output that another page leads to": (
        of("docs/lesson/two.md", "```example\na/sum.py\n```", ""), "#out-a-sum, an output that",
    ),
    "a record": (of("examples/a/sum.out", "12", "13"), "whose output has changed"),
    "an example": (of("examples/a/sum.py", "len(", "abs("), "a/sum.py  which fails"),
    "a hidden file that it reads": (
        of("examples/a/.words", "words", "word"), "whose output has changed",
    ),
    "an exercise": (of("exercises/one.py", '"a", "b"', '"a", '), "gives one-1 fewer than two"),
    "the glossary": (of("docs/reference/glossary.md", " }", " ]"), "glossary.md:1  has a mal"),
    "the settings": (of("pyproject.toml", "colours", "colors"), "pyproject.toml  cannot be read"),
    "a new page": (write("docs/new.md", "```\nx\n```\n"), "docs/new.md:1  shows a code block"),
    "a new record": (write("examples/a/not.out", "1\n"), "is a record without its example"),
    "what the cache holds of a run": (write(f"{CACHE}/runs/a/sum.json", "{"), ""),
}  # fmt: skip


def test_what_has_not_changed_is_not_read(
    checked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "pages_of", None)
    assert check(checked) == 0
    assert capsys.readouterr() == ("examples: 3, pages: 4; all true\n", "")


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found_as_by_a_first_check(
    checked: Path, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site, (change, message) = tmp_path / "site", CHANGES[what]
    shutil.copytree(checked, site)
    assert still_true(Project(site))
    change(site)
    code = check(site)
    said = capsys.readouterr()
    assert message in said.err
    assert (code == 0) == (not message)
    shutil.rmtree(site / CACHE)
    assert (check(site), capsys.readouterr()) == (code, said)
