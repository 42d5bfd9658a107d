"""Curly quotes: which way each turns, and where quotes stay straight."""

from xml.etree.ElementTree import fromstring, tostring

import pytest

from checker.pages.inline import inline
from checker.pages.page import Text
from checker.pages.typography import (
    STRAIGHT,
    curl,
    curled,
    curly_html,
    curly_letters,
    curly_source,
)


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("It's the users' \"word\".", "It’s the users’ “word”."),
        ("\"'a' b\" ('c') [\"d\"]", "“‘a’ b” (‘c’) [“d”]"),
        ('one—"two"—three/"four"', "one—“two”—three/“four”"),
        ('\x02wzxhzdk:0\x03"a"', "\x02wzxhzdk:0\x03“a”"),
        ('a\x02wzxhzdk:0\x03"', "a\x02wzxhzdk:0\x03”"),
        ("none", "none"),
    ],
)
def test_quotes_turn_by_what_is_in_front_of_them(straight: str, curly: str) -> None:
    assert curled(straight) == (curly, curly[-1] if curly[-1] != "\x03" else "a")
    assert curly.translate(STRAIGHT) == straight


def test_quotes_turn_across_elements_and_not_in_code() -> None:
    html = '<p>"<em>a</em>" and <code>"b"</code>\'s "<a href="#">c</a>."</p>'
    made = '<p>“<em>a</em>” and <code>"b"</code>’s “<a href="#">c</a>.”</p>'
    tree = fromstring(html)
    curl(tree)
    assert tostring(tree, "unicode") == made
    assert curly_html(html) == made


def test_a_block_begins_anew() -> None:
    tree = fromstring('<ul><li>a</li><li>"b"</li></ul>')
    curl(tree)
    assert tostring(tree, "unicode") == "<ul><li>a</li><li>“b”</li></ul>"


def test_a_text_in_a_fence_has_them_too() -> None:
    assert inline(Text('It\'s "*a*" `"b"`', 1)) == 'It’s “<em>a</em>” <code>"b"</code>'


def test_code_and_addresses_of_markdown_keep_their_quotes() -> None:
    source = """"It's" `x = "a"`'s [a "b"](c"d" "e") <a title="f">don't</a>"""
    made = '“It’s” `x = "a"`’s [a “b”](c"d" "e") <a title="f">don’t</a>'
    assert curly_source(source) == made


def test_texts_of_a_picture_begin_anew() -> None:
    svg = """<svg aria-label="a 'b'"><text>saw</text><text>"the" takes</text></svg>"""
    made = """<svg aria-label="a 'b'"><text>saw</text><text>“the” takes</text></svg>"""
    assert curly_letters(svg) == made
