"""What happens in the reader's browser, on a small site of pages that have all kinds of blocks."""

import gzip
import json
import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pages import ROOT
from playwright.sync_api import Browser, Locator, Page, Route, expect
from windows import (
    DESKTOP,
    PHONE,
    PREFIX,
    Handler,
    Scheme,
    Visit,
    Window,
    contrast,
    faults_in,
    nightly_on_a_desktop,
    overflowing,
    settle,
)

ASSETS = ROOT / "docs/assets"
INSIDE, TOKENS = "lesson/inside/", "lesson/tokens/"
GUESS, SLIDER, QUESTION = "#guess-inside-moved", "#guess-tokens-languages", "#question-1"
KEY = "lessoncode"
TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def address(small: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=small)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


def check(page: Page) -> Locator:
    return page.locator(f"{SLIDER} button.filled")


def choose(page: Page, number: int, block: str = GUESS) -> None:
    """A click once the block's script has come, which then keeps the choice at once."""
    choose_without_script(page, number, f"{block}.quiz")


def choose_without_script(page: Page, number: int, block: str = GUESS) -> None:
    page.locator(f"{block} .choice").nth(number - 1).click()


def status(page: Page, block: str = GUESS) -> Locator:
    return page.locator(f"{block} > .status[role=status]")


def clear_all(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    # On a phone it stands in the drawer.
    page.locator(".progress button", has_text="Start over").evaluate("button => button.click()")
    expect(page.locator(".progress .status")).to_have_text("All progress is deleted.")


# Sizes, and what is loaded.


def test_what_every_page_loads_is_small() -> None:
    assert len(gzip.compress((ASSETS / "lessoncode.js").read_bytes())) <= 2000


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("", {"figures", "run"}),
        (INSIDE, {"quiz", "run"}),
        ("reference/run/", {"run", "stages"}),
    ],
)
def test_a_page_loads_what_it_has_near_its_top(visit: Visit, path: str, extra: set[str]) -> None:
    page = visit(path)
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    found = (re.search(r"/assets/([a-z-]+)\.js$", name) for name in names)
    ours = {match[1] for match in found if match}
    assert ours == {"labels", "lessoncode", "make", "marks", "progress", "reach"} | extra
    sizes = {name: len(gzip.compress((ASSETS / f"{name}.js").read_bytes())) for name in ours}
    assert sum(sizes.values()) <= 11_850, sizes  # before the first click


# Accessible in every state.


@nightly_on_a_desktop
def test_every_state_is_accessible(visit: Visit, width: int, scheme: Scheme) -> None:
    page = visit(INSIDE, width, scheme, reduced_motion="reduce")
    found = faults_in(page, "untouched")
    choose(page, 1)
    check(page).click()
    found += faults_in(page, "opened")
    choose(page, 1, QUESTION)
    found += faults_in(page, "answered wrong")
    choose(page, 2, QUESTION)
    found += faults_in(page, "answered right")
    page.locator(QUESTION).get_by_text("Show the other reasons").click()
    page.locator(".exercise summary, .code summary").evaluate_all(
        "all => all.forEach(summary => summary.click())"
    )
    found += faults_in(page, "all open")
    if width == PHONE:
        page.locator(".md-header label[for=__drawer]").click()
        found += faults_in(page, "menu")
    clear_all(page)
    found += faults_in(page, "cleared")
    assert not found, "\n".join(found)


@nightly_on_a_desktop
def test_the_front_is_accessible(visit: Visit, width: int, scheme: Scheme) -> None:
    page = visit("", width, scheme)
    found = faults_in(page, "untouched")
    page.get_by_text("Draw a token").click()
    found += faults_in(page, "drawn")
    assert not found, "\n".join(found)
    assert kept(page) == {}  # only pages that say how long they take are counted


def test_what_can_be_touched_is_tall_enough(visit: Visit) -> None:
    page = visit(INSIDE, PHONE, **TOUCH)
    expect(check(page)).to_be_visible()
    touched = ".choice, .filled, .guess .plain, .exercise > summary"
    for block in page.locator(f":is({touched}):visible").all():
        box = block.bounding_box()
        assert box and box["height"] >= 44
    assert check(page).bounding_box() != check(visit(INSIDE)).bounding_box()


# Guesses.


