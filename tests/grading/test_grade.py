"""How an answer is run."""

import itertools
import signal
import sys
import time
from typing import Any

import pytest

from lessoncode.grading import grade as grading
from lessoncode.grading.exercise import find, load_all
from lessoncode.grading.grade import Fault, Judgement, grade, judge


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


def test_ends_what_catches_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def merge(*inputs: Any) -> None:
        while True:
            try:
                sum(range(100))
            except:  # noqa: E722  # what a beginner writes, who catches all
                pass

    monkeypatch.setattr(grading, "SECONDS", 0.2)
    assert "it takes more than 0.2 s" in grade("tokens-2", merge).text


def test_an_answer_that_comes_late_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
        try:
            time.sleep(5)
        except:  # noqa: E722  # what a beginner writes, who catches all
            pass
        return [new_id]  # right, in the first case

    monkeypatch.setattr(grading, "SECONDS", 0.2)
    verdict = grade("tokens-2", merge)
    assert verdict.text.startswith("tokens-2: not right yet, in case 1\n")
    assert "it takes more than 0.2 s" in verdict.text


def test_leaves_no_alarm_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGALRM)
    test_ends_what_catches_everything(monkeypatch)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_an_answer_may_change_its_inputs_or_yield() -> None:
    def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> Any:
        while ids:
            if tuple(ids[:2]) == pair:
                del ids[:2]
                yield new_id
            else:
                yield ids.pop(0)

    assert grade("tokens-2", merge).right


def test_where_there_is_no_alarm_an_answer_runs_without_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("setitimer", "ITIMER_REAL", "SIGALRM"):
        monkeypatch.delattr(signal, name)
    right, text = grade("tokens-2", lambda ids, pair, new_id: [new_id])
    assert not right
    assert text.startswith("tokens-2: not right yet, in case 2\n")


def test_an_answer_that_ends_the_program_is_wrong() -> None:
    right, text = grade("tokens-1", lambda code: sys.exit())
    assert not right
    assert "SystemExit" in text


def test_an_answer_that_cannot_be_shown_is_wrong() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise ZeroDivisionError

    right, text = grade("tokens-1", lambda code: Broken())
    assert not right
    assert "ZeroDivisionError" in text


@pytest.mark.parametrize("answer", [10**400, float("inf")], ids=["large", "infinite"])
def test_a_number_above_all_others_is_no_right_answer(answer: float) -> None:
    (several,) = (it for it in load_all() if it.accepts)
    fault = judge(several, lambda *inputs: answer).fault
    assert fault is not None
    assert (fault.problem, fault.yours[:3]) == ("", str(answer)[:3])


def test_an_answer_that_never_stops_yielding_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "MOST_ITEMS", 100)
    assert not grade("tokens-1", lambda code: itertools.count()).right


def test_a_judgement_has_the_parts_of_what_is_told() -> None:
    it = find("tokens-2")
    wrong = judge(it, lambda ids, pair, new_id: [*ids[:-1], new_id])
    assert wrong.case == 1 < wrong.cases
    assert wrong.inputs == [("ids", "[1, 2]"), ("pair", "[1, 2]"), ("new_id", "9")]
    assert wrong.fault == Fault(expected="[9]", yours="[1, 9]", places=[])
    assert judge(it, it.right_answers[0]) == Judgement(wrong.cases)


def test_of_several_right_answers_one_is_given() -> None:
    several = next(it for it in load_all() if it.accepts)
    fault = judge(several, several.mistakes[0]).fault
    assert fault is not None
    assert fault.is_one_of_several
    assert "\n  for example  " in grade(several.name, several.mistakes[0]).text
