"""Does a page's tasks in Python; a task is a function `f(order, tell)` of a module.

`docs/assets/worker.js` calls `call` for each order of a page. The result is text, which the page
checks.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from checker.browser.script import ROOT
from checker.settings import named, settings_of

SETTINGS = settings_of(ROOT)
STAND_INS = str(ROOT / SETTINGS.stand_ins)

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]


def call(task: str, order: str, tell: Callable[[str], None]) -> str:
    """Do a task like "checker.browser.example.run" with an order in JSON; returns JSON.

    `tell` is called with each message of the task, in JSON.
    """
    if STAND_INS not in sys.path:
        sys.path.append(STAND_INS)  # last, so that an installed module is found first
    return json.dumps(named(task)(json.loads(order), lambda message: tell(json.dumps(message))))
