"""A project that has its own name and place for everything: no command assumes one of ours."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tiny_site import MKDOCS, environment, write_site

from checker.book import converting
from checker.book.chapters import contents
from checker.new_page import files_of
from checker.project import Project
from checker.running import recipe
from checker.settings import Settings, read, settings_of
from checker.site.archives import archives

BOX = """\
import argparse
from pathlib import Path
from checker.command import add_to


def parser():
    toybox = argparse.ArgumentParser(prog="toybox")
    commands = toybox.add_subparsers()
    add_to(commands, Path.cwd)
    commands.add_parser("exercise").add_argument("name")
    return toybox
"""
PROGRAM = """\
import sys
from toys.box import parser

given = parser().parse_args()
sys.exit(given.run(given))
"""
ABOUT = """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[project]
name = "toys"
version = "1"
description = "Toys"
requires-python = ">=3.11"

[tool.uv]
constraint-dependencies = ["numpy==NUMPY"]

[tool.checker]
program = "toybox"
commands = "toys.box:parser"
package = "toys"
author = "Two bears"
lessons = "docs/course"
glossary = "docs/words.md"
changes = "docs/about/news.md"
reference = "docs/manual"
play = "docs/games"
labs = "examples/benches"
exercises = "tasks"
save = "shelf.put"
load = ["shelf.take"]
weights = "src/toys/shelf.txt"
draws = "src/toys/pencil.py"
colours = "toys.pencil:CRAYONS"
unsaved = "toys.pencil:begun"
model-wheel = "toys.giant:WHEEL"
model-reader = "src/toys/giant.py"
"""
MENU = """\
site_url: https://toys.example/
repo_url: https://github.com/bears/toys
nav:
  - Start: index.md
  - Course: [course/one.md, words.md, about/news.md, games/play.md]
  - Benches: [benches/index.md, benches/saw.ipynb]
  - Package: [manual/index.md]
"""
LESSON = """\
---
title: One
description: About one.
---

# One

Toys are counted.

```example
one/train.py
```