def test_a_choice_uncovers_the_result(visit: Visit) -> None:
    page = visit(INSIDE)
    guess = page.locator(GUESS)
    output = page.locator("#out-inside-moved")
    expect(guess.get_by_text("The result is covered until you choose.")).to_be_visible()
    expect(output).not_to_be_visible()
    choose(page, 1)
    expect(output).to_be_visible()
    expect(status(page)).to_have_text("The answer is “saw”.")
    expect(status(page)).to_be_focused()
    mine, right = guess.locator(".choice").nth(0), guess.locator(".choice").nth(1)
    expect(mine).to_contain_text("your guess")
    expect(right.locator(".tag")).to_have_text("Answer")
    grounds = [it.evaluate("it => getComputedStyle(it).backgroundColor") for it in (mine, right)]
    assert green(grounds[1]) and not green(grounds[0])
    for gone in (guess.locator(".strip"), guess.locator("> .bar"), guess.locator("p.printed")):
        expect(gone).not_to_be_visible()
    assert kept(page)[INSIDE]["guesses"] == {"guess-inside-moved": "1"}
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(status(page)).to_have_text("The answer is “saw”.")
    expect(guess.locator(".choice").nth(0)).to_contain_text("your guess")


def green(colour: str) -> bool:
    red, green, blue = numbers(colour)
    return green > max(red, blue)


def test_an_answer_inside_quotation_marks_has_inner_ones(visit: Visit) -> None:
    page = visit(INSIDE)
    page.evaluate("""() => {
        const choice = document.querySelectorAll("#guess-inside-moved .choice span")[1];
        choice.textContent = "the last “the”, where the answer comes out.";
    }""")
    choose(page, 1)
    expect(status(page)).to_have_text("The answer is “the last ‘the’, where the answer comes out”.")


def test_without_a_guess_the_answer_is_shown_too(visit: Visit) -> None:
    page = visit(INSIDE)
    page.locator(GUESS).get_by_role("button", name="Show the answer").click()
    expect(status(page)).to_have_text("The answer is “saw”.")
    expect(page.locator("#out-inside-moved")).to_be_visible()
    assert "guesses" not in kept(page).get(INSIDE, {})


