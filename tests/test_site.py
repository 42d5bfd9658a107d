"""The published pages in a real Chromium: accessible, self-contained, readable by everyone."""

import gzip
import os
import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from bs4 import BeautifulSoup
from changed import BASE
from conftest import Published
from pages import LABS, PAGES, ROOT, closely, to_open
from playwright.sync_api import Browser, Page, Response, expect
from shape import claims_shape, faults_of_shape
from windows import (
    DESKTOP,
    PHONE,
    PREFIX,
    Scheme,
    Visit,
    Window,
    brightness,
    contrast,
    overflowing,
    pale,
    resize,
    settle,
    violations,
)

from checker.pages.moved import read_moved
from checker.project import Project
from lessoncode.figure import COLOURS, SERIES

LESSON = "lesson/tokens/"
MISSING = "no/such/page/"
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
PAPER = 440  # pixels; it is A6, so that long lines must wrap


@pytest.fixture(scope="session")
def compressed() -> dict[str, int]:
    """The compressed size of what was at an address: most pages load the same files."""
    return {}


def add_to(page: Page, html: str) -> None:
    """Loads a page anew with more below its title."""
    text = page.request.get(page.url).text().replace("</h1>", "</h1>" + html, 1)
    page.route(page.url, lambda route: route.fulfill(body=text, content_type="text/html"))
    page.wait_for_load_state("networkidle")  # what is under way would fail
    page.reload()


def printed(page: Page) -> str:
    """The text of the first output on a page."""
    return page.locator(".output pre").first.text_content() or ""


# What is wrong with an open page: a line for each fault, as "window: kind of fault: where".


def faults_on_screen(
    page: Page, width: int, schemes: Sequence[Scheme], colours: int = 2
) -> list[str]:
    """In one scheme after the other: an open page follows the system.

    Axe's rules of colour, which take most of its time, are asked in the first so many `colours`.
    In the others `pale` finds what is pale, and that links in a text differ from it is a matter of
    the style that all pages share.
    """
    faults: list[str] = []
    for number, scheme in enumerate(schemes):
        page.emulate_media(color_scheme=scheme)
        settle(page)
        found = pale(page) + overflowing(page)
        if number == 0:
            found += violations(page, but=() if colours else RULES_OF_COLOUR)
        elif number < colours:
            found += violations(page, RULES_OF_COLOUR)
        if (brightness(page) > 128) != (scheme == "light"):
            found.append(f"ground: not {scheme}, {brightness(page):.0f} of 255")
        faults += [f"{width} {scheme}: {fault}" for fault in found]
    return faults


def faults_in_print(page: Page) -> list[str]:
    """All is to be seen, on white even where the system is dark."""
    resize(page, PAPER)
    page.emulate_media(color_scheme="dark", media="print")
    settle(page)
    found: list[str] = page.evaluate("""[...document.querySelectorAll("article, article *")]
        .filter(node => !node.matches(".visually-hidden"))
        .filter(node =>
            node.getBoundingClientRect().right > innerWidth + 1 ||
            (node.scrollWidth > node.clientWidth + 1 &&
                getComputedStyle(node).overflowX !== "visible"))
        .map(node => "cut: " + node.outerHTML.slice(0, 200))""")
    if brightness(page) != 255:
        found.append(f"ground: not white, {brightness(page):.0f} of 255")
    if page.locator(".md-header").is_visible():
        found.append("header: is printed")
    return [f"print: {fault}" for fault in found]


def faults_without_javascript(page: Page, width: int) -> list[str]:
    """All that stands in no drawer is to be seen, in the colours of the system, which is dark."""
    resize(page, width)
    shown = "h1, h2, p:not(.moved), pre, table, svg:not(.wide, .narrow)"
    blocks = page.locator(f"article :is({shown}):not(details *, .tabbed-block *)")
    hidden = blocks.filter(visible=False)
    html = hidden.evaluate_all("nodes => nodes.map(node => node.outerHTML.slice(0, 200))")
    found = [f"hidden: {node}" for node in html] + overflowing(page)
    for pair in page.locator("article figure:has(svg.wide):not(details *)").all():
        if pair.locator("svg").filter(visible=True).count() != 1:
            found.append("drawings: not one of two is to be seen")
    if not blocks.count():
        found.append("empty: no text at all")
    if brightness(page) >= 128:
        found.append(f"ground: not dark, {brightness(page):.0f} of 255")
    return [f"{width} without JavaScript: {fault}" for fault in found]


