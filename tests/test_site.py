"""The published pages in a real Chromium: accessible, self-contained, readable by everyone."""

import gzip
import os
import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup
from changed import BASE
from conftest import Published
from pages import ALWAYS, LABS, PAGES, ROOT, closely, to_open
from playwright.sync_api import Browser, Page, Response
from shape import claims_shape, faults_of_shape
from windows import (
    DESKTOP,
    PHONE,
    PREFIX,
    Scheme,
    Visit,
    Window,
    add_to,
    brightness,
    overflowing,
    pale,
    resize,
    settle,
    violations,
)

from checker.pages.moved import read_moved
from checker.project import Project
from checker.site.proof import parsed

MISSING = "no/such/page/"
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
PAPER = 440  # pixels; it is A6, so that long lines must wrap


@pytest.fixture(scope="session")
def compressed() -> dict[str, int]:
    """The compressed size of what was at an address: most pages load the same files."""
    return {}


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
    blocks = page.locator(
        f"article :is({shown}):not(details *, .tabbed-block *, [data-variant-of] *)"
    )
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
    for answer in (answers := [it for it in answers if it.ok]):  # what is led on has no body
        if answer.url not in compressed:
            compressed[answer.url] = len(gzip.compress(answer.body()))
    weights = {answer.url: compressed[answer.url] for answer in answers}
    return [f"weight: {weights}"] if sum(weights.values()) >= 150_000 else []


CLOSELY = {MISSING, *closely()}
OPENED = [MISSING, *to_open()[0]]
each_page = pytest.mark.parametrize("path", OPENED)


def colours(path: str) -> int:
    """In how many colour schemes axe is asked about a page's colours: every night, in both."""
    return 2 if os.environ.get(BASE) == "none" else int(path in CLOSELY)


def test_every_published_page_is_tested_here(built_site: Path) -> None:
    published = {path.relative_to(built_site).as_posix() for path in built_site.glob("**/*.html")}
    stubs = {f"{old}/index.html" for old in read_moved(Project(ROOT)).pages}
    assert published == {f"{page}index.html" for page in PAGES} | stubs | {"404.html"}


def test_the_site_is_not_too_large_for_a_host(built_site: Path) -> None:
    sizes = {path: path.stat().st_size for path in built_site.glob("**/*") if path.is_file()}
    assert {path: size for path, size in sizes.items() if size >= 100_000_000} == {}
    assert sum(sizes.values()) < 300_000_000


def test_page_that_is_not_there_has_the_doors_of_the_front(built_site: Path) -> None:
    def doors(page: str) -> list[tuple[str, ...]]:
        html = parsed((built_site / page).read_text("utf-8"))
        return [
            (
                str(door["href"]).removeprefix(PREFIX),
                *(node.text for node in door.select("strong, .text")),
            )
            for door in html.select(".doors a")
        ]

    assert doors("404.html") == doors("index.html")[:3]


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
# of the two is in the light and one in the dark. A page that is only opened because all are, is
# opened on a phone, where it is most likely to break; every night, on a desktop too.


@pytest.mark.parametrize("path", [path for path in OPENED if path in CLOSELY | {*ALWAYS}])
def test_page_on_a_desktop(desktop: Window, path: str) -> None:
    page = desktop.open(path)
    faults = faults_on_screen(page, DESKTOP, ["light", "dark"], colours(path))
    faults += desktop.faults()
    if path in PAGES and claims_shape(PAGES[path]):
        page.locator("div.guess").first.scroll_into_view_if_needed()
        page.wait_for_selector(".quiz")  # what makes it one comes when a reader is near
        faults += faults_of_shape(page, path)
    assert not faults, "\n".join([path, *faults])


@each_page
def test_page_on_a_phone_and_on_paper(phone: Window, path: str, compressed: dict[str, int]) -> None:
    page = phone.open(path)
    faults = faults_on_screen(page, PHONE, ["dark", "light"], colours(path))
    faults += faults_in_print(page) + phone.faults()
    faults += too_heavy(phone.answers, compressed)
    assert not faults, "\n".join([path, *faults])


@each_page
def test_page_without_javascript(scriptless: Window, path: str) -> None:
    page = scriptless.open(path)
    faults = faults_without_javascript(page, DESKTOP) + faults_without_javascript(page, PHONE)
    faults += scriptless.faults()
    assert not faults, "\n".join([path, *faults])


@pytest.mark.parametrize(
    ("path", "sign", "enclosed"),
    [("lesson/vision/", "{", "mtable"), ("lesson/inside/", "(", "mfrac")],
)
def test_signs_grow_with_what_they_enclose(
    visit: Visit, path: str, sign: str, enclosed: str
) -> None:
    formula = visit(path).locator(".formula math").first
    grown = formula.locator("mo", has_text=sign).first.bounding_box()
    inner = formula.locator(enclosed).first.bounding_box()
    assert grown and inner and grown["height"] > 0.9 * inner["height"]


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


def test_glossary_is_sorted_and_says_where_to_look(published: Published) -> None:
    html = published("reference/glossary/")
    names = [entry.get_text().lower() for entry in html.select("dt[id]")]
    assert len(names) > 80 and names == sorted(names)
    for entry in html.select("dt"):
        definition, section = entry.find_next_siblings("dd", limit=2)
        assert definition.get_text().strip().endswith(".") and section.select_one("a[href]")
