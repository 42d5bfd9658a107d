"""The first quick block of some pages run in Chromium, on the site as `make site` left it.

These are the pages that a change touches and a few that are fixed. `.ci/in_node.py` runs examples
in greater numbers.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any

import pytest
from changed import change
from pages import PAGES, ROOT, made_of
from playwright.sync_api import Browser, expect
from windows import PREFIX, Handler, Window

from checker.running.trace import alike

SITE = ROOT / "site"
QUICK = 'div.example[data-run=""]:not([data-model])'
OPEN = f"{QUICK}:not(.guess *, details:not([open]) *)"
ALWAYS = ("lesson/perplexity/", "lesson/tokens/")  # one draws, one prints
MOST = 120_000  # ms, on a machine that does other things as well
AS_SHOWN = re.compile("It printed (what this page shows|nothing, as on this page)")


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    if not (SITE / "run/runs.json").exists():
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("site/ has no files for the browser: make site")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        window = Window(browser, f"http://127.0.0.1:{server.server_port}{PREFIX}")
        yield window
        window.context.close()
        server.shutdown()


def pages() -> list[str]:
    """The pages to open."""
    changed = change(ROOT)
    touched = [page for page, source in PAGES.items() if changed.touches(made_of(source))]
    return list(dict.fromkeys([*ALWAYS, *touched]))


@pytest.mark.parametrize("path", pages())
def test_a_block_prints_the_same_as_its_page(window: Window, path: str) -> None:
    page = window.open(path)
    blocks = page.locator(OPEN)
    if not blocks.count():
        pytest.skip("this page has no quick example with a button")
    blocks.first.get_by_role("button", name="Run").click()
    status = page.get_by_role("status").filter(has_text="this page")
    expect(status).to_contain_text(AS_SHOWN, timeout=MOST)
    page.goto("about:blank")  # which ends Python
    assert not window.trouble


Traced = tuple[str, str, list[str]]  # an example, a region of it, and functions
SHORT: list[Traced] = [("perplexity/loss", "", [])]
LONG: list[Traced] = [
    ("next_token/softmax", "", []),
    ("next_token/bigrams", "count", []),
    ("tokens/train", "merges", []),
    ("pre_training/descent", "step", []),
    ("pre_training/loop", "", ["AdamW.step"]),
]


@pytest.mark.parametrize(
    "traced", [SHORT, pytest.param(LONG, marks=pytest.mark.nightly)], ids=["short", "long"]
)
def test_a_browser_records_the_same_steps(window: Window, traced: list[Traced]) -> None:
    page = window.open("lesson/tokens/")
    for example, region, functions in traced:
        order: dict[str, Any] = {
            "example": example,
            "edits": {},
            "region": region,
            "functions": functions,
        }
        ran = page.evaluate(
            """async order => {
                const { call, needsOf } = await import("/lessoncode/assets/python.js");
                const needs = await needsOf(order.example);
                return call("checker.browser.example.run", order, { needs });
            }""",
            order,
        )
        name = f"{example}{'.' * bool(region)}{region}.trace.json"
        recorded = (ROOT / "examples" / name).read_text("utf-8")
        assert ran["error"] is None
        ours, theirs = json.loads(recorded)["steps"], json.loads(ran["trace"])["steps"]
        assert [step[:3] for step in ours] == [step[:3] for step in theirs], name
        assert alike(recorded, ran["trace"]), name
    page.goto("about:blank")  # which ends Python
