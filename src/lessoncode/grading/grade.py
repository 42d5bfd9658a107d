"""Grades an answer: a function is compared with the oracle of an exercise.

An answer is right if it agrees with the oracle on every input. Inputs
are made by a generator with a fixed seed and given to both, so that no
answer depends on random numbers drawn in another order. Cases run from
small to large: the first that fails is a small one.

Checked against: right answers of other forms, and wrong ones.
"""

import inspect
import signal
import traceback
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from lessoncode.grading.compare import agree
from lessoncode.grading.exercise import Exercise, Function, Inputs, find
from lessoncode.grading.show import differences, short, table

HERE = Path(__file__).parent
SECONDS = 20  # for one call of an answer, and for reading its file
AGAIN = 0.001  # seconds until TimeUp comes once more
MOST_ITEMS = 1_000_000  # of an iterator that may have no end

T = TypeVar("T")


class Verdict(NamedTuple):
    """Whether an answer is right, and what to tell its author."""

    right: bool
    text: str

    def __str__(self) -> str:
        return self.text


class TimeUp(BaseException):
    """No exception of an answer's own: `except Exception` lets it pass."""


def grade(name: str, function: Function) -> Verdict:
    """Compare a function with the oracle, up to the first difference.

    Raises ValueError for an exercise that is not there.
    """
    it = find(name)
    number = 0
    for number, inputs in enumerate(it.cases(np.random.default_rng(0)), 1):
        try:
            wrong = faults(it, function, inputs)
        except NotImplementedError:
            return Verdict(False, f"{name}: still to be written")
        if wrong:
            names = inspect.signature(it.oracle).parameters
            given = [(n, short(v)) for n, v in zip(names, inputs, strict=True)]
            first = f"{name}: not right yet, in case {number}"
            return Verdict(False, "\n\n".join(filter(None, [first, table(given), *wrong])))
    return Verdict(True, f"{name}: right, in all {number} cases")


def faults(it: Exercise, function: Function, inputs: Inputs) -> list[str]:
    """What is wrong with an answer to these inputs; nothing if it is right.

    Raises NotImplementedError where the function does.
    """
    best = it.oracle(*deepcopy(inputs))
    try:
        answer = within_limit(lambda: listed(function(*deepcopy(inputs))))
        if is_right(it, answer, inputs, best):
            return []
        rows = differences(best, answer)
    except NotImplementedError:
        raise
    except TimeUp as late:
        return [str(late)]
    except (Exception, SystemExit) as error:
        return [own_traceback(error)]
    if answer is None:
        return ["it returns nothing"]
    known = "expected" if it.accepts is None else "for example"
    return [table([(known, short(best)), ("yours", short(answer))]), table(rows)]


def is_right(it: Exercise, answer: Any, inputs: Inputs, best: Any) -> bool:
    """Whether an answer is right; `best` is the oracle's."""
    if it.accepts is None:
        return agree(best, answer)
    try:
        return bool(it.accepts(answer, *deepcopy(inputs)))
    except (TypeError, ValueError, LookupError):
        return False  # it is of another kind altogether


def listed(answer: Any) -> Any:
    """An iterator's items, as many as there may be; any other answer as it is."""
    return list(islice(answer, MOST_ITEMS)) if isinstance(answer, Iterator) else answer


def within_limit(call: Callable[[], T]) -> T:
    """What `call` returns. Raises TimeUp if that takes too long.

    A bare `except` in a loop would swallow TimeUp, so it comes again and again. A browser has no
    alarm: there the reader stops what does not end.
    """
    if not hasattr(signal, "setitimer"):
        return call()
    message = f"it takes more than {SECONDS} s"
    late = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal late
        late = True
        if frame and frame.f_code is not within_limit.__code__:  # which is busy ending this
            raise TimeUp(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, AGAIN)
    try:
        result = call()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    if late:
        raise TimeUp(message)
    return result


def own_traceback(error: BaseException) -> str:
    """The traceback from the answer's first line on."""
    frame = error.__traceback__
    while frame and Path(frame.tb_frame.f_code.co_filename).parent == HERE:
        frame = frame.tb_next
    lines = traceback.format_exception(type(error), error, frame)
    return "".join(lines).rstrip()
