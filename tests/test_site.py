"""The published pages in a real Chromium: accessible, self-contained, readable by everyone."""

import gzip
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from conftest import ROOT
from playwright.sync_api import Browser, Page, Request, Response, ViewportSize, sync_playwright

from lessoncode.figure import COLOURS, MARKS

PREFIX = "/lessoncode/"  # where GitHub Pages serves the site, and 404.html expects its files
LAB_SOURCES = sorted((ROOT / "examples/labs").glob("*.py"))
LABS = [f"labs/{path.stem}/" for path in LAB_SOURCES]
SOURCES = sorted((ROOT / "docs").glob("**/*.md")) + LAB_SOURCES
PAGES = [
    "".join(f"{part}/" for part in path.relative_to(ROOT / "docs").with_suffix("").parts)
    .removesuffix("index/")
    for path in SOURCES[: -len(LABS)]
] + LABS  # fmt: skip
LESSON = "lesson/tokens/"
MISSING = "no/such/page/"
CHROMIUM = (
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
Visit = Callable[..., Page]


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


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=built_site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop("page tests need Chromium or Chrome, and none is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page in a fresh window. No page may ask another host, lack a file or log an error."""
    trouble: list[str] = []
    contexts = []

    def requested(request: Request) -> None:
        if not request.url.startswith(address):
            trouble.append(f"asks for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            trouble.append(f"{response.status} {response.url}")

    def visit(path: str, width: int = 1280, scheme: Scheme = "light", **settings: Any) -> Page:
        size = ViewportSize(width=width, height=900)
        context = browser.new_context(viewport=size, color_scheme=scheme, **settings)
        contexts.append(context)
        context.on("request", requested)
        context.on("requestfailed", lambda request: trouble.append(f"failed {request.url}"))
        context.on("response", answered)
        context.on("weberror", lambda failure: trouble.append(str(failure.error)))
        page = context.new_page()
        page.goto(address + path, wait_until="networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not trouble


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def printed(page: Page) -> str:
    """The text of the first output on a page."""
    return page.locator(".output pre").first.inner_text()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def brightness(page: Page) -> float:
    """Of the page's ground, 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


widths = pytest.mark.parametrize("width", [390, 1280])
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def test_every_published_page_is_tested_here(built_site: Path) -> None:
    published = {path.relative_to(built_site).as_posix() for path in built_site.glob("**/*.html")}
    assert published == {f"{page}index.html" for page in PAGES} | {"404.html"}


@pytest.mark.parametrize("page", PAGES)
def test_head_tells_what_the_page_is(built_site: Path, page: str) -> None:
    html = BeautifulSoup((built_site / page / "index.html").read_text("utf-8"), "html.parser")
    said = {tag.get("name") or tag.get("property"): tag.get("content") for tag in html("meta")}
    source = SOURCES[PAGES.index(page)].read_text("utf-8")
    in_front_matter, in_docstring = r"^description: *['\"]?(.+?)['\"]?$", r'^"""(.+)"""$'
    described = re.search(in_docstring if page in LABS else in_front_matter, source, re.MULTILINE)
    assert described, "the page's front matter needs a  description:  of one sentence"
    assert said["description"] == said["og:description"] == described[1]
    assert said["og:title"] and html.title and html.title.get_text().strip()
    canonical = html.select_one("link[rel=canonical]")
    assert canonical and said["og:url"] == canonical["href"]
    assert str(canonical["href"]).endswith(PREFIX + page)
    assert html.html and html.html["lang"] == "en"
    assert len(html("h1")) == 1


@schemes
@widths
@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_page_is_accessible(visit: Visit, path: str, width: int, scheme: Scheme) -> None:
    page = visit(path, width, scheme)
    assert (brightness(page) > 128) == (scheme == "light")
    assert violations(page) == []
    assert overflow(page) <= 0


@schemes
@widths
def test_search_finds_and_is_accessible(visit: Visit, width: int, scheme: Scheme) -> None:
    page = visit("", width, scheme, reduced_motion="reduce")
    page.locator(".md-search__input" if width > 960 else ".md-header__button[for=__search]").click()
    page.keyboard.type("merge", delay=20)
    hit = page.locator(".md-search-result__link").first
    hit.wait_for()
    assert violations(page) == []
    hit.click()
    page.wait_for_url(f"**/{LESSON}**")


@schemes
def test_menu_of_a_phone_is_accessible(visit: Visit, scheme: Scheme) -> None:
    page = visit("", 390, scheme, reduced_motion="reduce")
    page.locator(".md-header label[for=__drawer]").click()
    assert violations(page) == []
    page.locator(f".md-nav a[href*='{LESSON}']").first.click()
    page.wait_for_url(f"**/{LESSON}**")


def test_wide_table_scrolls_alone_and_by_keyboard(visit: Visit, address: str) -> None:
    page = visit("", 390)
    row = "".join(f"<td>column{number}</td>" for number in range(20))
    html = page.request.get(address).text()
    html = html.replace("</h1>", f"</h1><table><tr>{row}</tr></table>", 1)
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(address, wait_until="networkidle")
    assert page.locator("table").count() and overflow(page) <= 0
    assert violations(page) == []


def test_axe_finds_what_is_broken(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<img src='data:,'><p style='color: #ccc; background: #fff'>Pale</p>")
    found = " ".join(violations(page))
    page.close()
    assert "image-alt" in found and "color-contrast" in found and "html-has-lang" in found


@widths
@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_page_reads_without_javascript(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width, "dark", java_script_enabled=False)
    blocks = page.locator("article :is(h1, h2, p, pre, table, svg):not(details *, .tabbed-block *)")
    assert blocks.count()
    assert all(block.is_visible() for block in blocks.all())
    assert brightness(page) < 128, "dark follows the system"
    assert overflow(page) <= 0


def test_claims_of_one_verdict_without_javascript(visit: Visit) -> None:
    page = visit("claims/", java_script_enabled=False)
    lines = (line.split(maxsplit=1) for line in printed(page).splitlines())
    counts = {verdict: int(count) for count, verdict in lines}
    claims = page.locator(".admonition")
    for label in page.locator(".verdicts label").all():
        label.click()
        words = label.inner_text().strip()
        named = "claims" if words == "all" else words.replace("with a", "holds with a")
        assert claims.filter(visible=True).count() == counts[named]


def test_switch_changes_the_colours_and_is_remembered(visit: Visit) -> None:
    page = visit(LESSON, scheme="dark")
    switch = page.locator("form[data-md-component=palette] label:visible")
    seen = [brightness(page) > 128]
    for _ in range(3):  # system, light, dark, system
        switch.click()
        seen.append(brightness(page) > 128)
    assert seen == [False, True, False, False]
    switch.click()
    page.reload(wait_until="networkidle")
    assert brightness(page) > 128


def test_copy_button_copies_the_code(visit: Visit) -> None:
    page = visit(LESSON, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    blocks = page.locator(".example .highlight")
    for block in blocks.all():
        code = block.locator("pre > code").text_content() or ""
        block.locator("button[data-md-type=copy]").click()
        assert page.evaluate("navigator.clipboard.readText()") == code.removesuffix("\n")
    assert blocks.count()


def test_measured_number_leads_to_its_output(visit: Visit) -> None:
    page = visit(LESSON)
    link = page.locator("article a[href^='#out-']").first
    link.click()
    output = page.locator(".output:target")
    plain = page.locator(".output:not(:target)").first
    background = "node => getComputedStyle(node).backgroundColor"
    assert output.get_attribute("id") == (link.get_attribute("href") or "")[1:]
    assert output.evaluate(background) != plain.evaluate(background)
    box = output.bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box and header and header["height"] <= box["y"] < 900


def test_keyboard_reaches_the_text_and_shows_where_it_is(visit: Visit) -> None:
    page = visit(LESSON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    for _ in range(12):
        style = "getComputedStyle(document.activeElement)"
        assert page.evaluate(f"{style}.outlineStyle !== 'none' && parseFloat({style}.outlineWidth)")
        page.keyboard.press("Tab")


@pytest.mark.parametrize("script", [True, False])
def test_term_says_what_it_means(visit: Visit, script: bool) -> None:
    page = visit("lesson/in-context/", java_script_enabled=script)
    terms, tips = page.locator("a.term"), page.get_by_role("tooltip", include_hidden=True)
    seen = tips.filter(visible=True)
    assert terms.count() == tips.count() > 5 and seen.count() == 0
    terms.nth(2).hover()
    assert seen.get_attribute("id") == terms.nth(2).get_attribute("aria-describedby")
    seen.hover()  # the pointer may go there, to read
    assert seen.count() == 1
    page.mouse.move(0, 0)
    for _ in range(100):  # past the menu
        page.keyboard.press("Tab")
        if seen.count():
            break
    assert seen.get_attribute("id") == terms.first.get_attribute("aria-describedby")
    if script:
        assert violations(page) == []
    box, root = seen.bounding_box(), page.locator("article").bounding_box()
    assert box and root and box["x"] >= root["x"]
    assert box["x"] + box["width"] <= root["x"] + root["width"]


@pytest.mark.parametrize("script", [True, False])
def test_term_is_a_link_on_a_phone(visit: Visit, script: bool) -> None:
    page = visit(
        "lesson/in-context/", 390, has_touch=True, is_mobile=True, java_script_enabled=script
    )
    page.locator("a.term").first.tap()
    page.wait_for_url("**/reference/glossary/#*")
    entry = page.locator("dt:target")
    box = entry.bounding_box()
    assert box and 48 <= box["y"] < 900


@pytest.mark.parametrize("path", PAGES)
def test_term_is_linked_once_a_page(built_site: Path, path: str) -> None:
    html = BeautifulSoup((built_site / path / "index.html").read_text("utf-8"), "html.parser")
    entries = [str(term["href"]).split("#")[1] for term in html.select("a.term")]
    assert len(entries) == len(set(entries)) <= 25, "a page must not look like a rash"
    assert not html.select(":is(h1, h2, h3, h4, a, code, table, details, dl) a.term")


def test_glossary_is_sorted_and_says_where_to_look(built_site: Path) -> None:
    html = BeautifulSoup((built_site / "reference/glossary/index.html").read_text(), "html.parser")
    names = [entry.get_text().lower() for entry in html.select("dt[id]")]
    assert len(names) > 80 and names == sorted(names)
    for entry in html.select("dt"):
        definition, section = entry.find_next_siblings("dd", limit=2)
        assert definition.get_text().strip().endswith(".") and section.select_one("a[href]")


def test_whoever_wants_no_motion_gets_none(visit: Visit) -> None:
    page = visit(LESSON, reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].filter(
        node => !/^(0s(, )?)+$/.test(getComputedStyle(node).transitionDuration)).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("path", PAGES)
def test_print_shows_all_on_white(visit: Visit, path: str) -> None:
    page = visit(path, width=440, scheme="dark")  # A6, so that long lines must wrap
    page.emulate_media(media="print")
    assert brightness(page) == 255
    assert not page.locator(".md-header").is_visible()
    cut = """[...document.querySelectorAll("article, article *")].filter(node =>
        node.getBoundingClientRect().right > innerWidth + 1 ||
        (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "visible"))
        .map(node => node.outerHTML.slice(0, 200))"""
    assert page.evaluate(cut) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_weighs_little(visit: Visit, path: str, address: str) -> None:
    page = visit("")
    weights = {}
    page.on("response", lambda r: weights.update({r.url: len(gzip.compress(r.body()))}))
    page.goto(address + path, wait_until="networkidle")
    weights.pop(address + "search/search_index.json", None)  # grows with the site, not the page
    # Bytes, compressed as GitHub Pages does; the theme has 75,000 of them.
    assert sum(weights.values()) < 135_000, weights


@pytest.mark.parametrize("path", LABS)
def test_lab_can_be_downloaded(visit: Visit, path: str) -> None:
    page = visit(path)
    with page.expect_download() as started:
        page.get_by_text("Download this lab as a notebook").click()
    download = started.value
    assert download.suggested_filename == f"{path.split('/')[1]}.ipynb"
    notebook = nbformat.read(download.path(), 4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code == [text.strip("\n") for text in page.locator(".highlight code").all_inner_texts()]


@schemes
def test_colours_of_figures_are_those_of_the_style_sheet(visit: Visit, scheme: Scheme) -> None:
    page = visit("", scheme=scheme)
    shown = page.evaluate(
        """names => {
            const figure = document.createElement("figure");
            figure.className = "figure";
            document.body.append(figure);
            return Object.fromEntries(names.map(name => {
                figure.style.color = `var(--figure-${name})`;
                return [name, getComputedStyle(figure).color.match(/\\d+/g).map(Number)];
            }));
        }""",
        list(COLOURS),
    )
    if scheme == "light":
        hexes = {name: "#" + bytes(rgb).hex() for name, rgb in shown.items()}
        assert hexes == COLOURS
    for name in ("ink", "muted", *MARKS):
        assert contrast(shown[name], shown["surface"]) >= 4.5  # all may be read as text


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast ratio of two sRGB colours, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/)."""

    def luminance(rgb: list[int]) -> float:
        parts = [c / 255 for c in rgb]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
