"""Judges an answer that a reader wrote on the page, as the command `lessoncode exercise` does."""

import io
import sys
from tempfile import TemporaryDirectory
from typing import Any

from checker.browser.clean_start import clean_start
from checker.browser.example import NoInput
from checker.browser.failure import Ended
from checker.browser.tasks import SETTINGS, Order, Tell
from checker.settings import named

MOST_PRINTED = 5_000  # characters


class Output(io.StringIO):
    """The first characters of what an answer prints, as many as a page can show."""

    def write(self, text: str) -> int:
        """Keep what there is room for: an answer may print in each of many cases."""
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)

    def clear(self) -> None:
        """Forget what was printed until now."""
        self.seek(0)
        self.truncate()


def judge(order: Order, tell: Tell) -> dict[str, Any]:
    """Judge `order["answer"]`, the code, as an answer to `order["exercise"]`.

    The result holds the parts of a Judgement, and as `printed` what the answer printed in its last
    case. Where there is nothing to judge, `broken` says why, perhaps with a `traceback`.
    """
    tell({"kind": "begun"})
    output = Output()
    scratch = TemporaryDirectory(prefix="answer-", ignore_cleanup_errors=True)
    with scratch as folder, clean_start(folder):
        sys.stdin, sys.stdout, sys.stderr = NoInput(), output, output
        try:
            found = named(SETTINGS.grade)(order["exercise"], order["answer"], output.clear)
        except Ended as ended:
            found = {"broken": str(ended)}
    return {**found, "printed": output.getvalue()}
