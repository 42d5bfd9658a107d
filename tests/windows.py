"""Windows of a real Chromium on the built site, and what can be asked of a page that is open."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

PREFIX = "/lessoncode/"  # where GitHub Pages serves the site, and 404.html expects its files
CHROMIUM = (
    "chromium-headless-shell",  # draws the same without a frame around it, in half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Scheme = Literal["light", "dark"]
PHONE, DESKTOP = 390, 1280  # pixels
Visit = Callable[..., Page]
# A phone in the dark for each change, and every night a desktop in the light as well.
nightly_on_a_desktop = pytest.mark.parametrize(
    ("width", "scheme"),
    [(PHONE, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.nightly)],
)
PATIENCE = 60_000  # ms for what should take less than one, where others use the machine

expect.set_options(timeout=PATIENCE)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site as GitHub Pages does: in a subfolder, with its own 404 page."""

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(PREFIX))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64  # at 5, a browser on a busy machine may wait for its connections


class Window:
    """A browser window. No page in it may ask another host, lack a file or raise an error."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        width: int = DESKTOP,
        scheme: Scheme = "light",
        **settings: Any,
    ) -> None:
        self.address, self.width, self.scheme = address, width, scheme
        self.scripted = settings.get("java_script_enabled", True)
        self.answers: list[Response] = []
        self.trouble: list[str] = []
        self.visits, self.asked_at = 0, dict[Request, int]()
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self.requested)
        self.context.on("requestfailed", self.failed)
        self.context.on("response", self.answered)
        self.context.on("weberror", lambda failure: self.trouble.append(f"error: {failure.error}"))
        self.page = self.context.new_page()
        self.tools = self.context.new_cdp_session(self.page)

    def requested(self, request: Request) -> None:
        self.visits += request.is_navigation_request()
        self.asked_at[request] = self.visits
        if not request.url.startswith((self.address, "blob:")):  # what a page made itself
            self.trouble.append(f"request: to another host, {request.url}")

    def failed(self, request: Request) -> None:
        ended = request.url.startswith("blob:")  # a worker
        left = self.asked_at.get(request) != self.visits  # its page, before the answer came
        if not (ended or (left and request.failure == "net::ERR_ABORTED")):
            self.trouble.append(f"request: failed, {request.url}")

    def answered(self, response: Response) -> None:
        if self.asked_at.get(response.request) == self.visits:  # not for the page before
            self.answers.append(response)
        if response.status >= 400 and not response.request.is_navigation_request():
            self.trouble.append(f"request: answered {response.status}, {response.url}")

    def open(self, path: str) -> Page:
        """As for a first visit, whatever was open here before."""
        if self.page.url.startswith(self.address):
            self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")
        for disabled in (True, False):  # empties it, else each page loads a font that is in it
            self.tools.send("Network.setCacheDisabled", {"cacheDisabled": disabled})
        self.answers.clear()
        self.trouble.clear()
        self.asked_at.clear()
        resize(self.page, self.width)
        self.page.emulate_media(color_scheme=self.scheme, media="screen")
        self.page.goto(self.address + path)
        if self.scripted:
            settle(self.page)
        return self.page

    def faults(self) -> list[str]:
        """Asked for when all else is done, since what a page asks for late counts as well."""
        if len(self.page.frames) > 1:  # Python runs in another, and no such page is ever idle
            self.page.goto("about:blank")
        if self.scripted:  # else nothing is asked for once it is loaded
            self.page.wait_for_load_state("networkidle")
        return self.trouble


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    with Server(("127.0.0.1", 0), partial(Handler, directory=built_site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One of a process may run at a time."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("page tests need Chromium or Chrome, and none is installed")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


# Windows that one page after the other is opened in: a new one takes longer than all that it loads.


@pytest.fixture(scope="session")
def desktop(browser: Browser, address: str) -> Window:
    return Window(browser, address, DESKTOP, "light")


@pytest.fixture(scope="session")
def phone(browser: Browser, address: str) -> Window:
    return Window(browser, address, PHONE, "dark")


@pytest.fixture(scope="session")
def scriptless(browser: Browser, address: str) -> Window:
    return Window(browser, address, DESKTOP, "dark", java_script_enabled=False)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page in a window of its own, for tests that do something there."""
    windows: list[Window] = []

    def visit(path: str, *looks: Any, **settings: Any) -> Page:
        windows.append(Window(browser, address, *looks, **settings))
        return windows[-1].open(path)

    yield visit
    faults = [fault for window in windows for fault in window.faults()]
    for window in windows:
        window.context.close()
    assert not faults


def end_runs(page: Page) -> None:
    """Ends what a test before this one left running on a page."""
    stops = page.get_by_role("button", name="Stop", exact=True)
    stops.evaluate_all("all => all.forEach(button => button.click())")
    expect(stops).to_have_count(0)


