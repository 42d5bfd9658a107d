"""How long a reader waits for the first line of an example, with and without a compiled library.

    python benchmarks/python_start.py

Takes the site in `site/` as `make site` built it, and Chromium with an empty profile each time. The
page is served from this machine, so the wait is for Python to start and not for its files.
"""

import json
from functools import partial
from pathlib import Path

from interleave import compare, show
from opened import opened, profile
from playwright.sync_api import Playwright, Route, sync_playwright
from served import serving

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / ".cache/pyodide/python_stdlib.zip"
PAGE, BLOCK = "lesson/perplexity/", '[data-example="perplexity/loss.py"]'
PRINTED = "block => document.querySelector(`${block} .run-output`)?.textContent.trim()"
ROUNDS = 5


def sizes(route: Route) -> None:
    """What each file weighs, with the sources in the place of the compiled library."""
    said = json.loads((ROOT / "site/run/runs.json").read_text("utf-8"))
    said["python"][SOURCES.name] = SOURCES.stat().st_size
    route.fulfill(json=said)


def first_line(driver: Playwright, address: str, compiled: bool) -> None:
    """Open the page, click on Run, and wait for what it prints."""
    with profile() as folder, opened(driver, folder) as page:
        if not compiled:
            page.route("**/run/runs.json", sizes)
            page.route(f"**/run/{SOURCES.name}", lambda route: route.fulfill(path=SOURCES))
        page.goto(f"{address}{PAGE}", wait_until="networkidle")
        page.locator(BLOCK).get_by_role("button", name="Run", exact=True).click()
        page.wait_for_function(PRINTED, arg=BLOCK, timeout=120_000)


def main() -> None:
    with serving({"": ROOT / "site"}) as served, sync_playwright() as driver:
        line = partial(first_line, driver, served.address)
        ways = {
            "with a library of sources": partial(line, compiled=False),
            "with a compiled one": partial(line, compiled=True),
        }
        show("page, start of Python, first line:", compare(ways, ROUNDS))


if __name__ == "__main__":
    main()