def too_heavy(answers: list[Response], compressed: dict[str, int]) -> list[str]:
    """A page weighs what it loads, compressed as GitHub Pages does; the theme has 75,000 bytes,
    our scripts at most 12,000."""
    for answer in answers:
        if answer.url not in compressed:
            compressed[answer.url] = len(gzip.compress(answer.body()))
    weights = {answer.url: compressed[answer.url] for answer in answers}
    weights = {
        url: weight
        for url, weight in weights.items()
        if not url.endswith("/search/search_index.json")  # grows with the site, not the page
    }
    return [f"weight: {weights}"] if sum(weights.values()) >= 147_000 else []


schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
each_page = pytest.mark.parametrize("path", [MISSING, *to_open()[0]])
CLOSELY = {MISSING, *closely()}


def colours(path: str) -> int:
    """In how many colour schemes axe is asked about a page's colours: every night, in both."""
    return 2 if os.environ.get(BASE) == "none" else int(path in CLOSELY)


def test_every_published_page_is_tested_here(built_site: Path) -> None:
    published = {path.relative_to(built_site).as_posix() for path in built_site.glob("**/*.html")}
    stubs = {f"{old}/index.html" for old in read_moved(Project(ROOT)).pages}
    assert published == {f"{page}index.html" for page in PAGES} | stubs | {"404.html"}


def test_what_shows_without_a_browser(published: Published, subtests: pytest.Subtests) -> None:
    for page in PAGES:
        with subtests.test(page=page):
            head_tells_what_the_page_is(published(page), page)
            name_of_a_file_leads_to_the_lines_shown(published(page))
            term_is_linked_once(published(page))


def head_tells_what_the_page_is(html: BeautifulSoup, page: str) -> None:
    said = {tag.get("name") or tag.get("property"): tag.get("content") for tag in html("meta")}
    source = PAGES[page].read_text("utf-8")
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


def name_of_a_file_leads_to_the_lines_shown(html: BeautifulSoup) -> None:
    repository = "https://github.com/lessoncode/lessoncode/blob/main/"
    for block in html.select(".example"):
        link, code = block.select_one("a.source"), block.select_one(".highlight pre")
        assert link and code and str(link["href"]).startswith(repository)
        file, _, lines = str(link["href"]).removeprefix(repository).partition("#")
        assert link.get_text().partition(",")[0] == file
        rows = (ROOT / file).read_text("utf-8").split("\n")
        if lines:
            first, last = map(int, re.findall(r"\d+", lines))
            rows = rows[first - 1 : last]
        rows = [row for row in rows if "--8<--" not in row]
        assert dedent("\n".join(rows)).strip("\n") == code.get_text().removesuffix("\n")


def term_is_linked_once(html: BeautifulSoup) -> None:
    entries = [str(term["href"]).split("#")[1] for term in html.select("a.term")]
    assert len(entries) == len(set(entries)) <= 25, "a page must not look like a rash"
    assert not html.select(":is(h1, h2, h3, h4, a, code, table, details, dl) a.term")


def test_no_answer_shows_by_its_place_or_its_length(published: Published) -> None:
    """Over the whole site: who always takes the longest choice, or the second, learns nothing."""
    lengths, places = [], []
    for page in PAGES:
        html = published(page)
        for block in html.select("div:is(.guess, .question):has(label.choice)"):
            choices = [len(choice.get_text()) for choice in block.select("label.choice span")]
            (answer,) = block.select("[data-answer]") or [block]
            right = int(str(answer["data-answer"])) - 1
            lengths.append(choices[right] == max(choices))
            places.append(right)
    assert sum(lengths) <= 0.4 * len(lengths)
    assert all(0.2 < places.count(place) / len(places) < 0.45 for place in range(3))


# Each load of a page serves all the checks that can share it, and a failure tells all their faults.
# The theme sets up some things by the width it is loaded at, so there is one load for each, and one
# of the two is in the light and one in the dark.


