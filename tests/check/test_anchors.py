"""The ids that links may lead to are those that Python-Markdown gives."""

import re

import markdown
import pytest

from checker.pages.reading import read_page

HEADINGS = [
    "Plain words",
    "What's 3 + 4, and so on?",
    "`merge_states` in *code*",
    "A [link](two.md) and **bold**",
    "Müller & Söhne – 雨 &amp; C++",
    "Named { #my-name }",
    "Closed ##",
    "A <b>tag</b> inside",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_ids_of_headings(heading: str) -> None:
    text = f"# Top\n\n## {heading}\nand a line\n\n## Top\n\n## Top\n"
    html = markdown.markdown(text, extensions=["toc", "attr_list"])
    given = set(re.findall(r'<h\d id="([^"]+)"', html))
    assert len(given) == 4
    assert read_page("docs/index.md", text).ids == given


@pytest.mark.parametrize("opens", ["## ", "> ## ", "- ## ", "1. ## ", "> - # "])
def test_ids_wherever_a_heading_stands(opens: str) -> None:
    text = f"# Top\n\n{opens}Within\n\nwords\n"
    given = set(re.findall(r'<h\d id="([^"]+)"', markdown.markdown(text, extensions=["toc"])))
    assert given == {"top", "within"}
    assert read_page("docs/index.md", text).ids == given
