"""The arguments of a task: an order, and a function that takes messages while the task runs.

    >>> from lessoncode.play.tasks import Order, Tell
    >>> def double(order: Order, tell: Tell) -> Order:
    ...     return {"double": 2 * order["number"]}

Orders, messages and answers become JSON on their way between page and Python.
"""

import re
from collections.abc import Callable
from typing import Any

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]


def check_text(text: str) -> None:
    """Raise ValueError, with a sentence for the reader, if a text contains half of a character."""
    if half := re.search("[\ud800-\udfff]", text):
        code = f"U+{ord(half[0]):04X}"
        raise ValueError(f"Your text contains half of a character, {code}. Remove it.")
