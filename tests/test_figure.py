"""Figures: the same bytes twice, only palette colours, fit to stand in a page."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from conftest import told_in_a_terminal

from lessoncode import figure

DRAW = """
from lessoncode import figure
drawing, axes = figure.canvas()
axes.plot([1, 2, 3], [2, 4, 3], marker="o", label="English")
axes.bar([1, 2], [1, 2], color=figure.COLOURS["third"], alpha=0.5, hatch="/")
axes.set_xticks([1, 2, 3])
axes.grid(axis="y")
axes.legend()
axes.annotate("here", (2, 4), (2.5, 4.5), arrowprops={"arrowstyle": "->"})
axes.text(1, 1, " the", family="monospace")
axes.set_title("Bytes & <tokens>")
figure.save(drawing, "tokens-price", 'Two bars, "a" & <b>')
"""
TEXT = f"{{{figure.SVG}}}text"


@pytest.fixture(autouse=True)
def in_scratch_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def drawn() -> str:
    subprocess.run([sys.executable, "-c", DRAW], check=True)
    return Path("tokens-price.svg").read_text(encoding="utf-8")


def test_says_where_it_drew_only_to_somebody_at_a_terminal(tmp_path: Path) -> None:
    silent = subprocess.run([sys.executable, "-c", DRAW], capture_output=True, check=True)
    assert silent.stderr == b""
    assert told_in_a_terminal(DRAW) == f"drew {tmp_path.resolve()}/tokens-price.svg"


def test_two_processes_write_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_the_drawing_can_stand_in_a_page() -> None:
    text = drawn()
    svg = ElementTree.fromstring(text)
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg"'), "no XML prolog, no doctype"
    assert [drawing.get("class") for drawing in svg] == ["wide", "narrow"]
    assert "metadata" not in text and "<style" not in text and "xlink" not in text
    assert "Matplotlib" not in text and "<date" not in text
    for drawing in svg:
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label") == 'Two bars, "a" & <b>'
        labels = {node.text: node.get("style", "") for node in drawing.iter(TEXT)}
        assert {"Bytes & <tokens>", "English", " the"} <= labels.keys()
        assert "font-family: var(--md-code-font-family, monospace)" in labels[" the"]
        assert "font" not in labels["English"], "it has the font of the whole drawing"


def test_letters_have_the_size_of_a_diagrams_on_both_drawings() -> None:
    for drawing in ElementTree.fromstring(drawn()):
        _, _, units, _ = map(float, drawing.attrib["viewBox"].split())
        size = re.search(r"font: (\d+)px var\(--md-text", drawing.attrib["style"])
        assert size and round(int(size[1]) * float(drawing.attrib["width"]) / units, 1) == 13


def test_letters_of_another_size_are_refused() -> None:
    drawing, axes = figure.canvas()
    axes.text(0, 0, "small", fontsize=8)
    with pytest.raises(ValueError, match="has a size of its own: font-size: 8px"):
        figure.save(drawing, "wrong", "A word.")


def test_ids_begin_with_the_name_and_every_reference_is_met() -> None:
    text = drawn()
    ids = re.findall(r' id="([^"]*)"', text)
    referred = re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', text)
    assert ids and len(ids) == len(set(ids))
    assert all(re.match("tokens-price-(wide|narrow)-", name) for name in ids)
    assert {one or other for one, other in referred} == set(ids)


def test_every_colour_is_a_variable_of_the_page() -> None:
    text = drawn()
    variables = re.findall(r"var\(--figure-(\w+), (#[0-9a-f]{6})\)", text)
    assert {"ink", "muted", "grid", "accent", "third"} <= {name for name, _ in variables}
    assert all(figure.COLOURS[name] == colour for name, colour in variables)
    assert len(re.findall(r"#[0-9a-f]{6}\b", text)) == len(variables)


def test_a_colour_outside_the_palette_is_named() -> None:
    drawing, axes = figure.canvas()
    axes.plot([1, 2], color="#123456")
    with pytest.raises(ValueError, match=r"#123456 is not in figure\.COLOURS; it has ink, muted"):
        figure.save(drawing, "wrong", "A line.")
    assert not Path("wrong.svg").exists()


@pytest.mark.parametrize("height", [0, -1, float("nan"), float("inf")])
def test_a_height_that_cannot_be_is_refused(height: float) -> None:
    with pytest.raises(ValueError, match=f"height is {height}: give a finite number above 0"):
        figure.canvas(height)


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_character_that_svg_cannot_hold_is_named() -> None:
    drawing, axes = figure.canvas()
    axes.set_title("\x1b")
    with pytest.raises(ValueError, match=r"'wrong' has the character U\+001B, which SVG cannot"):
        figure.save(drawing, "wrong", "A line.")


def test_pixels_are_refused() -> None:
    drawing, axes = figure.canvas()
    axes.imshow([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="holds pixels"):
        figure.save(drawing, "wrong", "Four squares.")


@pytest.mark.parametrize("alt", ["", " \n"])
def test_a_figure_without_alternative_text_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="'merges' has no alternative text"):
        figure.save(figure.canvas()[0], "merges", alt)


@pytest.mark.parametrize("name", ["", "a b", "../up", "Merges", "1st"])
def test_a_name_that_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="use small letters, digits and hyphens"):
        figure.save(figure.canvas()[0], name, "A picture.")


def test_the_style_of_matplotlib_itself_stays() -> None:
    before = dict(matplotlib.rcParams)
    drawing, axes = figure.canvas()
    axes.plot([1, 2])
    figure.save(drawing, "line", "A line that rises.")
    assert dict(matplotlib.rcParams) == before


def test_the_package_itself_needs_no_matplotlib() -> None:
    code = "import sys, lessoncode.figure; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_caption_and_data_travel_with_the_drawing() -> None:
    caption, data = "Two bars & a line:\n  the line is <higher>.", {"p": [0.5, 0.25], "word": "é"}
    figure.save(figure.canvas()[0], "bars", "Two bars.", caption, data)
    svg = ElementTree.parse("bars.svg").getroot()
    assert svg.get("data-caption") == "Two bars & a line: the line is <higher>."
    assert json.loads(svg.get("data-values", "")) == data


@pytest.mark.parametrize("caption", ["", "It falls.", ": it falls.", "Loss:", "Loss:it falls"])
def test_a_caption_has_a_name_and_a_sentence(caption: str) -> None:
    with pytest.raises(ValueError, match="write  Name: one sentence"):
        figure.save(figure.canvas()[0], "loss", "It falls.", caption)


def test_data_is_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        figure.save(figure.canvas()[0], "loss", "It falls.", data={"loss": float("nan")})


def test_a_colour_by_a_wrong_name_is_named() -> None:
    with pytest.raises(ValueError, match=r"colour 'pink' is not in figure\.COLOURS; it has ink"):
        figure.paint("pink")
