"""Grade an answer: compare a function with the oracle of an exercise.

    >>> from lessoncode.grading.grade import grade
    >>> grade("tokens-1", lambda code: list(chr(code).encode())).text
    'tokens-1: right, in all 112 cases'

An answer is right if it agrees with the oracle on every input. A generator with a fixed seed makes
the inputs, which are the same for both functions, so the order in which an answer draws random
numbers does not matter. Cases are in order of size, so the first failure is a small one.

Checked against: right answers of other forms, and wrong ones.
"""

import inspect
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from lessoncode.grading.compare import agree
from lessoncode.grading.exercise import Exercise, Function, Inputs, find
from lessoncode.grading.show import differences, short, table

PACKAGE = Path(__file__).parents[1]
SECONDS = 20  # for one call of an answer, and for running its file
AGAIN = 0.001  # seconds until TimeUp is raised again
MOST_ITEMS = 1_000_000  # of an iterator that may have no end

T = TypeVar("T")


class Verdict(NamedTuple):
    """Whether an answer is right, and what its author reads."""

    right: bool
    text: str

    def __str__(self) -> str:
        return self.text


class Fault(NamedTuple):
    """What is wrong with an answer to some inputs, with values as text.

    If there is nothing to compare, only `problem` is set, to a sentence or a traceback.
    """

    problem: str = ""
    expected: str = ""
    is_one_of_several: bool = False  # what is expected
    yours: str = ""
    places: Sequence[tuple[str, ...]] = ()  # that differ, as rows of a table below a heading


class Judgement(NamedTuple):
    """How many cases there are, and the number of the first that is wrong, or 0."""

    cases: int
    case: int = 0
    inputs: Sequence[tuple[str, str]] = ()  # of that case, each by its name
    fault: Fault | None = None

    def told(self, name: str) -> str:
        """The judgement as text that begins with the exercise's name."""
        if self.fault is None:
            return f"{name}: right, in all {self.cases} cases"
        wrong = self.fault
        parts = [f"{name}: not right yet, in case {self.case}", table(self.inputs), wrong.problem]
        if not wrong.problem:
            known = "for example" if wrong.is_one_of_several else "expected"
            both = [(known, wrong.expected), ("yours", wrong.yours)]
            parts += [table(both), table(wrong.places)]
        return "\n\n".join(filter(None, parts))


class TimeUp(BaseException):
    """Raised when an answer takes too long; `except Exception` in the answer does not catch it."""


def grade(name: str, function: Function) -> Verdict:
    """Compare a function with the exercise's oracle, up to the first case that is wrong."""
    try:
        judgement = judge(find(name), function)
    except NotImplementedError:
        return Verdict(False, f"{name}: still to be written")
    return Verdict(judgement.fault is None, judgement.told(name))


def judge(it: Exercise, function: Function) -> Judgement:
    """The judgement that `grade` puts into words. Raises NotImplementedError if the answer does."""
    cases = list(it.cases(np.random.default_rng(0)))
    for number, inputs in enumerate(cases, 1):
        if fault := fault_of(it, function, inputs):
            names = inspect.signature(it.oracle).parameters
            given = [(n, short(v)) for n, v in zip(names, inputs, strict=True)]
            return Judgement(len(cases), number, given, fault)
    return Judgement(len(cases))


def fault_of(it: Exercise, function: Function, inputs: Inputs) -> Fault | None:
    """What is wrong with an answer to these inputs; None if it is right."""
    best = it.oracle(*deepcopy(inputs))
    try:
        answer = within_limit(lambda: listed(function(*deepcopy(inputs))))
        if is_right(it, answer, inputs, best):
            return None
        if answer is None:
            return Fault("it returns nothing")
        several = it.accepts is not None
        return Fault("", short(best), several, short(answer), differences(best, answer))
    except NotImplementedError:
        raise
    except TimeUp as late:
        return Fault(str(late))
    except (Exception, SystemExit) as error:
        return Fault(own_traceback(error))


def is_right(it: Exercise, answer: Any, inputs: Inputs, best: Any) -> bool:
    """Whether an answer is right; `best` is the oracle's answer."""
    if it.accepts is None:
        return agree(best, answer)
    try:
        return bool(it.accepts(answer, *deepcopy(inputs)))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False  # the answer has the wrong type


def listed(answer: Any) -> Any:
    """The first `MOST_ITEMS` items of an iterator; any other answer as it is."""
    return list(islice(answer, MOST_ITEMS)) if isinstance(answer, Iterator) else answer


def within_limit(call: Callable[[], T]) -> T:
    """The value that `call` returns. Raises TimeUp if that takes too long.

    It is raised repeatedly, because a bare `except` swallows it. A browser has no alarm, and so no
    limit.
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
    """The traceback as text, from the first frame that is not this package's."""
    frame = error.__traceback__
    while frame and PACKAGE in Path(frame.tb_frame.f_code.co_filename).parents:
        frame = frame.tb_next
    lines = traceback.format_exception(type(error), error, frame)
    return "".join(lines).rstrip()
