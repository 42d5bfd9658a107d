"""Comparisons: each is true or false of an output by a count that was made by hand."""

import pytest

from checker.pages.comparisons import compare

OUTPUT = """\
merges  seen  new
     0   100  100
    10    80   91
   100    40   70
   190    24   53
share of most: 0.62
loss  3.2  2.1  1.4  1.4
"""
OTHER = "English 6\nAmharic 39\n"


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ('"190" 2 < "190" 3', True),
        ('"190" 3 < 2 * "190" 2', False),
        ('3 * "190" 2 > "100" 3', True),
        ('"share" 1 > 0.5', True),
        ('falls "0".."190" 2', True),
        ('rises "0".."190" 2', False),
        ('falls "0".."190" 3', True),
        ('falls "loss" 1..3', True),
        ('falls "loss" 1..4', False),  # the last two are equal
        ('all "0".."190" 3 >= 53', True),
        ('all "0".."190" 3 > 53', False),
        ('none "0".."190" 2 > 100', True),
        ('none "10".."190" 2 < 25', False),
        ('most "0".."190" 2 > 30', True),  # three of four
        ('most "0".."190" 2 > 50', False),  # two of four is not most
        ('count "0".."190" 2 > 50 = 2', True),
        ('count "0".."190" 2 > "190" 3 = 2', True),
        ('count "0".."190" 2 >= 40 = 2', False),
        ('"English" 1 in out-other < "190" 2', True),
        ('"Amharic" 1 in out-other > 6 * "share" 1', True),
    ],
)
def test_is_true_or_false_by_hand(text: str, true: bool) -> None:
    assert compare(text, OUTPUT, {"out-other": OTHER}.__getitem__).true == true


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 < 2", "uses no number of the output"),
        ('rises "0".."190"', "is not a comparison"),
        ('rises "0" 2', "is not a comparison"),
        ('count "0".."190" 2 > 50', "write  count LIST OP VALUE OP VALUE"),
        ('all "0".."190" 2 > 50 = 2', "is not a comparison"),
        ('all "190".."0" 2 > 50', "fewer than two numbers"),
        ('rises "loss" 1..9', "asks for more numbers than the line has"),
        ('"English" 1 in out-other > 1', "there is no output out-other"),
        ('"gone" 1 > 1', 'no line with a number in the output matches "gone"'),
    ],
)
def test_says_why_it_has_no_value(text: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        compare(text, OUTPUT)
    assert message in str(raised.value)


def test_knows_the_ratio_whatever_factors_are_written() -> None:
    found = compare('"190" 2 < 0.3 * "0" 2', OUTPUT)
    assert found.ratio is not None
    assert (found.true, float(found.ratio), found.kind) == (True, 0.24, "<")
    assert found.lines == {1, 4}
