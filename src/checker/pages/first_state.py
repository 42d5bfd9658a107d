"""The first state of a recorded trace in words, for readers whose browser runs no scripts.

    in_words('{"steps": [[0, "line", 6, {"w": ["number", "float", null, 0.5]}]], ...}')
    'Step 1 of 1: line 6 sets w (0.5).'

A region begins with the variables that the code above it has made.
"""

import json
from typing import Any

from checker.pages import labels

MOST_NAMES = 6  # of variables that a sentence lists


def in_words(trace: str) -> str:
    """The sentence that says what the first step of a trace changes, or what is there before it."""
    steps = json.loads(trace)["steps"]
    _, event, line, changes, *_ = steps[0]
    names = [f"{name} ({kind_of(*what)})" for name, what in changes.items()]
    more = len(names) - MOST_NAMES
    listed = ", ".join(names[:MOST_NAMES]) + (labels.AND_MORE.format(more) if more > 0 else "")
    if event == "start":
        return labels.BEFORE_STEP_1.format(len(steps) - 1, listed)
    return labels.STEP_1.format(len(steps), line, listed)


def kind_of(kind: str, type_: str, size: Any, value: Any) -> str:
    """A number's value, or the type of anything else, with its shape or length."""
    if kind == "number":
        return str(value)
    if kind == "array":
        return f"{type_}, {' × '.join(map(str, size))}"
    return type_ if size is None else labels.OF_LENGTH.format(type_, size)
