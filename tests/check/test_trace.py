"""What a trace notes, against steps that were counted by hand; and how it says what values are."""

import json
from collections import deque
from pathlib import Path
from textwrap import dedent
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from checker.pages import first_state
from checker.running.described import described
from checker.running.listing import Listing
from checker.running.trace import MOST_STEPS, Tracer, alike

Step = tuple[str, int, dict[str, Any]]


def steps(source: str, first: int = 1, last: int | None = None, within: Any = None) -> list[Step]:
    """Event, line and values of each step."""
    code = compile(source := dedent(source), "/toy/a.py", "exec")
    listing = Listing("a.py", source, first, last or source.count("\n"))
    module = ModuleType("toy")
    with Tracer(code, listing, Path("/toy")) as tracer:
        exec(code, vars(module))
    if within:
        within(tracer)
    return [
        (event, line, {name: what[3] for name, what in changes.items()})
        for _, event, line, changes, *_ in tracer.steps
    ]


def test_five_lines() -> None:
    source = """\
        total = 1
        for n in [10, 20]:
            total = total + n
        half = (total
                // 2)
        """
    assert steps(source) == [
        ("line", 1, {"total": 1}),
        ("line", 2, {"n": 10}),
        ("line", 3, {"total": 11}),
        ("line", 2, {"n": 20}),
        ("line", 3, {"total": 31}),
        ("line", 2, {}),
        ("line", 4, {"half": 15}),
    ]


def test_three_turns_and_the_state_after_the_others() -> None:
    source = """\
        total = 0
        for n in range(100):
            total += n
        """
    assert steps(source) == [
        ("line", 1, {"total": 0}),
        ("line", 2, {"n": 0}),
        ("line", 3, {}),
        ("line", 2, {"n": 1}),
        ("line", 3, {"total": 1}),
        ("line", 2, {"n": 2}),
        ("line", 3, {"total": 3}),
        ("line", 2, {"n": 3}),
        ("skip", 2, {"n": 99, "total": 4950}),
    ]


def test_three_calls_and_what_they_return() -> None:
    source = """\
        def double(x):
            y = 2 * x
            return y


        all = [double(n) for n in range(5)]
        """
    call = [("call", 1), ("line", 2), ("return", 3)]
    found = steps(source)
    assert [step[:2] for step in found] == [("line", 6), *call * 3, ("line", 6)]
    assert found[2:4] == [("line", 2, {"y": 0}), ("return", 3, {"": 0})]
    assert found[-1] == ("line", 6, {"all": "[0, 2, 4, 6, 8]"})


def test_a_loop_without_end_an_exception_and_an_attribute() -> None:
    source = """\
        class Box:
            def fill(self):
                self.inside = 1
                raise ValueError


        box, n = Box(), 0
        while True:
            n += 1
            if n == 2:
                break
        try:
            box.fill()
        except ValueError:
            n = 9
        """
    turn = [("line", 8), ("line", 9), ("line", 10)]
    found = steps(source)
    assert [step[:2] for step in found] == [
        *(("line", 7), *turn * 2, ("line", 11), ("line", 12), ("line", 13)),
        *(("call", 2), ("line", 3), ("line", 4), ("line", 15)),
    ]
    assert found[10:12] == [("call", 2, {}), ("line", 3, {"self.inside": 1})]


def test_a_region_begins_with_what_it_uses_and_ends_the_run() -> None:
    source = """\
        used, unused = 1, 2
        # --8<-- [start:here]
        more = used + 1
        # --8<-- [end:here]
        raise SystemExit("not reached")
        """
    assert steps(source, 3, 3) == [("start", 0, {"used": 1}), ("line", 1, {"more": 2})]


def test_a_region_that_only_defines_is_followed_where_it_is_called() -> None:
    source = """\
        def inc(x):
            return x + 1


        print(inc(1), inc(2), inc(3), inc(4))
        raise SystemExit("not reached")
        """
    calls = [("call", 1), ("return", 2)] * 3
    assert [step[:2] for step in steps(source, 1, 2)] == calls


