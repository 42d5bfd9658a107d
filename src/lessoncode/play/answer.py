"""Grade an answer that a reader wrote on a page, with the grader of the command.

    >>> from lessoncode.play.answer import graded
    >>> graded("tokens-1", "def utf8(code): return list(chr(code).encode())", lambda: None)["cases"]
    112

The page calls it through the checker, which captures what the answer prints.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np


def graded(name: str, code: str, forget: Callable[[], None]) -> dict[str, Any]:
    """The judgement of an answer as a dict; for code that cannot be judged, `broken` says why.

    A `traceback` may accompany `broken`. `forget` is called before each case, so that the page
    shows only what the last case printed.
    """
    # Imported here, because the grader is loaded again for each answer.
    from lessoncode.grading.answer import Broken, read
    from lessoncode.grading.exercise import find
    from lessoncode.grading.grade import judge

    found = find(name)
    exercise = replace(
        found, cases=lambda rng: [tuple(map(with_index_integers, i)) for i in found.cases(rng)]
    )
    wanted = exercise.oracle.__name__
    try:
        # Half of a character, which UTF-8 cannot encode, becomes Python's escape for it.
        function = read(code.encode(errors="backslashreplace"), "your answer", wanted)
    except Broken as broken:
        return {"broken": f"Your answer {broken.what}.", "traceback": broken.traceback}
    if function is None:
        return {"broken": f"Your answer doesn't define a function {wanted}."}
    try:
        judgement = judge(exercise, forgetting_first(function, forget))
    except NotImplementedError:
        return {"broken": "Not written yet: it raises NotImplementedError."}
    fault = judgement.fault
    return {**judgement._asdict(), "fault": fault and fault._asdict()}


def with_index_integers(value: Any) -> Any:
    """An input with its int64 arrays as `intp`, which has 32 bits in a browser.

    NumPy there accepts no wider indices, but its generators draw int64.
    """
    if isinstance(value, np.ndarray) and value.dtype == np.int64:
        return value.astype(np.intp)
    if type(value) in (list, tuple):
        return type(value)(map(with_index_integers, value))
    return value


def forgetting_first(
    function: Callable[..., Any], forget: Callable[[], None]
) -> Callable[..., Any]:
    """The same function, which calls `forget` before it runs."""

    def call(*inputs: Any) -> Any:
        forget()
        return function(*inputs)

    return call
