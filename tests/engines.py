"""The three engines that the site is made for, driven alike: by scripts in a page and by keys.

Playwright drives Chromium and, behind a relay, the system's Firefox; WebKit's driver is its own.
Each change is tested in Firefox. `.ci/run all` tests WebKit and Chromium as well; most other tests
open pages in Chromium, so for each change it is tested here only where there is no Firefox, or in
what nothing else tests: attacks, and blocked storage.
"""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest
import webkit
from changed import BASE
from firefox import FIREFOX
from playwright.sync_api import Page, Playwright

RELAY = Path(__file__).with_name("firefox.py")
PATIENCE = 180  # seconds, for Python to start in the slowest of them on a busy machine


class Engine(Protocol):
    """A window of a browser."""

    def open(self, address: str) -> None: ...

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns in the page, or what its promise resolves to."""

    def press(self, *keys: str) -> None: ...


class Driven:
    """A window that Playwright drives."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto("about:blank")  # else another fragment loads nothing anew
        self.page.goto(address)

    def run(self, script: str, *arguments: Any) -> Any:
        body = f"given => (function() {{ {script} }}).apply(null, given)"
        return self.page.evaluate(body, list(arguments))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def until(engine: Engine, script: str, *arguments: Any, seconds: float = PATIENCE) -> Any:
    """What a script returns as soon as that is something."""
    end = time.monotonic() + seconds
    while True:
        found = engine.run(script, *arguments)
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)


def missing(name: str, is_needed: bool) -> None:
    (pytest.fail if is_needed else pytest.skip)(f"{name} is not installed")


WEBKIT = pytest.param("webkit", marks=pytest.mark.nightly)


everywhere = pytest.mark.everywhere  # for each change in Chromium, too


@pytest.fixture
def engine(opened: Engine, request: pytest.FixtureRequest) -> Engine:
    is_chromium = "chromium" in request.node.name
    is_asked = request.node.get_closest_marker("everywhere") or os.environ.get(BASE) == "none"
    if is_chromium and FIREFOX and not is_asked:
        pytest.skip("Firefox is asked the same, and others open Chromium: .ci/run all")
    return opened


@pytest.fixture(scope="module", params=("chromium", "firefox", WEBKIT))
def opened(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Engine]:
    """One after the other, each for all tests of a file."""
    match request.param:
        case "chromium":
            with request.getfixturevalue("browser").new_context() as context:
                yield Driven(context.new_page())
        case "firefox":
            if FIREFOX is None:
                missing("Firefox", bool(os.environ.get("CI")))
            launch = playwright.firefox.launch
            with launch(channel="moz-firefox", executable_path=RELAY) as browser:
                yield Driven(browser.new_page())
        case "webkit":
            if not webkit.is_installed():
                missing("WebKitGTK's driver", is_needed=True)
            with closing(webkit.WebKit()) as window:
                yield window
