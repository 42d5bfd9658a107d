"""Pages as Markdown: read by another reader of Markdown, and held against the built pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Published
from markdown import markdown
from pages import LABS, PAGES, ROOT

from checker.project import Project
from checker.site.as_markdown import files

HERE = "https://lessoncode.github.io/lessoncode/"
STRAIGHT = str.maketrans("‘’“”", "''\"\"")  # quotes as the Markdown has them
READABLE = {path.removesuffix("index.html"): path for path in PAGES if path not in LABS}


@pytest.fixture(scope="module")
def texts(built_site: Path) -> dict[str, str]:
    """What is written; `built_site` has run the examples."""
    return files(Project(ROOT))


def lines(tags: list[Tag]) -> list[str]:
    return [tag.get_text().strip("\n") for tag in tags]


def outdented(rows: list[str]) -> Iterator[str]:
    """Blocks of code that stand in a list, as if they stood alone."""
    margin, fence = "", ""
    for row in rows:
        opening = re.match(r"( *)(`{3,})", row)
        if opening and not fence:
            margin, fence = opening[1], opening[2]
        yield row.removeprefix(margin)
        if row == margin + fence:
            margin, fence = "", ""


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(markdown(text, extensions=["fenced_code", "tables"]), "html.parser")


def test_there_is_one_for_each_page(texts: dict[str, str]) -> None:
    assert texts.keys() == {f"{page}index.md" for page in READABLE} | {"llms.txt", "llms-full.txt"}


def test_it_shows_the_code_the_outputs_and_the_headings_of_the_page(
    texts: dict[str, str], published: Published
) -> None:
    for page in READABLE:
        html, at = published(page), 0
        text = "\n".join(outdented(texts[f"{page}index.md"].split("\n")))
        for block in lines(html.select("article :is(.example, .console, .api > .highlight) pre")):
            assert (at := text.find(block, at) + len(block)) >= len(block), (page, block)
        titles = [
            it.get_text().removesuffix("¶").translate(STRAIGHT)
            for it in html.select("article :is(h1, h2)")
        ]
        said = [heading.get_text() for heading in parsed(text).select("h1, h2")]
        assert [title.split() for title in titles] == [title.split() for title in said]


def test_answers_to_guesses_and_titles_of_exercises_end_with_one_stop(
    texts: dict[str, str],
) -> None:
    rows = re.findall(r"^\*\*(?:Answer:|Exercise\.)\*\* .*", texts["llms-full.txt"], re.MULTILINE)
    assert len(rows) > 200
    assert any("Is it still there? Write" in row for row in rows)
    assert not [row for row in rows if re.search(r"[.?!][\"'*)]*\. ", row)]


def test_its_links_are_addresses_that_are_there(texts: dict[str, str], built_site: Path) -> None:
    dead = []
    for page in READABLE:
        for link in parsed(texts[f"{page}index.md"]).select("a[href]"):
            to = str(link["href"])
            inside, _, anchor = to.removeprefix(HERE).partition("#")
            if not inside or ("//" not in inside and inside.endswith("/")):  # a page, no file
                file = built_site / inside / "index.html"
                if not file.is_file() or (
                    anchor and f'id="{anchor}"' not in file.read_text("utf-8")
                ):
                    dead.append((page, to))
            assert "//" in to
    assert not dead


def test_llms_txt_lists_every_page_once(texts: dict[str, str]) -> None:
    listed = re.findall(r"^- \[.+\]\((\S+)\): \S", texts["llms.txt"], re.MULTILINE)
    assert sorted(listed) == sorted(f"{HERE}{page}index.md" for page in READABLE)
    assert texts["llms.txt"].startswith("# How language models work\n\n> ")
    assert all(texts[f"{page}index.md"] in texts["llms-full.txt"] for page in READABLE)
