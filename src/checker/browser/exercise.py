"""Grades an answer that a reader wrote on the page, by the grader of the command."""

import io
import sys
from tempfile import TemporaryDirectory
from typing import Any

from checker.browser.as_new import as_new
from checker.browser.example import Nobody
from checker.browser.failure import Ended
from checker.browser.tasks import SETTINGS, Order, Tell
from checker.settings import named

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
            found = named(SETTINGS.grade)(order["exercise"], order["answer"], output.forget)
        except Ended as ended:
            found = {"broken": str(ended)}
    return {**found, "printed": output.getvalue()}
