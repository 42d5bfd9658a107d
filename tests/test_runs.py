"""One block of a page run in Chromium, on the site as `make site` left it, with its Python.

Of each page that is opened (tests/pages.py) another block has its turn with each commit, of those
that need neither SmolLM2 nor long. `.ci/in_node.py` runs all of them.
"""

import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from changed import BASE, change
from pages import ROOT, to_open
from playwright.sync_api import Browser, expect
from windows import PREFIX, Handler, Window

SITE = ROOT / "site"
QUICK = 'div.example[data-run=""]:not([data-model])'
OPEN = f"{QUICK}:not(.guess *, details:not([open]) *)"
PAGES = 8  # of a third or more that are opened otherwise; each takes some seconds
MOST = 120_000  # ms, on a machine that does other things as well


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
    """Those of the opened pages whose turn it is."""
    opened = to_open()[0]
    if os.environ.get(BASE) == "none":
        return opened
    return change(ROOT).in_turn(opened, PAGES)[:PAGES]


@pytest.mark.parametrize("path", pages())
def test_a_block_prints_the_same_as_its_page(window: Window, path: str) -> None:
    page = window.open(path)
    blocks = page.locator(OPEN)
    if not blocks.count():
        pytest.skip("this page has no quick example with a button")
    block = blocks.nth(change(ROOT).turn % blocks.count())
    block.get_by_role("button", name="Run").click()
    status = page.get_by_role("status").filter(has_text=re.compile("as (on )?this page"))
    expect(status).to_contain_text("the same as this page", timeout=MOST)
    page.goto("about:blank")  # which ends Python
    assert not window.trouble
