"""How answers are compared and shown, and what the command says."""

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lessoncode.exercises import desk, grade, grading
from lessoncode.exercises.grading import agree, differences, short, table


@pytest.mark.parametrize(
    ("best", "answer"),
    [
        (1, 1.0),
        (0.1 + 0.2, 0.3),
        ([1, 2], (1, 2)),
        ([1.0, 2.0], np.array([1, 2])),
        (np.eye(2), [[1, 0], [0, 1]]),
        (np.float32(0.1), 0.1 + 1e-9),
        (0.00136495, np.float32(0.70136495) - np.float32(0.7)),
        ({"a": [1]}, {"a": np.array([1])}),
        (float("nan"), np.nan),
        (float("-inf"), -np.inf),
        (np.array(3), 3),
        (1 / 3, Fraction(1, 3)),
        (b"a", b"a"),
        ([], np.zeros(0)),
        (np.array([[2.0], [1e-3], [np.inf]]), np.array([[2.0], [1e-3 + 1e-8], [np.inf]])),
    ],
)
def test_the_same_in_another_form(best: object, answer: object) -> None:
    assert agree(best, answer)
    assert agree(answer, best)


@pytest.mark.parametrize(
    ("best", "answer"),
    [
        (1, 1.00001),
        (0.001, 0.001003),
        ([1, 2], [2, 1]),
        ([1, 2], [1, 2, 3]),
        (np.eye(2), np.ones(2)),
        (np.eye(2), 1),
        (np.array([2.0, 1e-3]), np.array([2.0, 1e-3 + 1e-5])),
        ([2.0, 1e-3], [2.0, 1e-3 + 1e-5]),
        (0.0, float("nan")),
        ({"a": 1}, {"a": 1, "b": 2}),
        ("1", 1),
        (b"a", "a"),
        ([], None),
        (np.zeros(3), {}),
    ],
)
def test_not_the_same(best: object, answer: object) -> None:
    assert not agree(best, answer)
    assert not agree(answer, best)


def test_differences_are_named_by_their_place() -> None:
    best, answer = np.arange(6.0).reshape(2, 3), np.array([[0, 1, 2], [3, 5, 5]])
    assert differences(best, answer) == [("place", "expected", "yours"), ("[1][1]", "4", "5")]
    many = differences(np.zeros(20), np.ones(20))
    assert len(many) == 1 + grading.PLACES + 1
    assert many[-1] == ("...", "12 more", "")
    assert differences(np.zeros(2), np.zeros((1, 2))) == [
        ("shape", "expected", "yours"),
        ("", "(2,)", "(1, 2)"),
    ]
    assert differences(np.zeros(2), [[0, 0]]) == differences(np.zeros(2), np.zeros((1, 2)))
    assert differences(np.zeros(2), [[0], [0, 0]]) == []


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
    assert grading.short([np.array([0.5]), np.array([2.0])]) == "[[0.5]\n [2. ]]"
    assert grading.short((np.zeros(1), np.zeros(2))) == "[0.]\n[0. 0.]"


def test_table_keeps_the_lines_of_a_cell_together() -> None:
    assert table([("a", "1\n2"), ("long", "3")]) == "  a     1\n        2\n  long  3"
    assert table([("a", "1"), ("b", "")]) == "  a  1\n  b"


def test_a_function_is_shown_by_what_it_does() -> None:
    def double(x: int) -> int:
        """twice x"""
        return 2 * x

    assert short(double) == "twice x"
    assert short([double, double]) == "[twice x, twice x]"


def test_rows_are_shown_without_their_types() -> None:
    assert short([(0.5, np.float64(1)), (1 / 3, np.nan)]) == "[[0.5, 1], [0.333333, nan]]"
    assert short(("atlas", np.int64(2))) == "['atlas', 2]"


def begin(root: Path, text: str) -> None:
    it = grading.find("tokens-2")
    desk.answer_file(root, it).parent.mkdir(exist_ok=True)
    desk.answer_file(root, it).write_text(text, encoding="utf-8")


Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: capsys.readouterr().out


