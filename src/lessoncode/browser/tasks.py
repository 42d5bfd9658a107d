"""Tasks: what a page asks of Python, as a function `f(order, tell)` of a module here.

`docs/assets/worker.js` calls `call` for each order of a page. What comes back is text, which the
page checks.
"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAND_INS = str(Path(__file__).with_name("stand_ins"))  # for what no browser has

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]


def call(task: str, order: str, tell: Callable[[str], None]) -> str:
    """Do a task like "example.run" with an order in JSON; `tell` takes what it says meanwhile."""
    if STAND_INS not in sys.path:
        sys.path.append(STAND_INS)  # last, so that the real ones are found first where they are
    module, function = task.split(".")
    work = getattr(importlib.import_module(f"lessoncode.browser.{module}"), function)
    return json.dumps(work(json.loads(order), lambda message: tell(json.dumps(message))))