def test_lines_of_the_page_and_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    source = """\

        # --8<-- [start:one]
        print("one")
        # --8<-- [end:one]
        print("two")
        """

    def check(tracer: Tracer) -> None:
        assert [step[2:] for step in tracer.steps] == [[1, {}, "one\n"], [2, {}, "two\n"]]

    steps(source, within=check)
    assert capsys.readouterr().out == "one\ntwo\n"


def test_it_ends_at_the_most_steps() -> None:
    source = "x = 0\n" + "x += 1\n" * 1000

    def check(tracer: Tracer) -> None:
        assert tracer.is_cut and '"cut":true' in tracer.text()

    assert steps(source, within=check)[-1] == ("line", MOST_STEPS, {"x": MOST_STEPS - 1})


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (5, ["number", "int", None, 5]),
        (np.int64(5), ["number", "int", None, 5]),
        (np.array(2.5), ["number", "float64", None, 2.5]),
        (SimpleNamespace(data=np.array(2.5)), ["number", "SimpleNamespace of float64", None, 2.5]),
        (2**80, ["number", "int", None, str(2**80)]),
        (1 / 3, ["number", "float", None, 0.333]),
        (float("nan"), ["number", "float", None, "nan"]),
        (1.1e-16, ["number", "float", None, 0]),
        (True, ["number", "bool", None, True]),
        ("a" * 99, ["text", "str", 99, "a" * 80]),
        ((1.5, "a"), ["list", "tuple", 2, "(1.5, 'a')"]),
        ({"a": [1]}, ["list", "dict", 1, "{'a': [1]}"]),
        ({3, 1}, ["list", "set", 2, "{1, 3}"]),
        ({object()}, ["list", "set", 1, "{…}"]),
        (deque([1], 3), ["list", "deque", 1, "[1]"]),
        ([*range(30)], ["list", "list", 30, "[0, 1, 2, 3, 4, …, 25, 26, 27, 28, 29]"]),
        (np.array(["ab", "c"]), ["array", "array of str", [2], ["ab", "c"]]),
        (np.array([object()]), ["object", "ndarray", None, None]),
        (np.eye(2), ["array", "array of float64", [2, 2], [[1, 0], [0, 1]]]),
        ([np.zeros((2, 3))], ["list", "list", 1, "[<ndarray 2×3>]"]),
        (Path("/"), ["object", "PosixPath", None, None]),
        (np, None),
        (len, None),
    ],
)
def test_what_a_value_is(value: object, says: list[Any] | None) -> None:
    assert described(value) == says


def test_a_large_array_is_sampled() -> None:
    _, _, shape, values = described(np.arange(3 * 64 * 32).reshape(3, 64, 32)) or []
    assert shape == [3, 64, 32] and [row[0] for row in values] == [4 * 32 * n for n in range(16)]
    assert values[0] == [2 * n for n in range(16)]
    assert len((described(np.zeros(1000)) or [])[3]) == 64


def test_traces_are_alike_up_to_a_unit_of_the_last_digit() -> None:
    assert alike("[0.123,1000,-2.5e-7]", "[0.124,1000,-2.51e-7]")
    assert not alike("[0.123]", "[0.125]")
    assert not alike("[0.123]", "[0.123,1]")
    assert not alike("[5]", "[6]")
    assert alike("[0]", "[0]") and not alike("[0]", "[0.1]")


def test_the_first_state_in_words() -> None:
    array = ["array", "array of float64", [2, 3], [[0, 0, 0], [0, 0, 0]]]
    line = [0, "line", 6, {"x": ["number", "int", None, 4], "table": array}]
    said = first_state.in_words(json.dumps({"steps": [line, line]}))
    assert said == "Step 1 of 2: line 6 sets x (4), table (array of float64, 2 × 3)."
    given = {f"text{i}": ["text", "str", 5, "after"] for i in range(8)}
    said = first_state.in_words(json.dumps({"steps": [[0, "start", 0, given], line]}))
    assert said.startswith("Before step 1 of 1: text0 (str of 5), ")
    assert said.endswith("text5 (str of 5) and 2 more.")