def test_a_slider_is_a_guess(visit: Visit) -> None:
    page = visit(INSIDE)
    slider = page.locator(f"{SLIDER} input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"{SLIDER} .number")).to_have_text("31")
    check(page).click()
    expect(status(page, SLIDER)).to_have_text("The answer is 39.")
    expect(page.locator(f"{SLIDER} .slider")).to_contain_text("31 your guess")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(slider).to_have_value("31")
    clear_all(page)
    expect(slider).to_have_value("30")
    expect(page.locator("#out-tokens-languages")).not_to_be_visible()


# Questions.


def test_a_choice_made_before_the_script_came_stays(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    held: list[Route] = []
    window.context.route("**/quiz.js", lambda route: held.append(route))
    page = window.open(INSIDE)
    for block in (GUESS, QUESTION):
        choose_without_script(page, 2, block)
    held[0].continue_()
    expect(page.locator(f"{QUESTION} .reason:visible")).to_contain_text("✓ Right.")
    expect(status(page)).to_have_text("Right. The answer is “saw”.")
    assert window.faults() == []
    window.context.close()


def test_a_fold_of_prose_may_be_of_the_kind_question(visit: Visit) -> None:
    page = visit(TOKENS)
    fold = '<details class="question"><summary>What is it?</summary><p>A token.</p></details>'
    body = page.request.get(page.url).text().replace("</h1>", f"</h1>{fold}", 1)
    page.route(page.url, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.wait_for_load_state("networkidle")
    page.reload()
    page.get_by_text("What is it?").click()
    expect(page.get_by_text("A token.")).to_be_visible()
    expect(page.locator("#guess-tokens-longer > .bar button")).to_be_visible()


def test_a_wrong_answer_says_why_and_asks_again(visit: Visit) -> None:
    page = visit(INSIDE)
    question = page.locator(QUESTION)
    proof = question.locator(".proof")
    choose(page, 1, QUESTION)
    reason = question.locator(".choice").nth(0).locator("+ .reason")
    expect(reason).to_contain_text("✗ Wrong. Had it looked one up")
    expect(question.locator(".reason:visible")).to_have_count(1)
    expect(status(page, QUESTION)).to_contain_text("Wrong. Had it looked one up")  # is read out
    expect(status(page, QUESTION)).to_contain_text("Choose again.")
    expect(question.locator("input").first).to_be_focused()
    expect(proof).not_to_be_visible()
    assert kept(page).get(INSIDE, {}).get("questions", {}) == {}
    choose(page, 2, QUESTION)
    expect(question.locator(".reason:visible")).to_contain_text("✓ Right. The weights keep no list")
    expect(proof).to_contain_text("Evidence: the output of examples/inside/moved.py")
    expect(question.get_by_text("Show the other reasons")).to_be_focused()
    assert kept(page)[INSIDE]["questions"] == {"question-1": True}
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(question.locator(".reason:visible")).to_contain_text("✓ Right.")
    expect(question.locator("input").nth(1)).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_other_choices_stay_readable(visit: Visit, scheme: Scheme) -> None:
    page = visit(INSIDE, DESKTOP, scheme)
    choose(page, 2, QUESTION)
    page.locator(f"{QUESTION} .choice").first.click(force=True)  # chooses no more
    assert not page.locator(f"{QUESTION} input").first.is_checked()
    page.get_by_text("Show the other reasons").first.click()
    expect(page.locator(f"{QUESTION} .reason:visible")).to_have_count(3)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shade = page.locator(f"{QUESTION} .choice").nth(1)
    grounds = [ground, shade.evaluate("node => getComputedStyle(node).backgroundColor")]
    assert len(set(grounds)) == 2 and green(grounds[1])
    for text in page.locator(f"{QUESTION} :is(.choice span, .reason, .verdict)").all():
        colour, opacity = text.evaluate("""node => {
            const style = getComputedStyle(node);
            return [style.color, style.opacity];
        }""")
        assert opacity == "1"
        for one in grounds:
            assert contrast(numbers(colour), numbers(one)) >= 4.5
    for dot in page.locator(f"{QUESTION} .choice input").all():  # what informs needs 3 to 1
        border = dot.evaluate("node => getComputedStyle(node).borderTopColor")
        assert min(contrast(numbers(border), numbers(one)) for one in grounds) >= 3


def numbers(colour: str) -> list[int]:
    found = [int(number) for number in re.findall(r"\d+", colour)]
    assert len(found) == 3, colour  # else it is translucent
    return found


# With the keyboard alone, without JavaScript, on paper.


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit(INSIDE)
    page.locator(GUESS).scroll_into_view_if_needed()
    page.wait_for_selector(f"{GUESS} button")  # it comes when a reader is near
    page.locator(f"{GUESS} input").first.focus()
    press(page, "ArrowUp", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft")  # chooses nothing
    expect(page.locator(f"{GUESS} .strip")).to_be_visible()
    expect(page.locator(f"{GUESS} input").nth(1)).to_be_focused()
    press(page, "Enter")
    expect(status(page)).to_have_text("Right. The answer is “saw”.")
    press(page, "Tab")
    focus = "document.activeElement"
    assert page.evaluate(f"{focus}.closest('#guess-inside-moved .covered') !== null")
    page.locator(f"{QUESTION} input").first.focus()
    press(page, "Space")
    expect(status(page, QUESTION)).to_contain_text("Choose again.")
    press(page, "ArrowDown", "Space")
    assert page.evaluate(f"{focus}.textContent") == "Show the other reasons"
    press(page, "Enter")
    expect(page.locator(f"{QUESTION} .reason:visible")).to_have_count(3)
    page.locator(".exercise > summary").first.focus()
    press(page, "Enter")
    page.get_by_role("button", name="Hint 1 of 2").first.focus()
    press(page, "Enter")
    expect(page.get_by_text("Take the largest.").first).to_be_visible()
    page.locator(".progress button").last.focus()
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Enter")
    expect(page.locator(".progress .status")).to_have_text("All progress is deleted.")
    assert page.evaluate(f"{focus}.textContent") == "Start over"
    assert kept(page) == {}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_without_javascript_all_is_there(visit: Visit, width: int) -> None:
    page = visit(INSIDE, width, java_script_enabled=False)
    choose_without_script(page, 2)
    assert page.locator(f"{GUESS} input").nth(1).is_checked()
    assert page.locator("button.filled, .strip, .progress").count() == 0
    for block in (GUESS, SLIDER, QUESTION):
        page.locator(f"{block} > details > summary").click()
    expect(page.locator(f"{GUESS} .printed")).to_have_text("Answer: saw")
    expect(page.locator("#out-inside-moved")).to_be_visible()
    expect(page.locator(f"{QUESTION} li.right")).to_be_visible()
    expect(page.locator(f"{QUESTION} .proof a")).to_be_visible()
    assert overflowing(page) == []
    expect(
        visit("", width, java_script_enabled=False).locator("svg[aria-label=Bars]")
    ).to_be_visible()


@pytest.mark.parametrize("event", [True, False])
def test_print_opens_everything(visit: Visit, event: bool) -> None:
    page = visit(INSIDE)
    hidden = "That folds open", "With the dog", "Nothing is looked up", "Evidence"
    shown = page.locator("article > :not([hidden])")  # a variant of a question stays hidden
    texts = [shown.get_by_text(text, exact=False).last for text in hidden]
    texts += [page.locator(fold).last for fold in (".solution pre", ".hint p", ".covered mark")]
    if event:  # as browsers need it that cannot open a fold by a style sheet
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("article details:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        settle(page)
        expect(page.locator("article details[open]")).to_have_count(0)
        expect(page.locator(f"{GUESS} .strip")).to_be_visible()
    page.emulate_media(media="print")
    for text in texts:
        expect(text).to_be_visible()
    for button in page.locator("article button.filled, article button.plain, .strip").all():
        expect(button).not_to_be_visible()


# Links to what has moved, and into folds.


@pytest.mark.parametrize("later", [False, True])
def test_an_old_address_leads_to_the_page_that_has_it_now(
    browser: Browser, address: str, later: bool
) -> None:
    window = Window(browser, address)
    page = window.open(TOKENS if later else f"{TOKENS}#the-whole-way")
    if later:
        expect(page.locator("p.moved")).to_be_hidden()
        page.evaluate("location.hash = 'the-whole-way'")
    expect(page).to_have_url(re.compile(f"{INSIDE}#the-whole-way$"))
    expect(page.locator("h2#the-whole-way")).to_be_in_viewport()
    # The page that was left may have had pictures on their way.
    faults = [fault for fault in window.faults() if not fault.startswith("request: failed")]
    window.context.close()
    assert not faults


@pytest.mark.parametrize("target", ["out-inside-moved", "in-a-fold"])
def test_a_link_into_a_fold_opens_it(visit: Visit, target: str) -> None:
    page = visit(f"{INSIDE}#{target}")
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    page = visit(INSIDE)
    page.evaluate(f"location.hash = '{target}'")
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    page = visit(INSIDE)
    link = page.locator(f"article > p a[href='#{target}']")
    link.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    close(page)
    expect(page.locator(f"#{target}")).not_to_be_visible()
    link.click()  # which leads to where the address already is
    expect(page.locator(f"#{target}")).to_be_in_viewport()


def close(page: Page) -> None:
    page.evaluate("""() => {
        for (const fold of document.querySelectorAll("details")) fold.open = false;
        scrollTo(0, 0);
    }""")


@pytest.mark.parametrize("target", ["out-inside-moved", "in-a-fold"])
def test_a_browser_need_not_open_folds_by_itself(visit: Visit, target: str) -> None:
    page = visit(INSIDE)
    page.evaluate(f"history.replaceState(null, '', '#{target}')")  # which leads nowhere
    page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    close(page)
    link = page.locator(f"article > p a[href='#{target}']")
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    link.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()


def test_a_link_into_a_guess_tells_what_was_printed(visit: Visit) -> None:
    page = visit(f"{INSIDE}#out-inside-moved")
    expect(status(page)).to_have_text("The answer is “saw”.")
    expect(page.locator(f"{GUESS} .strip")).not_to_be_visible()
    assert "guesses" not in kept(page).get(INSIDE, {})


# Progress.


def marks(page: Page) -> dict[str, str]:
    """What the menu says of each page, to those who do not see the rings."""
    found: dict[str, str] = page.locator(".md-nav--primary a.md-nav__link").evaluate_all(
        """links => Object.fromEntries(links.filter(link => link.querySelector(".mark")).map(
            link => [link.querySelector(".md-ellipsis").textContent.trim(),
                     link.querySelector(".marks").textContent.trim()]))"""
    )
    return found


def to_the_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(f"localStorage.getItem('{KEY}')?.includes('read')")


def test_progress_is_shown_where_it_was_made_and_in_the_menu(visit: Visit) -> None:
    page = visit(INSIDE)
    you = page.locator(".page-length .you")
    assert marks(page) == {} and you.count() == 0
    expect(page.locator(".progress")).to_contain_text("Nothing yet.")
    choose(page, 1)
    expect(you).to_have_text("Done: 1 of 2 guesses, 0 of 2 questions, 0 of 2 exercises")
    to_the_end(page)
    told = "(read, 1 of 2 guesses, 0 of 2 questions, 0 of 2 exercises)"
    assert marks(page) == {"Inside the transformer": told}
    quarters = page.locator(".md-nav--primary a .mark path")
    assert [path.get_attribute("transform") for path in quarters.all()] == ["rotate(0)"]
    check(page).click()
    assert [path.get_attribute("transform") for path in quarters.all()] == [
        "rotate(0)",
        "rotate(90)",
    ]
    expect(page.locator(".progress")).to_contain_text("1 page read, 2 guesses made.")
    assert kept(page)[INSIDE] == {
        "read": True,
        "guesses": {"guess-inside-moved": "1", "guess-tokens-languages": "30"},
        "of": [2, 2, 2],
    }


def test_a_page_with_all_done_gets_a_disc_and_a_door_counts(visit: Visit) -> None:
    page = visit(TOKENS)
    to_the_end(page)
    page.locator(".choice").first.click()
    solve = "id => import('../../assets/progress.js').then(m => m.mark('exercises', id, true))"
    page.evaluate(solve, "tokens-1")
    told = "(read, 1 of 1 guess, 1 of 2 exercises)"
    assert marks(page) == {"Tokens": told} and page.locator(".mark.whole").count() == 0
    page.evaluate(solve, "tokens-2")
    expect(page.locator(".md-nav--primary a .mark.whole")).to_have_count(1)
    assert marks(page) == {"Tokens": "(read, 1 of 1 guess, 2 of 2 exercises)"}
    page.wait_for_load_state("networkidle")  # else what is under way fails
    page.get_by_role("link", name="Front", exact=True).first.click()
    page.wait_for_url(f"**{PREFIX}")
    doors = page.locator(".doors a")
    expect(doors.nth(1)).to_contain_text("You have read 1 of 2.")
    expect(doors.nth(0)).not_to_contain_text("You have read")


def test_two_tabs_lose_nothing_of_each_other(visit: Visit) -> None:
    one = visit(INSIDE)
    other = one.context.new_page()
    other.goto(one.url)
    choose(one, 1)
    choose(other, 2, QUESTION)
    check(one).click()
    assert kept(other)[INSIDE]["guesses"].keys() == {"guess-inside-moved", "guess-tokens-languages"}
    assert kept(one)[INSIDE]["questions"] == {"question-1": True}
    for page in (one, other):
        expect(page.locator(".you")).to_contain_text("2 of 2 guesses, 1 of 2 questions")
    clear_all(one)
    expect(other.locator(".you")).to_have_count(0)
    expect(other.locator(f"{QUESTION} input:checked")).to_have_count(0)


def test_a_tab_that_has_not_heard_of_another_loses_nothing(visit: Visit) -> None:
    page = visit(INSIDE)
    marks = {"lesson/tokens/": {"read": True, "of": [1, 0, 2]}}
    page.evaluate(f"text => localStorage.setItem('{KEY}', text)", json.dumps(marks))
    check(page).click()
    assert kept(page)[TOKENS]["read"] and kept(page)[INSIDE]["guesses"]


def test_a_kept_guess_past_the_end_of_its_slider(visit: Visit) -> None:
    page = visit(INSIDE)
    expect(check(page)).to_be_visible()  # its scripts are here
    marks = {"lesson/inside/": {"guesses": {"guess-tokens-languages": "999"}, "of": [2, 2, 2]}}
    page.evaluate(f"text => localStorage.setItem('{KEY}', text)", json.dumps(marks))
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator(f"{SLIDER} .slider")).to_contain_text("60 your guess")


def test_progress_can_be_saved_cleared_and_read_again(visit: Visit, tmp_path: Path) -> None:
    page = visit(INSIDE)
    choose(page, 1)
    choose(page, 2, QUESTION)
    with page.expect_download() as started:
        page.get_by_text("Download", exact=True).click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert json.loads(file.read_text()) == kept(page)
    clear_all(page)
    expect(page.locator(f"{GUESS} .strip")).to_be_visible()
    expect(page.locator(f"{QUESTION} input:checked")).to_have_count(0)
    assert kept(page) == {} and marks(page) == {}
    check(page).click()
    page.locator(".progress input").set_input_files(file)
    expect(page.locator(".progress [role=status]")).to_have_text(
        "Restored your progress on 1 page."
    )
    guesses = {"guess-inside-moved": "1", "guess-tokens-languages": "30"}
    assert kept(page)[INSIDE]["guesses"] == guesses


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '"text"',
        '{"name": "package", "version": "1"}',
        '{"compilerOptions": {}}',
        '{"lesson/inside/": {"guesses": ["guess-inside-moved"]}}',
        '{"lesson/inside/": {"of": [1, 2]}}',
        '{"lesson/inside/": {"of": [1, -2, 0]}}',
        '{"lesson/inside/": {"guesses": {"guess-inside-moved": "<b>2</b>"}}}',
        '{"lesson/inside/": {"questions": {"question-1": false}}}',
        '{"lesson/inside/": null}',
        '{"__proto__": {"read": true}}',
    ],
)
def test_a_file_that_is_not_ours_changes_nothing(visit: Visit, text: str) -> None:
    page = visit(INSIDE)
    choose(page, 1)
    before = kept(page)
    page.locator(".progress input").set_input_files(
        {"name": "other.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    told = page.locator(".progress [role=status]")
    expect(told).to_have_text(
        "This file doesn't contain progress from this site. Nothing has changed."
    )
    assert kept(page) == before


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            """Object.defineProperty(window, "localStorage", {
                get() { throw new DOMException("Access is denied", "SecurityError"); } })""",
            "This browser doesn't let the site store anything",
        ),
        (
            """Storage.prototype.setItem = function (key) {
                if (key === "lessoncode") throw new DOMException("", "QuotaExceededError"); }""",
            "This browser's storage is full",
        ),
        ("localStorage.setItem('lessoncode', 'rubbish')", "that the site can't read"),
        ("""localStorage.setItem('lessoncode', '{"a": 1}')""", "that the site can't read"),
    ],
    ids=["blocked", "full", "rubbish", "foreign"],
)
def test_a_page_works_where_nothing_can_be_kept(
    browser: Browser, address: str, script: str, said: str
) -> None:
    window = Window(browser, address)
    window.context.add_init_script(script)
    page = window.open(INSIDE)
    choose(page, 1)
    choose(page, 2, QUESTION)
    expect(status(page)).to_have_text("The answer is “saw”.")
    expect(page.locator(".you")).to_contain_text("Done: 1 of 2 guesses, 1 of 2 questions")
    expect(page.locator(".you")).to_contain_text(said)
    expect(page.locator(".progress")).to_contain_text(said)
    if "'rubbish'" in script:  # nothing is lost, until the reader says so
        assert page.evaluate(f"localStorage.getItem('{KEY}')") == "rubbish"
        clear_all(page)
        assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
        expect(page.locator(".progress")).to_contain_text("Stored in this browser")
    # Material itself does not expect that; what is ours goes on.
    ours = [fault for fault in window.faults() if "Access is denied" not in fault]
    window.context.close()
    assert ours == []


# Looks.


def test_the_sign_of_a_heading_takes_no_line(visit: Visit) -> None:
    page = visit(INSIDE, PHONE)
    without, with_sign = page.locator("article h2").first.evaluate("""heading => {
        const sign = heading.querySelector(".headerlink");
        sign.style.display = "none";
        heading.style.width = "max-content";
        const { width, height } = heading.getBoundingClientRect();
        heading.style.width = `${width + 1}px`;  // room for the words alone
        sign.style.display = "";
        return [height, heading.getBoundingClientRect().height];
    }""")
    assert with_sign == without


@pytest.mark.parametrize(("width", "beside"), [(DESKTOP, True), (PHONE, False)])
def test_the_doors_stand_beside_the_figure_where_there_is_room(
    visit: Visit, width: int, beside: bool
) -> None:
    page = visit("", width)
    figure, doors = (page.locator(node).bounding_box() for node in (".front .movable", ".doors"))
    assert figure and doors
    assert (doors["x"] > figure["x"] + figure["width"]) == beside
    assert (doors["y"] > figure["y"] + figure["height"]) != beside


# Review.


def review(page: Page) -> Page:
    """The page that asks again, after the links of the open one."""
    page.locator(".progress a", has_text="Review").evaluate("link => link.click()")
    expect(page.locator("div.review > .status")).to_contain_text("review")
    return page


def items(page: Page) -> Locator:
    return page.locator("div.review .item")


def test_what_was_wrong_is_asked_again_with_its_reason(visit: Visit) -> None:
    page = visit(INSIDE)
    choose(page, 1)  # a wrong guess
    choose(page, 1, QUESTION)  # a wrong answer, then the right one
    choose(page, 2, QUESTION)
    review(page)
    expect(page.locator("div.review > .status")).to_have_text("To review: 2 answered wrong.")
    question = items(page).nth(1)
    said = "Had it looked one up, it would have found the same one each time."
    expect(question.locator(".where")).to_contain_text(said)
    link = question.locator(".where a")
    expect(link).to_have_attribute("href", re.compile(f"/{INSIDE}#question-1$"))
    question.locator(".choice").nth(2).click()
    expect(question).to_contain_text("Nothing is looked up at all.")
    question.locator(".choice").nth(1).click()
    expect(question.locator(".choice.right")).to_have_count(1)
    assert kept(page)[INSIDE]["missed"] == {"question-1": "3"}
    assert kept(page)[INSIDE]["questions"] == {"question-1": True}
    items(page).nth(0).locator(".choice").nth(2).click()  # wrong again: it stays
    page.reload()
    expect(page.locator("div.review > .status")).to_have_text("To review: 1 answered wrong.")
    assert kept(page)[INSIDE]["guesses"] == {"guess-inside-moved": "1"}  # what was guessed first


def test_a_variant_is_asked_in_place_of_a_question_answered_wrong(visit: Visit) -> None:
    page = visit(INSIDE)
    expect(page.locator("[data-variant-of]")).to_be_hidden()
    choose(page, 2, "#question-2")
    review(page)
    question = items(page).first
    expect(question.locator(".where")).to_contain_text("The MLP works on each word alone.")
    expect(question.locator("legend")).to_contain_text("At which word does")
    question.locator(".choice").nth(0).click()
    expect(question).to_contain_text("Its place is early.")
    assert kept(page)[INSIDE]["missed"] == {"question-2": "2"}  # what was chosen on the page
    question.locator(".choice").nth(1).click()
    expect(question.locator(".choice.right")).to_have_count(1)
    page.reload()
    said = page.locator("div.review > .status")
    expect(said).to_contain_text("review")
    expect(said).not_to_contain_text("answered wrong")


def test_what_is_put_off_comes_back_in_a_week(visit: Visit) -> None:
    page = visit(INSIDE)
    today = datetime.now()
    page.clock.set_fixed_time(today)
    choose(page, 1, QUESTION)
    review(page)
    items(page).get_by_text("Ask me again in a week").click()
    expect(items(page)).to_contain_text("this page asks again in a week")
    page.reload()
    expect(page.locator("div.review > .status")).to_contain_text("The next item is due on")
    expect(items(page)).to_have_count(0)
    page.clock.set_fixed_time(today + timedelta(days=8))
    page.reload()
    expect(page.locator("div.review > .status")).to_have_text("To review: 1 answered wrong.")


def test_what_a_page_left_open_is_listed_and_cleared(visit: Visit) -> None:
    page = visit(INSIDE)
    page.locator("article > :last-child").scroll_into_view_if_needed()
    page.wait_for_function(f"JSON.parse(localStorage.{KEY} ?? '{{}}')['{INSIDE}']?.read")
    review(page)
    expect(page.locator("div.review > .status")).to_have_text("To review: 6 left open.")
    first = items(page).first
    first.locator(".choice").first.click()
    expect(first.locator(".printed, .output").first).to_be_attached()
    assert kept(page)[INSIDE]["guesses"]
    found = faults_in(page, "listed")
    assert not found, "\n".join(found)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_text("Clear the list").click()
    expect(items(page)).to_have_count(0)
    page.reload()
    expect(page.locator("div.review > .status")).to_contain_text("There is nothing to review")


def test_nothing_to_review_is_said(visit: Visit) -> None:
    page = visit("review/")
    expect(page.locator("div.review > .status")).to_contain_text("There is nothing to review")
    expect(page.get_by_text("Clear the list")).to_be_hidden()
