"""Diagrams: two drawings in one file, whose labels fit, with the page's colours and links."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from playwright.sync_api import Browser

from checker.pages.figures import figure_html
from lessoncode import diagram, figure, svg
from lessoncode.diagram import Drawing

DRAW = """
from lessoncode.diagram import Drawing, save

def drawn(width):
    drawing = Drawing(width, 200)
    table = drawing.box(4, 8, 170, "embedding table", "19 rows of 32 numbers", link="index.md")
    drawing.arrow((table.x, table.bottom), (table.x, 80))
    drawing.dots(20, 90, [0.5, -2, 0], largest=2)
    drawing.bars(120, 120, [(" the", 0.5), ("others", 0.25)], longest=100)
    return drawing

save(drawn(640), drawn(350), "way", 'A table & "bars"', "The way: it is short.")
"""
STYLE = Path(__file__).parent.parent / "docs/assets/lessoncode.css"
SAID = ["embedding table", "19 rows of 32 numbers", "134,515,008 numbers: (all) of them!", "MLP"]


@pytest.fixture(autouse=True)
def in_scratch_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written() -> str:
    subprocess.run([sys.executable, "-c", DRAW], check=True)
    return Path("way.svg").read_text(encoding="utf-8")


def elements(drawing: Element, tag: str) -> list[Element]:
    return list(drawing.iter(tag)) or list(drawing.iter(f"{{{figure.SVG}}}{tag}"))


def said(drawing: Drawing, words: str) -> None:
    drawing.text(99, 50, words)
    diagram.save(None, drawing, "way", "A way.", "Way: short.")


def paths(drawing: Drawing) -> list[str]:
    return [node.get("d", "") for node in elements(drawing.svg, "path")]


def test_two_processes_write_the_same_bytes() -> None:
    assert written() == written()


def test_both_drawings_say_what_they_show_and_lead_on() -> None:
    both = ElementTree.fromstring(written())
    assert both.get("class") == "drawings"
    assert [drawing.get("class") for drawing in both] == ["wide", "narrow"]
    for drawing in both:
        assert drawing.get("role") == "group", "a link in an image is no link"
        assert drawing.get("aria-label") == 'A table & "bars"'
        (link,) = elements(drawing, "a")
        assert link.attrib == {
            "href": "index.md",
            "aria-label": "embedding table: 19 rows of 32 numbers",
        }
        title, detail = elements(link, "text")
        assert [title.text, detail.text] == SAID[:2]
        assert "underline" in title.get("style", "") and "underline" not in detail.get("style", "")


def test_without_links_they_are_images() -> None:
    diagram.save(Drawing(640, 9), Drawing(350, 9), "way", "Nothing.", "The way: it is short.")
    assert [drawing.get("role") for drawing in ElementTree.parse("way.svg").getroot()] == [
        "img"
    ] * 2


def test_a_narrow_one_may_do_alone() -> None:
    diagram.save(None, Drawing(350, 9), "way", "Nothing.", "The way: it is short.")
    both = ElementTree.parse("way.svg").getroot()
    assert [drawing.get("class") for drawing in both] == ["narrow"]


def test_the_checker_learns_of_a_drawing_that_is_not_saved() -> None:
    narrow = Drawing(350, 40)
    assert narrow in figure.unsaved
    diagram.save(None, narrow, "way", "A way.", "The way: it is short.")
    assert narrow not in figure.unsaved


@pytest.mark.parametrize("words", SAID)
@pytest.mark.parametrize(
    ("style", "font"),
    [
        ("plain", FontProperties(family="DejaVu Sans", size=13)),
        ("title", FontProperties(family="DejaVu Sans", size=14, weight="bold")),
        ("link", FontProperties(family="DejaVu Sans", size=14, weight="bold")),
        ("code", FontProperties(family="DejaVu Sans Mono", size=13)),
        ("id", FontProperties(family="DejaVu Sans Mono", size=12)),
        ("read", FontProperties(family="DejaVu Serif", size=18, style="italic")),
    ],
)
def test_a_text_has_at_most_its_extent(words: str, style: str, font: FontProperties) -> None:
    wide, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    assert wide <= svg.extent(words, style) <= 1.2 * wide


def test_bars_and_dots_are_as_large_as_their_numbers() -> None:
    drawing = Drawing(350, 200)
    drawing.bars(120, 20, [(" Paris", 0.5), (" a b", 0.125), ("3 others", 0.25)], longest=80)
    drawing.dots(20, 150, [0.5, -2, 1], largest=2)
    assert [bar.get("width") for bar in elements(drawing.svg, "rect")] == ["40", "10", "20"]
    labels = [words.text for words in elements(drawing.svg, "text")]
    assert labels == ["␣Paris", "0.500", "␣a␣b", "0.125", "3 others", "0.250"]
    dots = elements(drawing.svg, "circle")
    area = [float(dot.get("r", "")) ** 2 for dot in dots]
    assert area[0] / area[1] == pytest.approx(0.25, rel=0.01)
    assert area[2] / area[1] == pytest.approx(0.5, rel=0.01)
    assert ["fill: none" in dot.get("style", "") for dot in dots] == [False, True, False]


def test_an_arrow_turns_round_its_corner_and_ends_with_its_tip() -> None:
    drawing = Drawing(350, 200)
    drawing.arrow((10, 10), (50, 10), (50, 90))
    assert paths(drawing) == ["M10 10L43 10Q50 10 50 17L50 83", "M50 90L54 82L46 82Z"]


def test_what_attention_takes_is_as_wide_as_its_share() -> None:
    drawing = Drawing(350, 200)
    drawing.look((10, 10), (90, 50), share=0.25)
    (curve,) = elements(drawing.svg, "path")
    assert curve.get("d") == "M10 10C10 30 90 30 90 50", "it leaves and arrives upright"
    assert "stroke-width: 1;" in curve.get("style", "")


def test_only_what_was_trained_is_filled() -> None:
    drawing = Drawing(350, 200)
    drawing.box(4, 4, 100, "norm")
    drawing.box(4, 50, 100, "training", learned=False)
    drawing.pill(50, 120, "softmax")
    fills = [box.get("style", "").split(";")[0] for box in elements(drawing.svg, "rect")]
    assert fills == [f"fill: {figure.paint('learned')}", "fill: none", "fill: none"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda d: d.text(175, 50, "words", colour="pink"), "colour 'pink' is not in figure"),
        (lambda d: d.text(10, 50, "words"), "'words' reaches over the edge of 350 by 100"),
        (
            lambda d: d.text(345, 50, "words", anchor="start"),
            "'words' reaches over the edge of 350 by 100: it is at 345,",
        ),
        (lambda d: d.text(175, 97, "words"), ", 90.5, "),
        (lambda d: d.box(300, 10, 60, "norm"), "'norm' reaches over the edge"),
        (lambda d: d.box(10, 10, 60, "embedding"), "too long for a box 60 wide"),
        (lambda d: d.chip(5, 50, " the"), "' the' reaches over the edge"),
        (lambda d: d.arrow((10, 10), (10, 101)), "'an arrow' reaches over the edge"),
        (lambda d: d.dots(300, 50, [1] * 9, 1), "'a vector' reaches over the edge"),
        (lambda d: d.plus(345, 50), "'a plus' reaches over the edge"),
        (lambda d: d.bracket(300, 360, 50), "'a bracket' reaches over the edge"),
        (lambda d: d.look((10, 10), (90, 110), 1), "'a look' reaches over the edge"),
        (lambda d: d.text(float("nan"), 50, "words"), "it is at nan"),
        (
            lambda d: d.text(175, 50, "words", anchor="left"),
            "anchor 'left' is none of start, middle",
        ),
        (lambda d: d.text(175, 50, "words", "bold"), "style 'bold' is none of plain, title"),
        (lambda d: d.heading(175, 50, "words", "", "left"), "anchor 'left' is none of start"),
        (
            lambda d: d.arrow((10, 10), (10, 30), line="thick"),
            "line 'thick' is none of flow, stream",
        ),
        (lambda d: d.arrow((10, 10)), "give 2 or more"),
        (lambda d: d.arrow((10, 10), (10, float("nan"))), "each of two finite numbers"),
        (lambda d: d.look((10, 10), (90, 50), float("nan")), "the number nan, which is not finite"),
        (lambda d: d.outline(svg.around(9, 9, float("nan"), 4), 3), "the number nan"),
        (lambda d: d.dots(20, 50, [1], 0), "largest is 0: give a finite number above 0"),
        (lambda d: d.dots(20, 50, [float("nan")], 1), "given the number nan"),
        (lambda d: d.bars(99, 50, [("a", float("nan"))], 9), "each with a probability, 0 to 1"),
        (lambda d: d.bars(99, 50, [("a", -0.5)], 9), "rows are [('a', -0.5)]: give tokens"),
        (lambda d: d.bars(99, 50, [], 9), "rows are []"),
        (lambda d: said(d, "\x1b"), "'way' has the character U+001B, which SVG cannot hold"),
        (lambda d: said(d, "\ud83d"), "'way' has the character U+D83D, which SVG cannot hold"),
        (lambda d: d.arrow((10, 10), (20, 30)), "slants or has no length: 10, 10 to 20, 30"),
        (lambda d: diagram.save(d, d, "way", "A way.", "Way: short."), "not 350 and 350"),
        (lambda d: diagram.save(Drawing(640, 9), d, "way", "A way.", ""), "Name: one sentence"),
        (lambda d: diagram.save(Drawing(640, 9), d, "way", " ", "Way: short."), "no alternative"),
        (lambda d: Drawing(400, 100), "640, 1080 or at most 350 wide, not 400"),
        (lambda d: Drawing(0, 100), "640, 1080 or at most 350 wide, not 0"),
        (lambda d: Drawing(350, 0), "wide, not 350 by 0"),
    ],
)
def test_what_would_not_fit_is_refused(wrong: Callable[[Drawing], object], says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        wrong(Drawing(350, 100))
    assert not Path("way.svg").exists()


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (320, ("narrow", 320)),
        (366, ("narrow", 350)),
        (588, ("narrow", 350)),
        (592, ("wide", 592)),
        (652, ("wide", 640)),
        (1100, ("wide", 640)),
    ],
)
def test_a_page_shows_the_drawing_that_fits(
    browser: Browser, column: int, shown: tuple[str, float]
) -> None:
    assert seen(browser, written(), column) == [shown]


@pytest.mark.parametrize(
    ("column", "shown"), [(980, ("narrow", 350)), (1000, ("wide front", 1000))]
)
def test_the_front_page_has_a_wider_one(
    browser: Browser, column: int, shown: tuple[str, float]
) -> None:
    diagram.save(Drawing(1080, 9), Drawing(350, 9), "way", "Nothing.", "The way: it is short.")
    assert seen(browser, Path("way.svg").read_text("utf-8"), column) == [shown]


def seen(browser: Browser, svg: str, column: int) -> list[tuple[str, float]]:
    """The drawings of a figure that are shown in a column so wide, and how wide they are."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    frame = f"html {{ font-size: 20px }} figure {{ width: {column}px; margin: 0 }}"
    page.set_content(f"<style>{frame}{STYLE.read_text('utf-8')}</style>{figure_html(svg, str)}")
    drawings = page.locator("figure > svg").evaluate_all(
        "all => all.map(svg => [svg.getAttribute('class'), svg.getBoundingClientRect().width])"
    )
    page.close()
    return [(name, width) for name, width in drawings if width]
