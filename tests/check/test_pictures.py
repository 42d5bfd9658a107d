"""Pictures as records: what counts as the same, and what a message says of a difference."""

from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from checker.running.picture import is_empty, record_of, with_colours
from checker.running.picture_faults import agrees, difference

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" aria-label="A line.">'
GROUND = '<path d="M 0 0 L 10 0 L 10 10 z" style="fill: none"/>'
LINE = '<path d="M 1 2.5 L 9 7.25" style="stroke: var(--figure-accent, #1f6690)"/>'
LABEL = '<text x="4" y="5">0.91</text>'
DRAWN = f"{HEAD}{GROUND}{LINE}{LABEL}</svg>"


def test_a_record_names_colours_and_its_region_and_a_page_shows_them() -> None:
    record = record_of("line", "draw", DRAWN)
    assert "#1f6690" not in record.svg and "var(--figure-accent)" in record.svg
    assert 'data-region="draw"' in record.svg
    assert with_colours(record.svg, {"accent": "#1f6690"}) == DRAWN
    assert with_colours(record.svg, {"accent": "#000000"}) == DRAWN.replace("#1f6690", "#000000")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("7.25", "7.26", True),  # a unit of the last place
        ("7.25", "7.27", False),
        ("2.5", "2.51", True),  # trailing zeros are not written: 2.50
        ("2.5", "2.6", True),
        ('"M 1', '"M 2', False),  # whole numbers are exact
        ("0.91", "0.92", True),  # as in an output
        ("accent", "second", False),
    ],
)
def test_elsewhere_decimals_may_differ_in_the_last_place(old: str, new: str, same: bool) -> None:
    other = DRAWN.replace(old, new)
    assert other != DRAWN
    assert agrees(DRAWN, other, exact=False) == same
    assert not agrees(DRAWN, other, exact=True)
    assert agrees(DRAWN, DRAWN, exact=True)


def test_a_difference_names_elements_texts_and_how_far_it_moved() -> None:
    assert difference(DRAWN, DRAWN.replace(LABEL, ""))[0] == "different elements: -1 text"
    assert (
        difference(DRAWN, DRAWN.replace(LINE, LABEL))[0] == "different elements: -1 path, +1 text"
    )
    assert difference(DRAWN, DRAWN.replace("0.91", "0.92"))[0] == "text: '0.91' -> '0.92'"
    moved = DRAWN.replace("2.5", "2.6").replace('x="4"', 'x="4.25"')
    said = "2 coordinates moved, by up to 0.25"
    assert difference(DRAWN, moved) == (said, Decimal("0.25"))
    told, alone = difference(DRAWN, moved.replace("0.91", "0.92"))
    assert told == f"text: '0.91' -> '0.92'\n{said}" and alone is None
    swapped = DRAWN.replace("accent", "second")
    assert "path style: 'stroke: var(--figure-accent" in difference(DRAWN, swapped)[0]


def test_a_drawing_of_nothing_is_empty() -> None:
    assert is_empty(fromstring(f"{HEAD}</svg>"))
    assert is_empty(fromstring(f"{HEAD}<g>{GROUND}</g></svg>"))
    assert not is_empty(fromstring(DRAWN))