def test_hands_out_once_and_overwrites_nothing(tmp_path: Path, said: Said) -> None:
    assert desk.main(tmp_path, "tokens-2", None) == 0
    assert said() == (
        "exercises/tokens_2.py is yours to fill in:\n"
        "\n"
        "    def merge(ids, pair, new_id):\n"
        '        """Put one new id wherever a pair of ids stands: a step of BPE.\n'
        "\n"
        "        ids: a list of whole numbers.\n"
        "        pair: two ids. Where pairs overlap, the one further left counts.\n"
        "        Returns a new list: merge([1, 2, 1, 1, 2], (1, 2), 9) is [9, 1, 9].\n"
        '        """\n'
        "        raise NotImplementedError  # your code\n"
        "\n"
        "  read about it  docs/lesson/tokens.md\n"
        "  then grade it  lessoncode exercise tokens-2\n"
        "  for a hint     lessoncode exercise tokens-2 --hint 1\n"
    )
    file = tmp_path / "exercises/tokens_2.py"
    file.write_text(file.read_text("utf-8") + "# mine\n", encoding="utf-8")
    assert desk.main(tmp_path, "tokens-2", None) == 1
    assert said().startswith("tokens-2: still to be written\n")
    assert file.read_text("utf-8").endswith("# mine\n")


def test_shows_the_first_case_that_fails(tmp_path: Path, said: Said) -> None:
    begin(tmp_path, "def merge(ids, pair, new_id):\n    return ids[:-1] + [new_id]\n")
    assert desk.main(tmp_path, "tokens-2", None) == 1
    assert said() == (
        "tokens-2: not right yet, in case 1\n"
        "\n"
        "  ids     [1, 2]\n"
        "  pair    [1, 2]\n"
        "  new_id  9\n"
        "\n"
        "  expected  [9]\n"
        "  yours     [1, 9]\n"
        "\n"
        "  grade it again  lessoncode exercise tokens-2\n"
        "  for a hint      lessoncode exercise tokens-2 --hint 1\n"
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("def merge(ids, pair, new_id:\n    pass\n", "does not run\n\n  File"),
        ("x = 1 / 0\n", "ZeroDivisionError: division by zero"),
        ("def other():\n    pass\n", "defines no function merge; delete the file to begin again"),
        ("merge = 3\n", "defines no function merge"),
        ("def merge(ids, pair, new_id):\n    ids.append(new_id)\n", "it returns nothing"),
        ("def merge(ids):\n    return ids\n", "takes 1 positional argument but 3 were given"),
        ("def merge(ids, pair, new_id):\n    return ids[99]\n", "line 2, in merge"),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, said: Said, answer: str, expected: str) -> None:
    begin(tmp_path, answer)
    assert desk.main(tmp_path, "tokens-2", None) == 1
    text = said()
    assert expected in text
    assert "lessoncode/exercises" not in text, "only the answer's own lines matter"


def test_ends_what_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def merge(*inputs: Any) -> None:
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                pass

    monkeypatch.setattr(grading, "SECONDS", 0.2)
    verdict = grade("tokens-2", merge)
    assert not verdict.right
    assert "it takes more than 0.2 s" in verdict.text


def test_an_answer_may_change_its_inputs_or_yield() -> None:
    def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> Any:
        while ids:
            if tuple(ids[:2]) == pair:
                del ids[:2]
                yield new_id
            else:
                yield ids.pop(0)

    assert grade("tokens-2", merge).right


def test_hints_come_one_at_a_time(tmp_path: Path, said: Said) -> None:
    hints = grading.find("tokens-2").hints
    for number, hint in enumerate(hints, 1):
        assert desk.main(tmp_path, "tokens-2", number) == 0
        text = said()
        assert [other for other in hints if other in text] == [hint]
    assert "the solution, at the end of docs/lesson/tokens.md" in text
    for number in (0, len(hints) + 1):
        with pytest.raises(ValueError, match="tokens-2 has hints 1 to 3"):
            desk.main(tmp_path, "tokens-2", number)


@pytest.mark.parametrize("name", ["tokens-9", "tokens", "nowhere-1", "grading-1", "../tokens-1"])
def test_knows_what_is_no_exercise(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"no exercise .*; lessoncode exercise lists them"):
        desk.main(tmp_path, name, None)


def test_lists_all_and_marks_what_is_begun(tmp_path: Path, said: Said) -> None:
    begin(tmp_path, "")
    assert desk.main(tmp_path, None, None) == 0
    lines = said().split("\n")
    assert [line.split()[:2] for line in lines if line.startswith("  *")] == [["*", "tokens-2"]]
    assert sum(line.startswith("    tokens-") for line in lines) == 2
