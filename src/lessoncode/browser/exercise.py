"""Grades an answer that a reader wrote on the page, by the grader of the command."""

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from lessoncode.browser.as_new import as_new
from lessoncode.browser.example import Nobody
from lessoncode.browser.failure import Ended
from lessoncode.browser.tasks import Order, Tell

MOST_PRINTED = 5_000  # characters


class Output(io.StringIO):
    """What an answer prints, as much of it as a page can show."""

    def write(self, text: str) -> int:
        """Forgets what is too much, as an answer may print in every case of many."""
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)

    def forget(self) -> None:
        """What was printed until now."""
        self.seek(0)
        self.truncate()


def grade(order: Order, tell: Tell) -> dict[str, Any]:
    """Judge `order["answer"]`, the code, as an answer to `order["exercise"]`.

    Either `broken` says in a sentence why there is nothing to judge, perhaps with a `traceback`; or
    there are the parts of a Judgement. `printed` is what the answer printed in its last case.
    """
    tell({"kind": "begun"})
    output = Output()
    with TemporaryDirectory(prefix="answer-", ignore_cleanup_errors=True) as folder, as_new(folder):
        sys.stdin, sys.stdout, sys.stderr = Nobody(), output, output
        try:
            found = graded(order["exercise"], order["answer"], output)
        except Ended as ended:
            found = {"broken": str(ended)}
    return {**found, "printed": output.getvalue()}


def graded(name: str, code: str, output: Output) -> dict[str, Any]:
    """The judgement of an answer, or why there is none."""
    # Here and not above, since the project's modules are loaded anew for each answer.
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
        judgement = judge(it, heard(function, output))
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


def heard(function: Callable[..., Any], output: Output) -> Callable[..., Any]:
    """The same function, whose output begins anew with each call."""

    def call(*inputs: Any) -> Any:
        output.forget()
        return function(*inputs)

    return call
