"""The published site in Firefox: a run, an edit, an answer, and the pages to play with.

What Chromium shows in detail is not shown here again. Takes the site that `make site` built.
"""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import windows
from firefox import FIREFOX
from pages import ROOT
from playwright.sync_api import Locator, Page, Playwright, expect
from windows import PREFIX, Handler, Window, end_runs

SITE = ROOT / "site"
PATIENCE = 120_000  # ms, for Python to start where others use the machine
# Firefox tells a page of what the policy of the frame with Python in it refused: Pyodide tries one
# eval when it starts. (What was refused counts as under way for ever, so nobody waits for it.)
REFUSED = "error: The page’s settings blocked"
SOLUTION = (ROOT / "examples/surprise/solution_1.py").read_text("utf-8").split("\n\n\n")[1]
REACHING_OUT = """\
import js
try:
    request = js.XMLHttpRequest.new()
    request.open("GET", "{address}", False)
    request.send()
    print("answered")
except Exception as error:
    print("refused")
"""


def stop(reason: str) -> None:
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="module")
def window(playwright: Playwright) -> Iterator[Window]:
    if FIREFOX is None:
        stop("Firefox is not installed")
    if not (SITE / "run").exists():
        stop("site/ has no run/: make site")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        relay = Path(__file__).parent / "firefox.py"
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=relay)
        yield Window(browser, f"http://127.0.0.1:{server.server_port}{PREFIX}")
        browser.close()
        server.shutdown()


@pytest.fixture(autouse=True)
def patient(window: Window) -> Iterator[None]:
    end_runs(window.page)
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=windows.PATIENCE)
    assert [fault for fault in window.trouble if not fault.startswith(REFUSED)] == []


@pytest.fixture(scope="module")
def lesson(window: Window) -> Page:
    """Opened once: here Python starts, and starts anew after Stop."""
    return window.open("lesson/surprise/")


def button(part: Page | Locator, name: str) -> Locator:
    return part.get_by_role("button", name=name, exact=True)


def test_examples_print_and_draw_the_same(lesson: Page) -> None:
    for name in ("loss", "halvings"):
        block = lesson.locator(f'.example[data-example="surprise/{name}.py"]')
        button(block, "Run").click()
        expect(block.get_by_role("status")).to_contain_text("the same as this page")
    expect(block.locator("svg")).to_have_count(2)  # the page's and the reader's


def test_an_answer_is_graded(lesson: Page) -> None:
    block = lesson.locator('[data-exercise="surprise-1"]')
    block.scroll_into_view_if_needed()
    expect(block.locator(".editor")).to_be_visible()
    code = block.get_by_role("textbox")
    wrong = "def surprise(logits, targets):\n    return 0"
    for answer, said in ((wrong, "Not right yet"), (SOLUTION, "Right")):
        code.fill(f"import numpy as np\n\n\n{answer}\n")
        button(block, "Check").click()
        expect(block.get_by_role("status")).to_contain_text(said)


def test_an_edit_differs_is_stopped_and_reaches_nothing(window: Window, lesson: Page) -> None:
    block = lesson.locator('.example[data-example="surprise/loss.py"]')
    status = block.get_by_role("status")
    button(block, "Edit").click()
    code = block.get_by_role("textbox", name="Code")
    code.fill("print('mine')\nwhile True: pass")
    code.press("Control+Enter")
    expect(block.locator(".run-output")).to_contain_text("mine")
    button(block, "Stop").click()
    expect(status).to_have_text("Stopped.")
    code.fill(REACHING_OUT.format(address=window.address))
    code.press("Control+Enter")
    expect(status).to_contain_text("not as on this page")
    expect(block.locator(".run-output")).to_contain_text("refused")
    assert any(REFUSED in fault and "(connect-src)" in fault for fault in window.trouble)


def test_a_text_is_cut_as_it_is_typed(window: Window) -> None:
    page = window.open("play/tokenizer/")
    button(page, "Cut it into tokens").click()
    page.get_by_role("textbox", name="Your text").fill("strawberry")
    expect(page.locator(".play")).to_contain_text("10 characters, 10 bytes, 3 tokens")


def test_the_small_model_predicts(window: Window) -> None:
    page = window.open("play/next-token/")
    page.get_by_role("textbox", name="Your text").fill("the dog sat on the")
    button(page, "Predict").click()
    expect(page.locator(".play tbody tr").first).to_contain_text("grass")
