"""The shape of a page that a reader stays on: how much of what, measured in a browser.

A page whose front matter says what to read `before` claims it.
"""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WITHOUT_CODE = {"lesson/overview/"}  # pictures stand in its place
LONGER = {  # a file of three hundred lines stands there whole
    ("lesson/whole/", "pixels of height, all open"): 28_000,
}
BETWEEN = {  # what is counted, the least and the most of it, and what to do about more
    "words in the main line": (0, 2000, "cut some, or make two pages"),
    "guesses": (2, 4, "keep the best"),
    "questions": (3, 5, "three good ones beat six"),
    "blocks of open code": (1, 5, "leave open what is the page's idea"),
    "folds": (0, 8, "cut what is in them, or make two pages"),
    "pixels of height, guesses open": (0, 16_000, "cut, or fold what only prints a table"),
    "pixels of height, all open": (0, 24_000, "it is another page"),
    "per cent of the height in open code": (0, 25, "fold what only prints a table"),
}
MEASURE = (Path(__file__).parent / "shape.js").read_text("utf-8")


def claims_shape(source: Path) -> bool:
    """Whether a page's front matter says what to read before it."""
    head = source.read_text("utf-8").split("\n---\n")[0]
    return bool(re.search(r"^before:", head, re.MULTILINE))


def faults_of_shape(page: Page, path: str) -> list[str]:
    """What an open page has too much or too little of; its folds are closed afterwards."""
    measured: dict[str, Any] = page.evaluate(MEASURE)
    faults = [f"shape: {fault}" for fault in measured["faults"]]
    for what, (least, most, advice) in BETWEEN.items():
        count = measured["found"][what]
        most = LONGER.get((path, what), most)
        if what == "blocks of open code" and path in WITHOUT_CODE:
            least = 0
        if count > most:
            faults.append(f"shape: has {count} {what}, at most {most}: {advice}")
        elif count < least:
            faults.append(f"shape: has {count} {what}, at least {least}")
    return faults