def add_to(page: Page, html: str) -> None:
    """Loads a page anew with more below its title."""
    text = page.request.get(page.url).text().replace("</h1>", "</h1>" + html, 1)
    page.route(page.url, lambda route: route.fulfill(body=text, content_type="text/html"))
    page.wait_for_load_state("networkidle")  # what is under way would fail
    page.reload()


def settle(page: Page) -> None:
    """Waits until the scripts of a page have answered to its window, and ends its transitions.

    Phones lay out only what is near the screen. Here the whole page is laid out.
    """
    page.evaluate("""async () => {
        const whole = document.createElement("style");
        whole.textContent = ".md-content__inner > * { content-visibility: visible !important }";
        if (!document.querySelector("style.whole")) document.head.append(whole);
        whole.className = "whole";
        for (let turn = 0; turn < 2; turn++) {
            await new Promise(requestAnimationFrame);
            await new Promise(done => setTimeout(done));
        }
        for (const animation of document.getAnimations()) animation.finish();
    }""")


def faults_in(
    page: Page, state: str, schemes: Sequence[Scheme] = ("light", "dark"), within: str = ""
) -> list[str]:
    """What is wrong with a state of a page: by axe-core in the first scheme, by `pale` in each."""
    faults: list[str] = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        settle(page)
        found = pale(page, within or "body") + overflowing(page)
        if scheme == schemes[0]:
            found += violations(page, within=within)
        faults += [f"{state}, {scheme}: {fault}" for fault in found]
    return faults


def violations(
    page: Page, rules: Sequence[str] = (), but: Sequence[str] = (), within: str = ""
) -> list[str]:
    """What axe-core finds by some of its rules, or by all but some: a line for each element."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
        # It gives up where the ground is a gradient, as that of code is: see pale.
        page.evaluate(
            "axe.configure({rules: [{id: 'color-contrast', selector: ':not(pre span)'}]})"
        )
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"runOnly": rules} if rules else {"rules": {it: {"enabled": False} for it in but}}
    asked = "([within, options]) => axe.run(within || document, options)"
    found = page.evaluate(f"{asked}.then(all => all.violations)", [within, options])
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def pale(page: Page, within: str = "body") -> list[str]:
    """The text that does not stand out from its ground, of all that is to be seen in an element.

    axe-core's color-contrast asks the same, takes a hundred times as long, and leaves out code.
    """
    return [
        f"pale: {html}"
        for colour, ground, least, html in page.evaluate(PAIRS, within)
        if contrast(colour, ground) < least
    ]


# The pairs of colours of a page, each with the contrast that WCAG asks of text so large. What is
# translucent has the colour that it has on its ground.
PAIRS = r"""within => {
    const found = {}, shades = {};
    const parsed = colour => {
        const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
        const whole = colour.startsWith("color(srgb") ? 255 : 1; // of a mixed colour: parts of 1
        return [r * whole, g * whole, b * whole, alpha];
    };
    const numbers = colour => (shades[colour] ??= parsed(colour));
    const mixed = ([r, g, b], alpha, ground) =>
        [r, g, b].map((part, n) => alpha * part + (1 - alpha) * ground[n]);
    const ground = node => {
        if (!node) return [255, 255, 255];
        const [r, g, b, alpha = 1] = numbers(getComputedStyle(node).backgroundColor);
        return alpha === 1 ? [r, g, b] : mixed([r, g, b], alpha, ground(node.parentElement));
    };
    const opacity = node =>
        node ? getComputedStyle(node).opacity * opacity(node.parentElement) : 1;
    const texts = document.createTreeWalker(
        document.querySelector(within), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || node.closest("svg, script, style, :disabled"))
            continue;
        if (!node.checkVisibility({ visibilityProperty: true })) continue;
        const style = getComputedStyle(node), below = ground(node);
        const [r, g, b, alpha = 1] = numbers(style.color), shown = alpha * opacity(node);
        if (shown === 0) continue;
        const size = parseFloat(style.fontSize), bold = style.fontWeight >= 700;
        const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
        const pair = [mixed([r, g, b], shown, below), below, least];
        found[pair] ??= [...pair, node.outerHTML.slice(0, 200)];
    }
    return Object.values(found);
}"""


def resize(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=900))


def overflowing(page: Page) -> list[str]:
    root = "document.documentElement"
    pixels = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [f"overflow: {pixels} pixels wider than the window"] if pixels > 0 else []


def brightness(page: Page) -> float:
    """Of the page's ground, 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """The contrast ratio of two sRGB colours, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/)."""

    def luminance(rgb: Sequence[float]) -> float:
        parts = [c / 255 for c in rgb]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
