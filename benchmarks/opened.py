"""Pages of the built site in Chromium, and how long they take to answer."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, Playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SLOW = 20e6  # bits a second


@contextmanager
def profile() -> Iterator[Path]:
    """A folder for a browser's profile that was never used."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def opened(driver: Playwright, folder: Path, slow: bool = False) -> Iterator[Page]:
    """A page of a browser that is started with this profile, and ended."""
    context = driver.chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=FLAGS
    )
    page = context.pages[0]
    if slow:
        link = {"offline": False, "latency": 20, "uploadThroughput": -1}
        line = context.new_cdp_session(page)
        line.send("Network.emulateNetworkConditions", {**link, "downloadThroughput": SLOW / 8})
    yield page
    context.close()


def visit(page: Page, address: str) -> None:
    """Open a page of the site, and be able to time what happens on it."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("async () => { window.times = await import('/bench/browser.js') }")


def seconds(page: Page, kind: str, seen: str, act: Callable[[], None]) -> float:
    """From an event of that kind, which `act` brings about, to the frame in which `seen` holds."""
    page.evaluate(f"() => {{ window.timed = times.after('{kind}', () => {seen}) }}")
    act()
    return float(page.evaluate("timed")) / 1000


def processes(page: Page) -> list[dict[str, Any]]:
    """The processes of a page's browser, each with its `id` and `cpuTime` in seconds."""
    browser = page.context.browser
    assert browser is not None
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return list(found)


def processor_seconds(page: Page) -> float:
    """What all of them have taken, however long they had to wait for it."""
    return sum(float(process["cpuTime"]) for process in processes(page))


def row(name: str, values: Sequence[float], goal: str = "", unit: str = "s") -> None:
    """Print the median, the smallest and the largest."""
    spread = f"({min(values):.3g} to {max(values):.3g})"
    print(f"    {name:<44}{median(values):8.3g} {unit:<3}{spread:<20}{goal}", flush=True)


def title(text: str) -> None:
    """Print what follows, and how busy the machine is."""
    print(f"{text} (load {os.getloadavg()[0]:.1f})", flush=True)
