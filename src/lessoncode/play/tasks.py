"""The arguments of a task: an order, and a function that takes messages while the task runs.

    >>> from lessoncode.play.tasks import Order, Tell
    >>> def double(order: Order, tell: Tell) -> Order:
    ...     return {"double": 2 * order["number"]}

Orders, messages and answers become JSON on their way between page and Python.
"""

from collections.abc import Callable
from typing import Any

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]
