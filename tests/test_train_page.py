"""The page "Train on your own text", in Chromium: what it shows is what native Python computes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from windows import PHONE, Visit, Window, faults_in

from lessoncode.play.train import Run, divided
from lessoncode.training import checkpoints
from lessoncode.worlds.lighthouse import LOG

PATH = "play/train/"
TEXT = LOG.read_text("utf-8")
SHORT = "".join(f"{n} and {n} makes {2 * n}.\n" for n in range(1, 21))
START = 120_000  # ms that Python may take to start, on a machine that does other things besides
LONG = 300_000  # ms, for a training from its first step to its last


@pytest.fixture(scope="module")
def served(built_site: Path, address: str) -> str:
    if not (built_site / "run/runs.json").is_file():
        pytest.skip("no source has Pyodide's files")
    return address


@pytest.fixture(scope="module")
def shared(browser: Browser, served: str) -> Iterator[Page]:
    """A page with Python running, for the tests that need nothing new."""
    window = Window(browser, served)
    page = window.open(PATH)
    train(page, TEXT, "medium")
    stop(page)
    yield page
    trouble = window.trouble
    window.context.close()
    assert not trouble


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def press(page: Page, name: str) -> None:
    button(page, name).click()


def stopping(page: Page) -> Locator:
    """The button that stops a training; the one that stops Python is another."""
    bar = page.locator(".play > .bar:not(.asking)")
    return bar.get_by_role("button", name="Stop", exact=True)


def stop(page: Page) -> None:
    stopping(page).click()
    expect(button(page, "Go on")).to_be_visible()


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your text")


def status(page: Page) -> Locator:
    return page.locator(".play [role=status]")


def train(page: Page, text: str, size: str = "small", seed: int = 0) -> None:
    text_box(page).fill(text)
    page.get_by_label("Size").select_option(size)
    page.get_by_label("Seed").fill(str(seed))
    press(page, "Train")
    expect(stopping(page)).to_be_visible(timeout=START)


def measured(page: Page) -> list[list[str]]:
    """The rows of the table so far: step, lines learned, lines held out."""
    rows: list[list[str]] = page.locator(".play tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


def native(text: str, size: str, seed: int, until: int) -> list[list[str]]:
    rows = []
    for event in Run(text, size, seed).events():
        if "learned" in event:
            bits = (event["learned"], event["held_out"])
            rows.append([str(event["step"]), *(f"{x:.3f}" for x in bits)])
        if event["step"] == until and "learned" in event:
            break
    return rows


def test_nothing_of_python_is_loaded_before_the_first_click(visit: Visit, served: str) -> None:
    page = visit(PATH)
    page.wait_for_load_state("networkidle")
    expect(text_box(page)).to_have_value(TEXT)
    expect(status(page)).to_contain_text("The first time, this loads Python (9 MB).")
    choice = page.get_by_label("A text to begin with")
    choice.select_option("Sentences that follow a rule")
    expect(text_box(page)).to_have_value(re.compile("^the "))
    divided(text_box(page).input_value())  # raises no error
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "/run/" in name or name.endswith("/python.js")]


def test_the_numbers_are_native_python_s(visit: Visit, served: str) -> None:
    """By the keyboard alone: train, stop, go on."""
    page = visit(PATH)
    page.get_by_label("Seed").fill("3")
    page.get_by_label("Size").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(button(page, "Train")).to_be_focused()
    page.keyboard.press("Enter")
    expect(stopping(page)).to_be_focused(timeout=START)
    expect(status(page)).to_have_text(
        "Training on 62 lines, with 7 lines held out. The model has 68,256 parameters."
    )
    expect(page.locator(".play tbody tr").nth(1)).to_be_attached(timeout=LONG)
    page.keyboard.press("Enter")
    expect(button(page, "Go on")).to_be_focused()
    expect(status(page)).to_contain_text(re.compile(r"Stopped after step \d+\. The model is kept"))
    before = measured(page)
    page.keyboard.press("Enter")
    expect(page.locator(".samples section")).to_have_count(1, timeout=LONG)
    stop(page)
    rows = measured(page)
    assert 2 <= len(before) < len(rows)
    assert rows == native(TEXT, "medium", 3, int(rows[-1][0]))
    last = rows[-1]
    told = f"Bits per byte: {last[1]} on lines that it learns, {last[2]} on lines held out."
    expect(page.locator(".play .now")).to_contain_text(told)
    expect(page.get_by_role("img", name=told)).to_be_visible()
    expect(page.locator(".play pre code")).to_have_text(
        ".venv/bin/python examples/train/own.py my_text.txt medium 3"
    )


def test_a_short_text_is_learned_by_heart(shared: Page, tmp_path: Path) -> None:
    train(shared, SHORT, seed=1)
    expect(status(shared)).to_contain_text("The training has ended.", timeout=LONG)
    assert [row[0] for row in measured(shared)] == [str(n) for n in range(0, 301, 10)]
    assert measured(shared)[-1] == native(SHORT, "small", 1, 300)[-1]
    verdict = status(shared)
    expect(verdict).to_contain_text("It is learning by heart. From step")
    copy = re.search("word for word has (\\d+) characters: “(.+)”", verdict.inner_text())
    assert copy and copy[2] in SHORT and len(copy[2]) == int(copy[1])
    marks = shared.locator(".samples section").last.locator("mark").all_inner_texts()
    assert marks and all(mark in SHORT for mark in marks)
    headings = shared.locator(".samples h3")
    expect(headings).to_have_text([f"After {n} steps" for n in (50, 100, 200, 300)])
    with shared.expect_download() as caught:
        press(shared, "Download the model")
    path = tmp_path / caught.value.suggested_filename
    assert path.name == "model.npz"
    caught.value.save_as(path)
    saved = checkpoints.load(str(path.with_suffix("")))
    assert saved.tokenizer.decode(saved.tokenizer.encode(SHORT)) == SHORT
    with shared.expect_download() as caught:
        press(shared, "Download your text")
    assert caught.value.path().read_text("utf-8") == SHORT


# A training of a text of 2.5 kB whose held-out lines cost more and more, without Python.
RISING = """
export class Stopped extends Error {}
export class Unavailable extends Error {}
export const ready = () => true, stopAll = () => {};
let step = 0;
export const call = async (task) => {
  if (task.endsWith("start")) return { ...ABOUT, lines: [20, 2], parameters: 68256 };
  do await new Promise((done) => setTimeout(done, 5)); while (step > (window.until ?? 50));
  const events = [{ step, ...bits(step) }];
  if (step === 50) events.push({ step, lines: ["all of a light ", "x"], copied: "of a light " });
  step += 10;
  return { events, ended: step > 300 };
};
"""
COURSES = """
const ABOUT = { n_steps: 300, uniform: 5.04, bigrams: 4.35 };
const learned = (step) => 0.14 + 3.4 * Math.exp(-step / 50);
const rising = (step) => (step < 20 ? 5 - step / 44 : 7 - 2.45 * Math.exp((20 - step) / 90));
const bits = (step) => ({ learned: learned(step), held_out: rising(step) });
"""
CROSSED = """async () => {
    const { course } = await import(new URL("../../assets/play/course.js", location.href));
    const found = new Set();
    const others = [(step) => 1 + learned(step), () => 4.6, (step) => learned(step) + 0.05];
    for (const [at, heldOut] of [rising, ...others].entries()) {
        const points = [];
        for (let step = 0; step <= 300; step += 10) {
            points.push({ step, learned: learned(step), held_out: heldOut(step) });
            const svg = course(points, ABOUT);
            document.querySelector(".play").replaceChildren(svg);
            const boxes = [...svg.querySelectorAll("text")].map(
                text => [text.textContent, text.getBBox()]);
            for (const curve of svg.querySelectorAll(".learned, .held_out"))
                for (let d = 0; d < curve.getTotalLength(); d++) {
                    const { x, y } = curve.getPointAtLength(d);
                    if (y < 0) found.add(`${at}, ${step}: a curve leaves the picture`);
                    for (const [words, { x: left, y: top, width, height }] of boxes)
                        if (left < x && x < left + width && top + 2 < y && y < top + height - 2)
                            found.add(`${at}, ${step}: ${words} is crossed`);
                }
            boxes.forEach(([words, one], i) => boxes.slice(i + 1).forEach(([others, other]) => {
                const beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
                if (!beside && Math.abs(one.y - other.y) < 9)
                    found.add(`${at}, ${step}: ${words} and ${others} overlap`);
            }));
        }
    }
    return [...found];
}"""


def test_a_rising_curve(visit: Visit, served: str) -> None:
    page = visit(PATH)
    stub = {"body": COURSES + RISING, "content_type": "text/javascript"}
    page.route("**/assets/python.js", lambda route: route.fulfill(**stub))
    press(page, "Train")
    expect(status(page)).to_contain_text("After 50 steps. Bits per byte:")
    expect(status(page)).to_contain_text("word for word has 10 characters: “of a light”.")
    stopping(page).click()
    page.evaluate("window.until = 60")
    expect(status(page)).to_contain_text("Stopped after step 60.")
    expect(status(page)).to_contain_text("word for word has 10 characters: “of a light”.")
    expect(page.locator(".samples mark")).to_have_text("of a light")
    page.evaluate("window.until = 300")
    press(page, "Go on")
    expect(status(page)).to_contain_text("The training has ended.")
    expect(status(page)).to_contain_text("What it learns now makes it worse on lines")
    assert page.evaluate(CROSSED.replace("{", "{" + COURSES, 1)) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Your text is empty."),
        (" \n \t\n", "Your text is empty."),
        ("a" * 5000, "All lines of your text are the same."),
        ("a line\n" * 3, "Your text has 3 lines. It needs at least 10"),
        ("x" * 1_000_000, "Your text has 1,000,000 bytes. The limit here is 20,000."),
    ],
)
def test_texts_that_cannot_be_trained_on(shared: Page, text: str, says: str) -> None:
    text_box(shared).fill(text)
    press(shared, "Train")
    expect(status(shared)).to_contain_text(says)
    expect(button(shared, "Train")).to_be_visible()


def test_half_a_character(shared: Page) -> None:
    text_box(shared).evaluate(r"box => box.value = 'a\ud83d\n'.repeat(20)")
    press(shared, "Train")
    expect(status(shared)).to_contain_text("half of a character, U+D83D. Remove it.")


def test_the_last_text_is_kept_until_it_is_removed(visit: Visit, served: str) -> None:
    page = visit(PATH)
    forget = button(page, "Remove your last text from this browser")
    choice = page.get_by_label("A text to begin with")
    expect(forget).to_be_hidden()
    text_box(page).fill("My own.")
    choice.select_option(index=1)  # what was written is not lost
    expect(text_box(page)).not_to_have_value("My own.")
    page.reload()
    expect(text_box(page)).to_have_value(TEXT)
    choice.select_option("Your last text")
    expect(text_box(page)).to_have_value("My own.")
    forget.click()
    expect(status(page)).to_contain_text("This browser no longer stores a text of yours.")
    assert page.evaluate("localStorage.getItem('lessoncode-text')") is None
    expect(choice.locator("option")).to_have_count(2)


def test_it_is_accessible(shared: Page) -> None:
    train(shared, SHORT)
    expect(shared.locator(".samples section").first).to_be_visible(timeout=LONG)
    stop(shared)
    shared.locator(".play summary").click()
    assert not faults_in(shared, "stopped")


def test_it_is_accessible_on_a_phone(browser: Browser, served: str) -> None:
    touch: dict[str, Any] = {"has_touch": True, "is_mobile": True}
    window = Window(browser, served, PHONE, "dark", **touch)
    page = window.open(PATH)
    found = faults_in(page, "untouched")
    train(page, SHORT)
    expect(page.locator(".samples section").first).to_be_visible(timeout=LONG)
    found += faults_in(page, "training")
    shown = page.locator(".play :is(button, select, input):visible").all()
    heights = [box.bounding_box() for box in shown]
    assert min(box["height"] for box in heights if box) >= 44
    window.context.close()
    assert not found, "\n".join(found)
