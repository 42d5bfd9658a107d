"""What a page in the reader's browser asks of Python; each module here holds some of its tasks.

`docs/assets/worker.js` unpacks the project below one folder, as a clone has it, and then calls
`call` for each order of the page. What comes back is text: the page checks it.
"""

import importlib
import json
from collections.abc import Callable
from typing import Any

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]


def call(task: str, order: str, tell: Callable[[str], None]) -> str:
    """Do a task like "example.run" with an order in JSON; `tell` takes what it says meanwhile."""
    module, function = task.split(".")
    work = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return json.dumps(work(json.loads(order), lambda message: tell(json.dumps(message))))