@each_page
def test_page_on_a_desktop(desktop: Window, path: str, compressed: dict[str, int]) -> None:
    page = desktop.open(path)
    faults = faults_on_screen(page, DESKTOP, ["light", "dark"], colours(path))
    faults += desktop.faults()
    faults += too_heavy(desktop.answers, compressed)
    if path in PAGES and claims_shape(PAGES[path]):
        page.locator("div.guess").first.scroll_into_view_if_needed()
        page.wait_for_selector(".quiz")  # what makes it one comes when a reader is near
        faults += faults_of_shape(page, path)
    assert not faults, "\n".join([path, *faults])


@each_page
def test_page_on_a_phone_and_on_paper(phone: Window, path: str) -> None:
    page = phone.open(path)
    faults = faults_on_screen(page, PHONE, ["dark", "light"], colours(path))
    faults += faults_in_print(page) + phone.faults()
    assert not faults, "\n".join([path, *faults])


@each_page
def test_page_without_javascript(scriptless: Window, path: str) -> None:
    page = scriptless.open(path)
    faults = faults_without_javascript(page, DESKTOP) + faults_without_javascript(page, PHONE)
    faults += scriptless.faults()
    assert not faults, "\n".join([path, *faults])


def test_faults_are_found_in_the_window_that_has_them(visit: Visit) -> None:
    html = """
        <style>
            [data-md-color-scheme=slate] .pale { color: #444; }
            .on-phone { display: none; }
            @media (max-width: 400px) {
                .on-phone { display: block; }
                .wide { width: 500px; }
                .scrolls { height: 2em; overflow: auto; }
                .no-js .scripted { display: none; }
            }
            @media print { .long { white-space: nowrap; overflow: hidden; } }
        </style>
        <img src="data:,">
        <p class="pale">Pale in the dark.</p>
        <pre><code><span class="pale">code.so()</span></code></pre>
        <button class="on-phone"></button>
        <p class="scrolls">One line<br>and another,<br>in no reach<br>of a keyboard.</p>
        <p class="wide">Wider than a phone.</p>
        <p class="scripted">Shown on a phone by a script.</p>
        <div class="long">More words than one line of such a small paper holds,
            and after these some more, since letters are small on paper, and no wrap.</div>
    """
    desktop, phone = visit("", DESKTOP, "light"), visit("", PHONE, "dark")
    plain = visit("", DESKTOP, "dark", java_script_enabled=False)
    for page in (desktop, phone, plain):
        add_to(page, html)
    found = faults_on_screen(desktop, DESKTOP, ["light", "dark"])
    found += faults_on_screen(phone, PHONE, ["dark", "light"]) + faults_in_print(phone)
    found += faults_without_javascript(plain, DESKTOP) + faults_without_javascript(plain, PHONE)
    kinds: dict[str, set[str]] = {}
    for fault in found:
        window, kind, _ = fault.split(": ", 2)
        kinds.setdefault(window, set()).add(kind)
    in_dark = {"color-contrast", "pale"}
    in_first = {"image-alt"}  # the scheme that a page is loaded in is asked all
    on_phone = {"button-name", "scrollable-region-focusable"}
    assert kinds == {
        "1280 light": in_first,
        "1280 dark": in_dark,
        "390 dark": in_first | on_phone | in_dark | {"overflow"},
        "390 light": {"overflow"},
        "print": {"cut"},
        "390 without JavaScript": {"hidden", "overflow"},
    }
    found = faults_on_screen(desktop, DESKTOP, ["light", "dark"], colours=0)
    assert {fault.split(": ")[1] for fault in found} == {"image-alt", "pale"}
    found = faults_on_screen(desktop, DESKTOP, ["dark", "light"], colours=1)
    assert {fault.split(": ")[1] for fault in found} == {"image-alt", "color-contrast", "pale"}


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (PHONE, "dark"),
        (DESKTOP, "light"),
        pytest.param(PHONE, "light", marks=pytest.mark.nightly),
        pytest.param(DESKTOP, "dark", marks=pytest.mark.nightly),
    ],
)
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
    page = visit("", PHONE, scheme, reduced_motion="reduce")
    page.locator(".md-header label[for=__drawer]").click()
    assert violations(page) == []
    page.locator(f".md-nav a[href*='{LESSON}']").first.click()
    page.wait_for_url(f"**/{LESSON}**")


def test_menu_of_a_phone_opens_at_the_current_page(visit: Visit) -> None:
    page = visit("reference/glossary/", PHONE)
    current = page.locator(".md-nav--primary .md-nav__link--active").filter(visible=True).first
    page.locator(".md-header label[for=__drawer]").click()
    expect(current).to_contain_text("Glossary")
    expect(current).to_be_in_viewport()


