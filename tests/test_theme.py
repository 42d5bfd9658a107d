"""What a reader does on any page, in Chromium: searches, copies, looks up, changes colours.

`test_site.py` looks at each page as it is opened.
"""

import nbformat
import pytest
from pages import LABS
from playwright.sync_api import Page, expect
from windows import (
    DESKTOP,
    PHONE,
    Scheme,
    Visit,
    add_to,
    brightness,
    contrast,
    overflowing,
    settle,
    violations,
)

from lessoncode.figure import COLOURS, SERIES

LESSON = "lesson/tokens/"
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def printed(page: Page) -> str:
    """The text of the first output on a page."""
    return page.locator(".output pre").first.text_content() or ""


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
    assert len({tuple(shown[name]) for name in SERIES}) == len(SERIES)
