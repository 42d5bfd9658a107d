"""The book: what it makes of a tiny site, and what it finds in a damaged EPUB.

Most tests need no converter: they pack the book's HTML into an EPUB of their own.
"""

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import ROOT
from tiny_site import MKDOCS, environment, write_site

from checker.book import converting, offline
from checker.book.chapters import contents
from checker.book.text import shown
from checker.book.whole import figures_of, whole
from checker.making_book import current
from checker.problem import Problem
from checker.project import Project

NAV = """\
site_url: https://toy.example/
nav:
  - index.md
  - First: [lesson/one.md, lesson/two.md]
  - Play: [play/it.md]
"""
ONE = """\
---
title: One
description: The first.
before: []
exercises: none
---

# One

It draws. The [second](two.md) tells more, [its end](two.md#the-end) the rest,
[itself](#one) little, and
you can [play](../play/it.md).

```example
a/draw.py code=folded
```

```question
ask: Which?
proof: '#out-a-draw'
choices:
  - text: This.
    because: Not this.
  - text: That.
    because: It is.
    right: true
```

??? note "More"

    ```console
    $ make site
    ```

    ```formula
    y < \\log x

    It is the logarithm.
    ```
"""
TWO = """\
---
title: Two
description: The second.
before: [one.md]
---

# Two

After this page you know two.

```guess
covers: a/loss.py
ask: How large is it then?
choices:
  - text: as before
    holds: '"then" 1 = 0.88'
  - text: half
    holds: '2 * "then" 1 = 0.88'
because: It was halved.
```

It was [0.88](#out-a-loss "loss").

## The end

```exercise
two-1 The same
```

```exercise
two-2
```
"""
DRAW = """\
from lessoncode.diagram import Drawing, save

wide, narrow = Drawing(640, 60), Drawing(350, 60)
for drawing in wide, narrow:
    drawing.box(10, 7, 120, "box", "that", link="lesson/two.md")
    drawing.text(200, 30, "on", on_line=True)
save(wide, narrow, "boxes", "A box.", "Box: it & that.")
print("1 box")
"""
EXERCISES = """\
@exercise("two-1", inputs, hints=("Take `a + 0`, say.", "Or a."))
def same(a):
    '''Give it back.

    - `a`: anything.

    Returns it.
    '''


@same.right
@same.mistake
def other(a): ...


@exercise("two-2", inputs, hints=("a", "b"))
def nothing():
    '''Give nothing.'''


@nothing.right
@nothing.mistake
def none(): ...
"""
FILES = {
    "Makefile": "site:\n",
    "mkdocs.yml": MKDOCS.replace("site_name: Toy\n", f"site_name: A toy\n{NAV}"),
    "docs/index.md": "# Toy\n\n[One](lesson/one.md), [two](lesson/two.md)\n",
    "docs/lesson/one.md": ONE,
    "docs/lesson/two.md": TWO,
    "docs/play/it.md": '# It\n\n<div class="play" data-play="it">Needs JavaScript.</div>\n',
    "examples/a/draw.py": DRAW,
    "examples/a/loss.py": 'print("loss 0.88")\nprint("then 0.44")\n',
    "examples/two/solution_1.py": "def same(a):\n    return a\n",
    "examples/two/solution_2.py": "def nothing(): ...\n",
    "exercises/two.py": EXERCISES,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny site, built."""
    root = tmp_path_factory.mktemp("toy")
    write_site(root, FILES)
    for command in ("accept", "build"):
        done = subprocess.run(
            ["lessoncode", command], cwd=root, capture_output=True, text=True, check=False,
            env=environment(tmp_path_factory.mktemp("temporary")),
        )  # fmt: skip
        assert not done.returncode, done.stdout + done.stderr
    return Project(root)


@pytest.fixture(scope="module")
def book(project: Project) -> tuple[Tag, Counter[str]]:
    return whole(project, project.root / "site")


@pytest.fixture(scope="module")
def body(book: tuple[Tag, Counter[str]]) -> Tag:
    """The book's HTML."""
    return book[0]


@pytest.fixture(scope="module")
def on_site(book: tuple[Tag, Counter[str]]) -> Counter[str]:
    """What the site shows that must be in the book."""
    return book[1]


def chapters(project: Project) -> list[str]:
    return [path for _, paths in contents(project) for path in paths]


def packed(html: str, path: Path) -> Path:
    """An EPUB of a single text, made without a converter."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("text/all.xhtml", html)
    return path


def test_chapters_come_in_the_order_of_the_menu_without_what_needs_a_browser(
    project: Project,
) -> None:
    paths = chapters(project)
    assert paths == ["docs/lesson/one.md", "docs/lesson/two.md"]


def test_what_it_shows_is_accounted_for(body: Tag, on_site: Counter[str], tmp_path: Path) -> None:
    kinds = Counter(text.partition(":")[0] for text in on_site.elements())
    assert kinds == {"pre": 9, "math": 1, "figure": 1, "a": 2}
    assert shown(body) == on_site
    converting.compare(packed(str(body), tmp_path / "whole.epub"), on_site)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("1 box", "2 box", "-pre: 1 box"),
        (">return</span> a", ">return</span>  a", "-    return a"),
        ("it &amp; that", "it", "-figure: Box: it & that."),
        ("<figure", "<div", "-figure: Box: it & that."),
        ("<mi>y</mi>", "", "-math: y<logx"),
        (">0.88</a>", ">0.89</a>", "-a: 0.88"),
        (' href="#lesson-two--out-a-loss"', "", "-a: 0.88"),
    ],
)
def test_what_is_damaged_is_found(
    body: Tag, on_site: Counter[str], tmp_path: Path, before: str, after: str, lost: str
) -> None:
    assert before in str(body)
    damaged = packed(str(body).replace(before, after), tmp_path / "not.epub")
    with pytest.raises(Problem, match="doesn't show the same as the site") as raised:
        converting.compare(damaged, on_site)
    assert lost in raised.value.detail


def test_links_lead_inside_or_to_the_published_site(body: Tag) -> None:
    leads = {link.get_text(): str(link["href"]) for link in body.select("p a[href]")}
    assert leads["second"] == "#lesson-two"
    assert leads["its end"] == "#lesson-two--the-end"
    assert leads["itself"] == "#lesson-one"
    assert leads["play"] == "https://toy.example/play/it/"


def test_answers_solutions_and_folded_code_stand_at_the_end_of_the_chapter(body: Tag) -> None:
    titles = [it.get_text() for it in body.select("h1, h2, h3")]
    assert titles == [
        *("About this book", "First", "One", "Answers", "Data and code"),
        *("Two", "The end", "Hints and solutions", "Data and code"),
    ]
    text = body.get_text(" ")
    assert text.index("Hint 1.") > text.index("The end")
    assert text.index("1 box") > text.index("✓ Right.") > text.index("The answer")
    assert not body.select("details, summary, fieldset, input, button, script, svg")


def test_a_figure_needs_nothing_around_it(project: Project) -> None:
    for wide, size in ((True, "652"), (False, "362")):
        (drawn,) = figures_of(project, chapters(project)[0], wide).values()
        assert drawn.alt == "A box."
        svg = ElementTree.fromstring(drawn.svg)
        assert svg.get("width") == size
        assert not re.search(r"var\(|paint-order|<a\b|font: |underline", drawn.svg)
        words = [
            "".join(it.itertext()) for it in svg.iter(f"{{{'http://www.w3.org/2000/svg'}}}text")
        ]
        assert words == ["box", "that", "on", "on"]  # once more, over its outline


def test_the_zip_leads_nowhere_but_into_itself(project: Project) -> None:
    files = offline.members(project, project.root / "site", "2026-11-26")
    assert dead_links(files) == []
    page = files["lesson/one/index.html"].decode()
    assert 'href="../two/index.html#the-end"' in page and "data-run" not in page
    assert "https://toy.example/play/it/" in files["play/it/index.html"].decode()
    assert "sitemap.xml" not in files and files["README.txt"].startswith(b"A toy: ")
    del files["lesson/two/index.html"]
    assert ("lesson/one/index.html", "../two/index.html") in dead_links(files)


def test_the_zip_of_the_real_site_leads_nowhere_else(built_site: Path) -> None:
    assert dead_links(offline.members(Project(ROOT), built_site, "2026-11-26")) == []


def dead_links(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """The links in pages of a zip to files that it lacks: the page, and where it leads."""
    links = [
        (name, unquote(unescape(found["to"])))
        for name, data in files.items()
        if name.endswith(".html")
        for found in offline.REFERENCE.finditer(data.decode())
    ]
    return [
        (name, to)
        for name, to in links
        if to and not re.match(r"\w+:", to) and normpath(join(dirname(name), to)) not in files
    ]


def test_a_book_is_made_of_a_site_that_is_there_and_current(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    current(Project(project.root))
    page = project.root / "docs/lesson/one.md"
    page.write_text(ONE + "\nMore.\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"built from other sources(?s:.)*lessoncode build"):
        current(Project(project.root))
    page.write_text(ONE, encoding="utf-8")


def test_missing_converters_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        Problem, match=r"pandoc and weasyprint(?s:.)*apt install(?s:.)*brew install"
    ):
        converting.ready()


# Only the deployment has converters: check.yml installs them, and runs this file before the book.
@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc, which `make site` does not")
def test_an_epub_by_pandoc_is_compared_and_the_same_twice(
    project: Project, body: Tag, on_site: Counter[str], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        converting.epub(project, body, tmp_path / name, tmp_path / f"{name}.epub")
    converting.compare(tmp_path / "a.epub", on_site)
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()


@pytest.mark.skipif(
    not shutil.which("weasyprint"), reason="needs WeasyPrint, which `make site` does not"
)
def test_a_pdf_lists_its_chapters_and_is_the_same_twice(
    project: Project, body: Tag, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        converting.pdf(project, body, tmp_path / name, tmp_path / f"{name}.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    page = BeautifulSoup((tmp_path / "a/paper.html").read_text("utf-8"), "html.parser")
    listed = [it.get_text() for it in page.select("#TOC li li")]
    assert listed == ["One", "Two"]