def test_wide_table_scrolls_alone_and_by_keyboard(visit: Visit) -> None:
    page = visit("", PHONE)
    row = "".join(f"<td>column{number}</td>" for number in range(20))
    add_to(page, f"<table><tr>{row}</tr></table>")
    settle(page)
    assert page.locator("table").count()
    assert violations(page) + overflowing(page) == []


def test_axe_finds_what_is_broken(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<img src='data:,'><p style='color: #ccc; background: #fff'>Pale</p>")
    found = " ".join(violations(page))
    page.close()
    assert "image-alt" in found and "color-contrast" in found and "html-has-lang" in found


@pytest.mark.parametrize(
    ("style", "is_pale"),
    [
        ("color: #777", True),  # 4.48 : 1
        ("color: #767676", False),
        ("color: #777; font-size: 24px", False),
        ("color: #777; font-size: 18.7px; font-weight: bold", False),
        ("color: #999; font-size: 24px", True),
        ("color: rgb(0 0 0 / 53%)", True),
        ("color: rgb(0 0 0 / 54%)", False),
        ("opacity: 0.5", True),
        ("color: #777; background: rgb(255 255 0 / 10%)", True),
        ("color: #fff; background: rgb(0 0 0 / 60%)", False),
        ("color: #777; visibility: hidden", False),
    ],
)
def test_pale_is_what_axe_finds_pale(browser: Browser, style: str, is_pale: bool) -> None:
    page = browser.new_page()
    page.set_content(f"<main style='background: #fff'><p style='{style}'>A word</p></main>")
    found = pale(page), violations(page, ["color-contrast"])
    page.close()
    assert [bool(one) for one in found] == [is_pale, is_pale], found


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
    page.reload()
    assert brightness(page) > 128


def test_copy_button_copies_the_code(visit: Visit) -> None:
    page = visit(LESSON, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".exercise").last.scroll_into_view_if_needed()  # what it needs comes then
    expect(page.locator(".exercise .answer").last).to_be_attached()
    page.locator(".exercise > summary").last.click()
    expect(page.locator(".exercise .editor").last).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    blocks = page.locator(".example .highlight").filter(visible=True)  # a solution may be hidden
    for block in blocks.all():
        block.scroll_into_view_if_needed()  # the theme makes the button then
        code = block.locator("pre > code").text_content() or ""
        block.locator("button[data-md-type=copy]").click()
        assert page.evaluate("navigator.clipboard.readText()") == code.removesuffix("\n")
    assert blocks.count()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_name_of_a_file_leaves_room_for_the_copy_button(visit: Visit, width: int) -> None:
    page = visit(LESSON, width)
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    for block in page.locator(".example").filter(visible=True).all():
        block.locator(".highlight").first.scroll_into_view_if_needed()  # it makes the button then
        name = block.locator("a.source").bounding_box()
        button = block.locator(".highlight .md-code__nav").first.bounding_box()
        assert name and button and name["x"] + name["width"] <= button["x"]


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
    page = visit("lesson/in-context-learning/", java_script_enabled=script)
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
        "lesson/in-context-learning/",
        PHONE,
        has_touch=True,
        is_mobile=True,
        java_script_enabled=script,
    )
    page.locator("a.term").first.tap()
    page.wait_for_url("**/reference/glossary/#*")
    entry = page.locator("dt:target")
    box = entry.bounding_box()
    assert box and 48 <= box["y"] < 900


def test_glossary_is_sorted_and_says_where_to_look(published: Published) -> None:
    html = published("reference/glossary/")
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


@pytest.mark.parametrize("path", LABS)
def test_lab_can_be_downloaded(visit: Visit, path: str) -> None:
    page = visit(path)
    with page.expect_download() as started:
        page.get_by_text("Download this lab as a notebook").click()
    download = started.value
    assert download.suggested_filename == f"{path.split('/')[1]}.ipynb"
    notebook = nbformat.read(download.path(), 4)
    nbformat.validate(notebook)
    first, *code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "%pip install" in first  # which the page leaves out
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
    for name in ("ink", "muted", *SERIES):
        assert contrast(shown[name], shown["surface"]) >= 4.5  # all may be read as text
