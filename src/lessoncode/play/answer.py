"""Judges an answer that a reader wrote on the page, by the grader of the command."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np


def graded(name: str, code: str, forget: Callable[[], None]) -> dict[str, Any]:
    """The judgement of an answer, or why there is none: `broken`, perhaps with a `traceback`.

    `forget` is called before each case: what was printed until then is not shown.
    """
    # Here and not above, since the grader is loaded anew for each answer.
    from lessoncode.grading.answer import Broken, read
    from lessoncode.grading.exercise import find
    from lessoncode.grading.grade import judge

    found = find(name)
    it = replace(found, cases=lambda rng: [tuple(map(narrowed, i)) for i in found.cases(rng)])
    wanted = it.oracle.__name__
    try:
        function = read(code.encode(), "your answer", wanted)
    except Broken as broken:
        return {"broken": f"Your answer {broken.what}.", "traceback": broken.traceback}
    if function is None:
        return {"broken": f"Your answer defines no function {wanted}."}
    try:
        judgement = judge(it, heard(function, forget))
    except NotImplementedError:
        return {"broken": "Still to be written: it raises NotImplementedError."}
    fault = judgement.fault
    return {**judgement._asdict(), "fault": fault and fault._asdict()}


def narrowed(value: Any) -> Any:
    """An input with its integers as wide as an index is here, which has 32 bits: NumPy takes no
    wider one, and its generators draw 64.
    """
    if isinstance(value, np.ndarray) and value.dtype == np.int64:
        return value.astype(np.intp)
    if type(value) in (list, tuple):
        return type(value)(map(narrowed, value))
    return value


def heard(function: Callable[..., Any], forget: Callable[[], None]) -> Callable[..., Any]:
    """The same function, which calls `forget` first."""

    def call(*inputs: Any) -> Any:
        forget()
        return function(*inputs)

    return call
