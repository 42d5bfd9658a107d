"""How values, tables and differences are shown."""

import numpy as np
import pytest

from lessoncode.grading.show import PLACES, differences, short, table


def test_differences_are_named_by_their_place() -> None:
    best, answer = np.arange(6.0).reshape(2, 3), np.array([[0, 1, 2], [3, 5, 5]])
    assert differences(best, answer) == [("place", "expected", "yours"), ("[1][1]", "4", "5")]
    many = differences(np.zeros(20), np.ones(20))
    assert len(many) == 1 + PLACES + 1
    assert many[-1] == ("...", "12 more", "")
    assert differences(np.zeros(2), np.zeros((1, 2))) == [
        ("shape", "expected", "yours"),
        ("", "(2,)", "(1, 2)"),
    ]
    assert differences(np.zeros(2), [[0, 0]]) == differences(np.zeros(2), np.zeros((1, 2)))
    assert differences(np.zeros(2), [[0], [0, 0]]) == []
    assert differences([[]], []) == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ((0.123456789, np.array([1.0, 2.5])), "0.123457\n[1.  2.5]"),
        ([(0.1 + 0.2, 1), ("a", [])], "[[0.3, 1], ['a', []]]"),
        (np.array(0.123456789), "0.123457"),
        (["a" * 30, ("b" * 30, "c" * 30)], f"['{'a' * 30}',\n ['{'b' * 30}',\n  '{'c' * 30}']]"),
        (["abc"] * 25, "[" + "'abc',\n " * 20 + "... 5 more]"),
        (list(range(25)), str(list(range(25)))),
        ("a" * 300, f"'{'a' * 239} ..."),
    ],
)
def test_values_are_shown_without_more_digits_than_count(value: object, shown: str) -> None:
    assert short(value) == shown


def test_rows_of_arrays_are_shown_as_one() -> None:
    assert short([np.array([0.5]), np.array([2.0])]) == "[[0.5]\n [2. ]]"
    assert short((np.zeros(1), np.zeros(2))) == "[0.]\n[0. 0.]"


def test_rows_are_shown_without_their_types() -> None:
    assert short([(0.5, np.float64(1)), (1 / 3, np.nan)]) == "[[0.5, 1], [0.333333, nan]]"
    assert short(("atlas", np.int64(2))) == "['atlas', 2]"


def test_a_function_is_shown_by_what_it_does() -> None:
    def double(x: int) -> int:
        """twice x"""
        return 2 * x

    assert short(double) == "twice x"
    assert short([double, double]) == "[twice x, twice x]"

    class Callable:
        __repr__ = __call__ = lambda self: "it"

    assert short(Callable()) == "it", "it has no name"


def test_table_keeps_the_lines_of_a_cell_together() -> None:
    assert table([("a", "1\n2"), ("long", "3")]) == "  a     1\n        2\n  long  3"
    assert table([("a", "1"), ("b", "")]) == "  a  1\n  b"
