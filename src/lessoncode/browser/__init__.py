"""What a page in the reader's browser asks of Python; each module here holds some of its tasks.

`docs/assets/worker.js` unpacks the project below one folder, as a clone has it, and then calls
`call` for each order of the page. What comes back is text: the page checks it.
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
    work = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return json.dumps(work(json.loads(order), lambda message: tell(json.dumps(message))))