It has [3](#out-one-read "weights") weights in a shelf; see [a bench](../benches/saw.ipynb).

```example
one/read.py
```

```example
src/toys/shelf.py take
```

```exercise
one-1
```

```exercise
one-2
```
"""
GLOSSARY = """\
# Words

shelf { #shelf }
:   Where toys are kept.
:   [One](course/one.md)
"""
TASKS = '''\
@exercise("one-1", inputs, hints=("One.", "More."))
def double(n):
    """Return twice `n`."""
    return 2 * n


@double.right
def added(n):
    return n + n


@double.mistake
def same(n):
    return n


@exercise("one-2", inputs, hints=("One.", "More."))
def half(n):
    """Return half of `n`."""
    return n / 2


@half.right
def divided(n):
    return n * 0.5


@half.mistake
def unchanged(n):
    return n
'''
SHELF = '''\
"""A shelf of weights."""

from pathlib import Path

import numpy


def put(name, **arrays):
    numpy.savez(f"{name}.npz", **arrays)


def take(name):
    root = Path(__file__).parents[2]
    return numpy.load(root / f"examples/{name}.npz")
'''
PENCIL = '''\
"""Draws a dot in the colour that a page calls `dot`."""

from pathlib import Path

CRAYONS = {"dot": "#123456"}
begun = []


def dot():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" aria-label="A dot." viewBox="0 0 9 9">'
    svg += '<circle cx="4" cy="4" r="3" fill="var(--figure-dot, #123456)"/></svg>'
    Path("dot.svg").write_text(svg)
'''
SITE = {
    "mkdocs.yml": MENU + MKDOCS.replace("plugins: []", """\
plugins:
  - mkdocs-jupyter: {include: ["benches/*.ipynb"], cache: false, include_source: true}
hooks: [hooks/labs.py]"""),
    "docs/index.md": "# Toys\n",
    "docs/course/one.md": LESSON,
    "docs/words.md": GLOSSARY,
    "docs/about/news.md": "# News\n\n## 3 May 2026\n\n- A [bench](../benches/saw.ipynb).\n",
    "docs/games/play.md": "# Play\n",
    "docs/benches/index.md": "# Benches\n",
    "docs/manual/index.md": "# Package\n\n```api\ntoys/shelf.py\n```\n",
    "tasks/one.py": TASKS,
    "src/toys/__init__.py": '"""Toys."""\n',
    "src/toys/shelf.py": SHELF,
    "src/toys/box.py": BOX,
    "src/toys/pencil.py": PENCIL,
    "src/toys/giant.py": 'WHEEL = "big-bear==2.0"\n',
    "examples/one/train.py": "import numpy\n\nfrom toys import shelf\n\n"
    'shelf.put("train", w=numpy.ones(3))\nprint("put")\n',
    "examples/one/read.py": "from toys import pencil, shelf\n\n"
    'pencil.dot()\nprint("weights", shelf.take("one/train")["w"].size)\n',
    "examples/one/solution_1.py": "print(2 * 3)\n",
    "examples/one/solution_2.py": "print(2 * 3)\n",
    "examples/benches/saw.py": '"""A bench to saw at."""\n\n# %% [markdown]\n# # Saw\n\n'
    "# %% cut\nfrom toys import giant\n\nprint(giant.WHEEL)\n",
}  # fmt: skip


ROOT = Path(__file__).parents[2]


def toybox(root: Path, command: str) -> str:
    """What a command of the project's own program prints; it must succeed."""
    run = [sys.executable, "-c", PROGRAM, command]
    seen = environment(root.parent) | {"PYTHONPATH": str(root / "src")}
    done = subprocess.run(run, cwd=root, env=seen, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, accepted, checked and built."""
    root = tmp_path_factory.mktemp("toys") / "project"
    about = ABOUT.replace("NUMPY", settings_of(ROOT).numpy)
    write_site(root, {"pyproject.toml": about, **SITE})
    (root / "hooks").symlink_to(ROOT / "hooks")
    toybox(root, "accept")
    assert toybox(root, "check") == "examples: 5, pages: 8; all true\n"
    assert toybox(root, "build").endswith("site: proven\n")
    return root


def html(root: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((root / f"site/{page}/index.html").read_text("utf-8"), "html.parser")


def test_all_but_a_browser_s_names_differ_from_the_defaults(toys: Path) -> None:
    """What runs in a browser alone is tested there, by tests/check/test_in_browser.py."""
    own, usual = vars(Project(toys).settings), vars(Settings())
    same = {name for name in usual if own[name] == usual[name]}
    browser = {"stand_ins", "stays_loaded", "before_a_run", "published", "grade"}
    assert same == {"prepare", "model", "model_address"} | browser


def test_a_lesson_has_what_lessons_have(toys: Path) -> None:
    page = html(toys, "course/one")
    (length,) = page.select(".page-length")
    assert "2 exercises" in length.get_text()
    (term,) = page.select("a.term")
    assert term["href"] == "../../words/#shelf"
    assert page.select('[data-source="src/toys/shelf.py"][data-region="take"]')
    (drawn,) = page.select("figure circle")
    assert drawn["fill"] == "var(--figure-dot, #123456)"
    console = page.select(".exercise .console")[0]
    assert "$ toybox exercise one-1" in console.get_text()
    assert not html(toys, "games/play").select(".page-length")


def test_what_saves_is_a_recipe(toys: Path) -> None:
    project = Project(toys)
    assert recipe.saves(project, "one/train")
    assert {*recipe.loads(project, "one/read")} == {"one/train"}
    rows = (toys / "src/toys/shelf.txt").read_text("utf-8").splitlines()
    assert rows[0].startswith("# Written by `toybox accept`")
    assert rows[2:4] == ["site https://toys.example/", "repository https://github.com/bears/toys"]
    assert rows[4].startswith("one/train ")


def test_a_lab_installs_what_it_needs(toys: Path) -> None:
    notebook = json.loads((toys / "examples/benches/saw.ipynb").read_text("utf-8"))
    text, first = ("".join(cell["source"]) for cell in notebook["cells"][:2])
    assert "(https://toys.example/benches/)" in text
    assert first.endswith(
        'if not find_spec("toys"):\n'
        "    %pip install --quiet https://toys.example/package/toys-1-py3-none-any.whl\n"
        'if not find_spec("big_bear"):\n'
        "    %pip install --quiet --no-deps big-bear==2.0"
    )
    assert (toys / "site/benches/saw/saw.ipynb").is_file()


def test_the_feed_and_the_book_find_their_pages(
    toys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(toys / "src"))
    project = Project(toys)
    assert "https://toys.example/about/news/" in (toys / "site/changes.xml").read_text("utf-8")
    held = [path for _, paths in contents(project) for path in paths]
    assert held == ["docs/course/one.md", "docs/words.md", "docs/about/news.md"]
    monkeypatch.setattr(converting, "run", lambda *_, **__: None)
    body = BeautifulSoup("<body></body>", "html.parser").body
    assert body
    converting.epub(project, body, tmp_path / "book", tmp_path / "book.epub")
    assert "author: Two bears\n" in (tmp_path / "book/about.yaml").read_text("utf-8")


def test_a_browser_gets_the_package_and_the_exercises(toys: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archives(Project(toys))["toys.zip"])) as members:
        paths = {*members.namelist()}
    assert {"src/toys/shelf.py", "tasks/one.py", "pyproject.toml"} <= paths


def test_a_new_page_is_laid_out_there(toys: Path) -> None:
    files = files_of(Project(toys).settings, "far-away")
    assert {path.rpartition("/")[0] for path in files} == {
        *("docs/course", "examples/far_away", "tasks"),
    }
    assert "from toys.grading.exercise import exercise" in str(files["tasks/far_away.py"])


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"has an unknown setting, lesson; it takes author, before-a-run, changes"
    ):
        read("[tool.checker]\nlesson = 'docs/lesson'\n")
