"""Run and Edit, on a small site, with the real Python: what a reader does, and what an attacker."""

import difflib
import gzip
import json
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import small_site
import test_diagram
import test_figure
from pages import ROOT
from playwright.sync_api import Browser, Locator, Page, expect
from windows import (
    DESKTOP,
    PHONE,
    PREFIX,
    Handler,
    Server,
    Visit,
    Window,
    end_runs,
    faults_in,
    overflowing,
    settle,
    violations,
)

PAGE, GUESSED = "reference/run/", "lesson/inside/"
KEY = "lessoncode-edits"
START = 90_000  # ms that Python may take to start, on a machine that does other things besides
SAME, OTHER = "printed what this page shows", "from this page"
LINES = [f"{n:>2} squared: {n * n:3d}, {{}} as ever" for n in range(10)]

asked: list[str] = []  # of the server, whoever did


class Listening(Handler):
    """Notes what it is asked for."""

    def do_GET(self) -> None:  # noqa: N802  # http.server calls it by this name
        asked.append(self.path)
        super().do_GET()


@pytest.fixture(scope="session")
def address(small: Path) -> Iterator[str]:
    if not (small / "run").is_dir():
        pytest.skip("no source has Pyodide's files")
    with Server(("127.0.0.1", 0), partial(Listening, directory=small)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture(scope="session")
def started(browser: Browser, address: str) -> Page:
    """A page on which Python runs, for all tests that leave it running."""
    page = Window(browser, address, permissions=["clipboard-read", "clipboard-write"]).open(PAGE)
    button(block(page, "lines"), "Run").click()
    ended(block(page, "lines"))
    return page


@pytest.fixture
def page(started: Page) -> Page:
    """The same with nothing edited, nothing running and a network."""
    started.context.set_offline(False)
    end_runs(started)
    resets = started.get_by_role("button", name="Reset")
    while resets.count():
        resets.first.click()
    started.evaluate("localStorage.clear()")
    return started


def block(page: Page, name: str, region: str = "") -> Locator:
    of = f'[data-region="{region}"]' if region else ""
    return page.locator(f'div.example[data-example="run/{name}.py"]{of}')


def button(within: Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True)


def status(within: Locator) -> Locator:
    return within.locator(".own > [role=status]")


def printed(within: Locator) -> str:
    return within.locator(".run-output pre").first.text_content() or ""


def editor(within: Locator) -> Locator:
    return within.get_by_role("textbox", name="Code")


def ended(within: Locator) -> str:
    """What is said of a run, when it has come to an end."""
    under_way = re.compile(r"^\s*$|^(Loading|Starting|Running|Waiting|\d of)")
    expect(status(within)).not_to_have_text(under_way, timeout=START)
    expect(button(within, "Stop")).to_have_count(0)
    return status(within).inner_text()


def write(within: Locator, code: str) -> None:
    if not editor(within).count():
        button(within, "Edit").click()
    editor(within).fill(code)


def run(within: Locator, code: str | None = None) -> str:
    if code is not None:
        write(within, code)
    forget(within)
    button(within, "Run").click()
    return ended(within)


def forget(within: Locator) -> None:
    """Empties what is said of the last run, so that what is said next is of the next one."""
    status(within).evaluate_all("all => all.forEach(node => node.replaceChildren())")


def kept(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


# What is loaded, and who sees it.


def test_little_is_loaded_before_the_first_click(visit: Visit) -> None:
    page = visit(PAGE)
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert any(name.endswith("/run.js") for name in names)
    assert not [
        name for name in names if "/run/" in name.removesuffix(page.url) or "python" in name
    ]
    assert len(gzip.compress((ROOT / "docs/assets/run.js").read_bytes())) <= 1600


def test_slow_one_says_so_and_one_that_differs_is_reported(page: Page) -> None:
    assert "takes about 20 s in a browser" in block(page, "slow").inner_text()
    assert "takes about" not in block(page, "lines").inner_text()
    said = run(block(page, "elsewhere"))
    assert f"Here, 1 of 1 line differs {OTHER}." in said and "Here it isn't." in said


def test_no_button_without_javascript_or_on_paper(visit: Visit, page: Page) -> None:
    scriptless = visit(PAGE, java_script_enabled=False)
    assert scriptless.locator("article button").count() == 0
    write(block(page, "lines"), "print(1)")
    page.emulate_media(media="print")
    ours = page.locator(".run, .editor, .own").filter(visible=True)
    assert ours.count() == 0 and block(page, "lines").locator(".highlight").first.is_visible()
    assert block(page, "drawn").locator(".output pre").is_visible()
    assert not block(page, "drawn").locator("details.code .highlight").is_visible()
    page.emulate_media(media="screen")
    assert editor(block(page, "lines")).is_visible()
    first = block(page, "parts", "first")
    steps = opened(first)
    page.emulate_media(media="print")
    assert not steps.is_visible() and first.locator(":scope > .highlight").is_visible()
    page.emulate_media(media="screen")
    button(steps, "Close").click()


def test_covered_block_has_no_run(visit: Visit) -> None:
    page = visit(GUESSED)
    guess = page.locator("#guess-inside-moved")
    assert button(guess, "Run").count() == 0
    guess.get_by_role("button", name="Show the answer").click()
    assert button(guess, "Run").count() == 1


def test_buttons_take_no_height_where_there_is_a_line_for_them(page: Page) -> None:
    for name in ("lines", "drawn"):
        height = "node => node.getBoundingClientRect().height"
        before = block(page, name).evaluate(height)
        hide = "(node, display) => node.querySelector('.run').style.display = display"
        block(page, name).evaluate(hide, "none")
        assert block(page, name).evaluate(height) == before
        block(page, name).evaluate(hide, "")
        bar = block(page, name).locator(".run > .bar").bounding_box()
        assert bar and bar["height"] >= 32


def test_buttons_below_code_that_prints_nothing_are_inside_its_box(visit: Visit) -> None:
    silent = block(visit(PAGE), "parts", "silent")
    for run in (False, True):
        if run:
            button(silent, "Run").click()
            ended(silent)
        box, above, below = silent.evaluate(
            """box => [box, box.querySelector("pre"), box.querySelector(".run > .bar")]
            .map(element => element.getBoundingClientRect().toJSON())"""
        )  # at once, since a page that is being laid out moves
        assert above["bottom"] <= below["top"]
        assert below["bottom"] < box["bottom"]


# Running.


def test_it_prints_the_same(page: Page) -> None:
    lines = block(page, "lines")
    forget(lines)
    button(lines, "Run").focus()
    page.keyboard.press("Enter")
    said = ended(lines)
    assert re.fullmatch(r"✓ It printed what this page shows\. \d+\.\d s", said.strip())
    assert printed(lines).splitlines() == LINES
    assert not lines.locator(".run-output").is_visible()  # it is folded
    assert page.evaluate("document.activeElement.textContent") == "Run"
    lines.get_by_text("Your run printed 10 lines").click()
    assert lines.locator(".run-output").is_visible()


def test_what_prints_something_else_here_says_so_plainly(page: Page) -> None:
    here = block(page, "here")
    said = run(here)
    assert f"≠ Here, 1 of 2 lines differs {OTHER}." in said
    assert "should be the same in every browser" in said
    assert (
        status(here).get_by_role("link").count()
        == page.locator(".report a[href*='/issues/']").count()
    )
    assert here.locator("mark").all_text_contents() == ["emscripten\n"]


def test_edit_is_compared_line_by_line(page: Page) -> None:
    lines = block(page, "lines")
    code = small_site.LINES.replace("0x0A", "8").replace("n**2", "n**2 if n != 3 else 7")
    said = run(lines, code)
    assert f"≠ With your code, 3 of 10 lines differ {OTHER}." in said
    assert lines.locator("mark").all_text_contents() == [LINES[3].replace("  9", "  7") + "\n"]
    assert (
        lines.locator(".missing").get_attribute("data-note")
        == "2 lines of this page are missing here"
    )
    assert printed(lines).splitlines() == [*LINES[:3], LINES[3].replace("  9", "  7"), *LINES[4:8]]
    assert "edited by you" in lines.locator(".source").inner_text()
    editor(lines).press("End")
    editor(lines).press_sequentially(" ")
    assert "before your last change" in status(lines).inner_text()


def test_edit_of_one_region_reaches_the_others(page: Page) -> None:
    first, second = block(page, "parts", "first"), block(page, "parts", "second")
    write(first, 'step = 40\nprint("first", start)')
    said = run(second)
    assert f"With your code, 1 of 1 line differs {OTHER}." in said
    assert "Your edit of first also ran." in said
    assert printed(second) == "second 43\n"
    assert "edited by you" in first.locator(".source").inner_text()
    said = run(first)
    assert f"With your code, it {SAME}." in said
    write(first, "step =")
    assert "In your edit of first: Line 1" in run(second)


def test_figure_stands_below(page: Page) -> None:
    drawn = block(page, "drawn")
    said = run(drawn, small_site.DRAWN.replace('r="15"', 'r="9" onclick="alert(1)"'))
    assert f"{SAME}." in said and "Figures aren't compared." in said
    figure = drawn.locator(".own figure")
    assert figure.locator("circle").evaluate("node => node.outerHTML").count('r="9"') == 1
    assert figure.locator("[onclick]").count() == 0
    assert figure.locator("figcaption").inner_text() == "The code says: A circle: it is drawn."


@pytest.mark.parametrize(
    ("code", "said", "detail"),
    [
        ("print(1)\nx = {}\nx['a']", "Line 3", "KeyError: 'a'"),
        ("print('a'\nx = 1", "Line 1 is not Python", "'(' was never closed"),
        ("name = input('who')", "input()", ""),
        ("import numpy\nnumpy.ones((40_000, 40_000))", "more memory", ""),
        ("import sys\nsys.exit(3)", "sys.exit(3)", ""),
        ("def f(): f()\nf()", "calls itself", "RecursionError"),
        ("import os\nos._exit(3)", "crashed", ""),  # and is started anew
    ],
)
def test_what_fails_gets_a_sentence(page: Page, code: str, said: str, detail: str) -> None:
    lines = block(page, "lines")
    assert said in run(lines, code)
    assert OTHER not in status(lines).inner_text() and lines.locator("mark").count() == 0
    assert detail in (lines.locator(".own").text_content() or "")
    button(lines, "Reset").click()
    assert SAME in run(lines)


def test_flood_leaves_the_page_usable(page: Page) -> None:
    lines = block(page, "lines")
    write(lines, "while True:\n    print('flood' * 9)")
    page.evaluate("""() => {
        window.late = 0;
        const turn = (before) => setTimeout(() => {
            window.late = Math.max(window.late, performance.now() - before - 20);
            window.turning = window.turning && turn(performance.now());
            window.turning ??= true;
        }, 20);
        window.turning = true;
        turn(performance.now());
    }""")
    said = run(lines)
    page.evaluate("window.turning = false")
    assert "50,000 characters" in said
    assert len(printed(lines)) <= 50_000
    assert page.evaluate("window.late") < 1000  # 100 on a quiet machine


def test_stop_ends_an_endless_loop_and_the_next_run_works(page: Page) -> None:
    lines, slow = block(page, "lines"), block(page, "slow")
    write(lines, "print('before')\nwhile True:\n    pass")
    button(lines, "Run").click()
    expect(lines.locator(".run-output")).to_contain_text("before")
    button(slow, "Run").click()  # waits
    expect(status(slow)).to_contain_text("Waiting")
    button(slow, "Stop").click()
    expect(status(slow)).to_contain_text("Stopped")
    expect(status(lines)).to_contain_text("Running")  # that was the other's Stop
    page.evaluate("""() => {
        const all = [...document.querySelectorAll(".bar button")];
        const stop = all.find(button => button.textContent === "Stop");
        stop.addEventListener("click", () => (window.stopped = performance.now()));
        new MutationObserver(() => {
            if (stop.textContent === "Run") window.took ??= performance.now() - window.stopped;
        }).observe(stop, { childList: true });
    }""")
    button(lines, "Stop").click()
    assert ended(lines).strip() == "Stopped."
    assert page.evaluate("window.took") < 1000  # 100 on a quiet machine
    assert printed(lines) == "before\n"
    button(lines, "Reset").click()
    assert SAME in run(lines)


def test_buttons_stay_in_reach_of_long_code(page: Page) -> None:
    lines = block(page, "lines")
    write(lines, "\n" * 150)
    lines.evaluate("node => node.scrollIntoView()")
    expect(button(lines, "Run")).to_be_in_viewport()


def test_status_of_a_long_output_comes_into_view(page: Page) -> None:
    lines = block(page, "lines")
    page.set_viewport_size({"width": DESKTOP, "height": 400})
    write(lines, "for n in range(150): print(n)")
    page.evaluate("scrollTo(0, 0)")
    forget(lines)
    editor(lines).press("Control+Enter")
    ended(lines)
    box = status(lines).bounding_box()
    assert box and box["y"] >= 48 and box["y"] + box["height"] <= 400
    assert page.evaluate("document.activeElement.localName") == "textarea"
    page.set_viewport_size({"width": DESKTOP, "height": 900})


# Stepping through.


def opened(within: Locator) -> Locator:
    button(within, "Step through").click()
    expect(within.locator(".steps")).to_be_visible(timeout=START)
    return within.locator(".steps")


def said(steps: Locator) -> str:
    """The sentence of a step, as it is read out."""
    return " ".join((steps.locator(".said").text_content() or "").split())


def test_recorded_steps_are_shown_without_python(visit: Visit) -> None:
    page = visit(PAGE)
    first = block(page, "parts", "first")
    button(first, "Step through").focus()
    page.keyboard.press("Enter")
    steps = first.locator(".steps")
    expect(steps.get_by_role("slider", name="Step")).to_be_focused()
    assert said(steps) == "Before this code runs: start is 3."
    number = steps.locator(".bar .note")
    expect(number).to_have_text("Before step 1 of 2")
    expect(steps.locator(".variable").first).to_have_text(re.compile("^start int *3$"))
    assert steps.locator(".changed").count() == 0
    assert (steps.locator(".numbers").text_content() or "").split() == ["1", "2"]
    expect(steps.locator(".keys")).to_contain_text("left and right arrow keys")
    page.keyboard.press("ArrowRight")
    assert said(steps) == "Line 1 step = 2: step is 2."
    assert steps.locator(".variable").all_inner_texts()[0] == "step int changed\n2"
    button(steps, "Next").click()
    assert said(steps) == 'Line 2 print("first", start): prints "first 3".'
    assert steps.locator(".is-changed").count() == 0
    page.keyboard.press("ArrowLeft")
    slider = steps.get_by_role("slider")
    assert slider.get_attribute("aria-valuetext") == "Step 1 of 2"
    slider.fill("3")
    expect(button(steps, "Next")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    expect(number).to_have_text("Step 2 of 2")
    page.keyboard.press("Escape")
    expect(steps).to_have_count(0)
    expect(button(first, "Step through")).to_be_focused()
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "pyodide" in name or name.endswith(".zip")]
    loaded = ("step", "step-values", "messages", "styled", "reach")
    files = [ROOT / f"docs/assets/{name}.js" for name in loaded] + [ROOT / "docs/assets/step.css"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 24_000


NO_PYTHON = """
export class Stopped extends Error {}
export class Unavailable extends Error {}
export const ready = () => false, call = () => new Promise(() => {});
export const needsOf = async () => ({}), modelIsKept = async () => false;
"""


def test_it_says_what_steps_of_an_edit_load(visit: Visit) -> None:
    page = visit(PAGE)
    stub = {"body": NO_PYTHON, "content_type": "text/javascript"}
    page.route("**/assets/python.js", lambda route: route.fulfill(**stub))
    first = block(page, "parts", "first")
    write(first, "step = 3")
    button(first, "Step through").click()
    expect(first.locator(".step-status")).to_contain_text("Loading Python (9 MB, only once).")


def test_steps_of_an_edit_are_those_of_the_reader(page: Page) -> None:
    first = block(page, "parts", "first")
    write(first, "def f(x):\n    return x * 2.5\n\n\nstep = f(start)")
    steps = opened(first)
    sentences = []
    for _ in range(5):
        sentences.append(said(steps))
        page.keyboard.press("ArrowRight")
    assert sentences == [
        "Before this code runs: start is 3.",
        "Line 5 step = f(start): no variable changes.",
        "Line 1 def f(x): f begins, x is 3.",
        "Line 2 return x * 2.5: f returns 7.5.",
        "Line 5 step = f(start): step is 7.5.",
    ]
    button(steps, "Close").click()
    write(first, "step = 2\nstep = nothing")
    steps = opened(first)
    page.keyboard.press("End")
    assert "Line 2 failed: NameError: name 'nothing' is not defined." in said(steps)
    button(steps, "Close").click()
    write(first, "import numpy as np\nx = np.arange(-32.0, 288.0).reshape(10, 32)")
    steps = opened(first)
    page.keyboard.press("End")
    note = "Numbers from −32 to 286. Blue is above 0, rust is below. Shown are 16 of 32 columns"
    expect(steps.locator(".is-changed .note")).to_have_text(f"{note}, evenly spaced.")
    steps.locator(".is-changed summary").focus()
    page.keyboard.press("Enter")
    rows = steps.locator(".is-changed details tr")
    expect(rows).to_have_count(11)
    shown = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    assert shown[0] == ["index", *(str(column) for column in range(0, 32, 2))]
    assert shown[2] == ["1", *(str(column) for column in range(0, 32, 2))]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(320, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.nightly)],
)
def test_steps_are_accessible(visit: Visit, width: int, scheme: Any) -> None:
    page = visit(PAGE, width, scheme, reduced_motion="reduce")
    opened(block(page, "parts", "first"))
    page.keyboard.press("End")
    settle(page)
    assert violations(page) + overflowing(page) == []


# All stages of a file in one run.


def stages(page: Page) -> Locator:
    return page.locator("div.stages")


def run_stages(page: Page, seed: str = "0") -> str:
    box = stages(page)
    box.get_by_role("spinbutton", name="Seed").fill(seed)
    forget(box)
    box.get_by_role("spinbutton", name="Seed").press("Enter")
    said = ended(box)
    expect(button(box, "Run all stages")).to_be_visible()
    return said


def stage_prints(page: Page) -> list[str]:
    return stages(page).locator("li > pre").all_text_contents()


def test_all_stages_print_where_they_are_listed(page: Page) -> None:
    said = run_stages(page)
    assert re.fullmatch(r"✓ It printed what this page shows\. \d+\.\d s", said.strip())
    assert stage_prints(page) == ["two dice\n1 2\n", "together 3\n"]
    assert stages(page).locator("mark").count() == 0
    took = stages(page).locator(".took").all_text_contents()
    assert [bool(re.fullmatch(r"\d\.\d s", text)) for text in took] == [True, True]


def test_other_seed_and_edit_differ_where_they_print_something_else(page: Page) -> None:
    assert f"≠ With the seed 4, 2 of 3 lines differ {OTHER}." in run_stages(page, "4")
    assert stages(page).locator("mark").all_text_contents() == ["5 6\n", "together 11\n"]
    write(block(page, "stages", "quiet"), "total = 8")
    said = run_stages(page)
    assert f"≠ With your code, 1 of 3 lines differs {OTHER}." in said
    assert "Your edit of quiet also ran." in said
    assert stages(page).locator("mark").all_text_contents() == ["together 8\n"]
    write(block(page, "stages", "quiet"), "1 / 0")
    assert "before your last change" in status(stages(page)).inner_text()
    assert "It ended early. In your edit of quiet: Line 1 failed: ZeroDivisionError" in run_stages(
        page
    )
    assert stage_prints(page)[0] == "two dice\n1 2\n"


def test_stage_that_runs_is_named_and_can_be_stopped(page: Page) -> None:
    write(block(page, "stages", "sum"), "while True:\n    pass")
    button(stages(page), "Run all stages").click()
    expect(status(stages(page))).to_contain_text("2 of 2: The sum", timeout=START)
    expect(stages(page).locator("li.runs")).to_contain_text(re.compile(r"running, \d+ s"))
    assert stage_prints(page)[0] == "two dice\n1 2\n"
    button(stages(page), "Stop").click()
    assert ended(stages(page)).strip() == "Stopped."
    assert stages(page).locator("li.runs").count() == 0


# Python that does not come.


def test_it_goes_on_without_a_network_once_it_is_loaded(page: Page) -> None:
    lines = block(page, "lines")
    assert SAME in run(lines)
    page.context.set_offline(True)
    write(lines, "while True: pass")
    button(lines, "Run").click()
    expect(status(lines)).to_contain_text("Running")
    button(lines, "Stop").click()
    ended(lines)
    assert OTHER in run(lines, "print('done')")  # which has to start Python
    expect(lines.locator(".run-output")).to_have_text("done\n")


def test_file_that_does_not_come_is_told(browser: Browser, address: str) -> None:
    page = Window(browser, address).open(PAGE)
    page.route("**/run/python_stdlib.zip", lambda route: route.fulfill(status=200, body="half"))
    said = run(block(page, "lines"))
    assert "python_stdlib.zip" in said and "tested this in Chromium" in said
    page.unroute("**/run/python_stdlib.zip")
    page.route("**/assets/example.js", lambda route: route.fulfill(status=200, body="half ("))
    page.reload()
    button(block(page, "lines"), "Run").click()
    expect(page.locator(".unloaded")).to_contain_text("Reload the page")
    page.context.close()


def test_model_is_asked_for_first(page: Page) -> None:
    slow = block(page, "slow")
    slow.evaluate("node => node.setAttribute('data-model', '')")
    button(slow, "Run").click()
    expect(status(slow)).to_contain_text("a download of 98 MB. It takes 0.9 to 1.4 GB of memory")
    assert page.evaluate("document.activeElement.textContent") == "Load"
    button(slow, "Not now").click()
    assert page.evaluate("document.activeElement.textContent") == "Run"
    button(slow, "Run").click()
    button(slow, "Load").click()
    assert SAME in ended(slow)
    assert SAME in run(slow)  # asked once
    slow.evaluate("node => node.removeAttribute('data-model')")


# What is kept.


def test_edit_survives_a_reload_and_reset_brings_the_code_back(visit: Visit) -> None:
    page = visit(PAGE)
    lines = block(page, "lines")
    write(lines, "print('mine')")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(editor(lines)).to_have_value("print('mine')")
    assert "edited by you" in lines.locator(".source").inner_text()
    assert list(kept(page)) == ["run/lines.py"]
    button(lines, "Reset").click()
    assert editor(lines).count() == 0 and lines.locator(".highlight").first.is_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    assert page.evaluate("document.activeElement.textContent") == "Edit"
    button(lines, "Restore my edit").click()
    assert editor(lines).input_value() == "print('mine')"
    assert kept(page)["run/lines.py"][""]["code"] == "print('mine')"


def test_edit_of_an_older_version_is_offered(visit: Visit) -> None:
    page = visit(PAGE)
    old = {"run/lines.py": {"": {"of": "older", "code": "print('old')"}}, "run/gone.py": 3}
    page.evaluate(f"old => localStorage.setItem('{KEY}', JSON.stringify(old))", old)
    page.wait_for_load_state("networkidle")
    page.reload()
    lines = block(page, "lines")
    expect(status(lines)).to_contain_text("your edit of an older version of this code")
    assert editor(lines).count() == 0
    button(lines, "Show it").click()
    assert editor(lines).input_value() == "print('old')"


@pytest.mark.parametrize("text", ["{", "3", '"run/lines"', '{"run/lines.py": {"": {"code": 3}}}'])
def test_storage_that_is_not_ours_breaks_nothing(visit: Visit, text: str) -> None:
    page = visit(PAGE)
    page.evaluate(f"text => localStorage.setItem('{KEY}', text)", text)
    page.wait_for_load_state("networkidle")
    page.reload()
    write(block(page, "lines"), "print(2)")
    assert kept(page)["run/lines.py"][""]["code"] == "print(2)"


def test_browser_that_keeps_nothing_is_told(visit: Visit) -> None:
    page = visit(PAGE)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    lines = block(page, "lines")
    write(lines, "print(2)")
    assert "doesn't let the site store anything" in status(lines).inner_text()
    assert editor(lines).input_value() == "print(2)"


# Links that carry an edit.


def test_shared_edit_is_marked_and_runs_on_a_click_alone(page: Page, visit: Visit) -> None:
    write(block(page, "lines"), "print('ünïcode')\n")
    button(block(page, "lines"), "Copy a link to this edit").click()
    expect(status(block(page, "lines"))).to_contain_text("Nothing was sent anywhere")
    link = page.evaluate("navigator.clipboard.readText()")
    assert len(link.split("#edit=")[1]) < 200

    other = visit(PAGE)
    lines = block(other, "lines")
    write(lines, "print('my own')")
    other.goto(link)
    expect(lines.locator(".foreign")).to_contain_text("Someone else wrote this edit")
    assert editor(lines).input_value() == "print('ünïcode')\n"
    assert "edited by someone else" in lines.locator(".source").inner_text()
    other.wait_for_timeout(500)
    assert status(lines).inner_text() == "" and lines.locator(".run-output pre").count() == 0
    editor(lines).press("End")
    editor(lines).press_sequentially("#")
    assert kept(other)["run/lines.py"][""]["code"] == "print('my own')"

    assert f"{OTHER}." in run(lines)
    assert printed(lines) == "ünïcode\n"
    client = "import('../../assets/python.js')"
    assert other.evaluate(f"{client}.then(python => python.ready())") is False
    write(lines, "import builtins\nbuiltins.print = None")
    button(lines, "Run").click()
    assert SAME in run(block(other, "slow"))  # waited, and found a Python of its own
    assert OTHER in ended(lines)

    button(lines, "Reset").click()
    assert editor(lines).input_value() == "print('my own')"
    assert lines.locator(".foreign").count() == 0 and "#" not in other.url
    other.goto(link)
    lines.get_by_text("Replace my own edit with it").click()
    assert kept(other)["run/lines.py"][""]["code"] == "print('ünïcode')\n"


def test_link_that_holds_no_edit_of_this_page_is_told(page: Page, visit: Visit) -> None:
    made = page.evaluate("""async () => {
        const { toFragment, hash } = await import("../../assets/edits.js");
        const code = "print(1)", lines = { file: "run/lines.py", region: "", of: "x", code };
        const noise = Array.from({ length: 20000 }, () => Math.random().toString(36)[3]).join("");
        return {
            unknown: await toFragment({ ...lines, file: "run/none.py" }),
            older: await toFragment(lines),
            bomb: await toFragment({ ...lines, code: "x".repeat(1e6) }),
            long: await toFragment({ ...lines, code: noise }),
        };
    }""")
    assert made["long"] is None
    other = visit(PAGE)
    told = other.locator("article .shared")
    for fragment, words in [
        ("#edit=", "can't be read"),
        ("#edit=%%%", "can't be read"),
        ("#edit=AAAA", "can't be read"),
        (f"#edit={'A' * 9000}", "is too long"),
        (made["bomb"], "is too long"),
        (made["unknown"], "doesn't run on this page"),
    ]:
        other.evaluate("document.querySelector('.shared')?.remove()")
        other.evaluate("fragment => (location.hash = fragment)", fragment)
        expect(told).to_contain_text(words)
    other.evaluate("fragment => (location.hash = fragment)", made["older"])
    expect(status(block(other, "lines"))).to_contain_text("an older version of this code")
    assert editor(block(other, "lines")).count() == 0


# Whoever wrote an edit may mean ill.

HOSTILE = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  viewBox="0 0 10 10" onload="hit()" style="position: fixed; inset: 0; fill: red">
<script>hit()</script><style>* {{ display: none }}</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="hit()"/></body>
</foreignObject>
<image href="{away}"/><image xlink:href="{away}"/><use href="{away}#a"/><use xlink:href="{away}#a"/>
<a href="javascript:hit()"><rect id="kept" width="1" height="1" onclick="hit()"/></a>
<rect fill="url({away}#a)" style="fill: url({away}); background: url({away}); stroke: red"/>
<rect style="fill: url(&quot;{away}&quot;); fill: \\75rl({away}); mask: url({away}#m)"/>
<animate attributeName="href" to="javascript:hit()"/><set attributeName="onclick" to="hit()"/>
<g id="kept2"><use href="#kept"/><use href="#kept"/></g><use href="#kept2"/>
<filter id="f"><feImage href="{away}"/></filter><rect filter="url(#f)" class="md-header"/>
<iframe xmlns="http://www.w3.org/1999/xhtml" src="{away}"/>
<title>fine</title><text font-family="serif">&lt;b&gt;</text>
</svg>"""
ALLOWED = {"svg", "g", "rect", "use", "title", "text"}


def test_of_a_hostile_figure_only_the_drawing_is_left(page: Page) -> None:
    page.evaluate("() => { window.hit = () => (window.wasHit = true); }")
    code = f"open('x.svg', 'w').write('''{HOSTILE.format(away=page.url + '?away')}''')"
    run(block(page, "drawn"), code.replace("\\75", "\\\\75"))
    figure = block(page, "drawn").locator(".own figure")
    figure.locator("rect").first.dispatch_event("click")
    page.wait_for_timeout(300)
    assert not [path for path in asked if "away" in path]
    assert page.evaluate("window.wasHit") is None
    tree = figure.locator("svg, svg *").evaluate_all(
        """all => all.map(node => [
            node.localName, ...[...node.attributes].map(each => [each.name, each.value])
        ])"""
    )
    assert {name for name, *_ in tree} == ALLOWED
    attributes = [pair for _, *pairs in tree for pair in pairs]
    assert {name for name, _ in attributes} <= {
        "viewBox", "style", "id", "width", "height", "fill", "href", "font-family"
    }  # fmt: skip
    assert not [
        pair for pair in attributes if re.search(r"away|hit|position|url\((?!#own-)", pair[1])
    ]
    leads = [value for name, value in attributes if name == "href"]
    assert len(leads) == 2 and all(re.fullmatch(r"#own-\d+-kept", value) for value in leads)
    assert page.locator("#kept, #kept2").count() == 0


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><script>hit()</script></html>",
        "<svg xmlns='http://example.com/'/>",
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g/>" * 20_001 + "</svg>",
    ],
)
def test_what_is_no_drawing_is_left_out(page: Page, svg: str) -> None:
    module = "import('../../assets/drawing.js')"
    assert (
        page.evaluate(f"svg => {module}.then(({{ drawings }}) => drawings(svg).length)", svg) == 0
    )


def test_figures_that_the_package_draws_are_whole(page: Page, tmp_path: Path) -> None:
    module = "import('../../assets/drawing.js')"
    inner = "svg => [...svg.querySelectorAll('*')].map(node => node.localName)"
    for draw in (test_figure.DRAW, test_diagram.DRAW):
        subprocess.run([sys.executable, "-c", draw], cwd=tmp_path, check=True)
        file = next(tmp_path.glob("*.svg"))
        text = file.read_text("utf-8")
        file.unlink()
        drawn = page.evaluate(
            f"svg => {module}.then(({{ drawings }}) => drawings(svg).map({inner}))", text
        )
        drawings = ElementTree.fromstring(text).findall("*")
        names = [[node.tag.split("}")[1] for node in svg.iter()][1:] for svg in drawings]
        assert drawn == [["g" if name == "a" else name for name in each] for each in names]


def test_forged_messages_claim_no_more_than_a_print(page: Page) -> None:
    """Whatever comes out of the worker: the page itself compares, and takes text as text."""
    shown = page.evaluate("""async () => {
        const { OwnRun } = await import("../../assets/own.js");
        const own = new OwnRun("one\\ntwo\\n");
        const differ = (n, of) => `${n} of ${of} lines`;
        const says = { differ, same: () => "SAME", equals: [], differs: [], of: () => "" };
        own.begin();
        const forged = [{}, { kind: "printed" }, { kind: "printed", text: 3 },
            { kind: "printed", text: { toString: () => "x" } }, { kind: "figure", svg: 3 },
            { kind: "figure", svg: "<svg" }, { kind: "status", text: "SAME" },
            { kind: "printed", text: "<img src=x onerror='window.wasHit = true'>\\n" },
            { kind: "printed", text: "x".repeat(60000) }];
        for (const message of forged) own.told(message);
        own.ended({ seconds: "<b>", error: null, same: true, note: { a: 1 } }, says);
        document.body.append(own.element);
        const { output, status } = own;
        const result = [output.textContent.length, output.querySelector("img"), status.textContent];
        own.begin();
        own.ended({ seconds: 1e99, error: { text: ["<i>SAME"], traceback: {} } }, says);
        result.push(status.innerHTML);
        own.element.remove();
        return result;
    }""")
    assert shown[0] <= 50_001 and shown[1] is None
    assert "2 of 2 lines" in shown[2] and "SAME" not in shown[2]
    assert shown[3].startswith("<strong>It ended early.</strong> &lt;i&gt;SAME")
    assert page.evaluate("window.wasHit") is None


@pytest.mark.parametrize(
    "attempt",
    [
        "js.fetch({away!r})",
        "js.importScripts({away!r})",
        "js.eval('import(' + repr({away!r}) + ')')",
        "js.XMLHttpRequest.new().open('GET', {away!r}, False)\nx = js.XMLHttpRequest.new(); "
        "x.open('GET', {away!r}, False); x.send()",
        "js.WebSocket.new({away!r}.replace('http', 'ws'))",
        "js.localStorage.getItem('x')",
        "js.document.cookie",
        "js.indexedDB.open('x').result",
        "js.parent.document",
        "import pyodide.http\npyodide.http.open_url({away!r})",
        "import urllib.request\nurllib.request.urlopen({away!r})",
    ],
)
def test_nothing_is_sent_or_read(page: Page, attempt: str) -> None:
    away = page.url + "?away"
    said = run(block(page, "lines"), "import js\n" + attempt.format(away=away) + "\nprint('done')")
    page.wait_for_timeout(200)
    assert not [path for path in asked if "away" in path]
    assert "Line" in said or attempt.startswith(("js.fetch", "js.WebSocket"))  # these fail later


# With the keyboard alone, and for whoever sees otherwise.


def test_wide_code_and_prints_are_reached_without_hover(browser: Browser, address: str) -> None:
    """Material leaves it out on a phone, to which a keyboard may belong all the same."""
    page = Window(browser, address, PHONE, has_touch=True, is_mobile=True).open(PAGE)
    page.locator("details.code summary").first.click()
    page.evaluate("""async () => {
        const { OwnRun } = await import("../../assets/own.js");
        const own = new OwnRun("");
        document.querySelector("article").append(own.element);
        own.begin();
        own.told({ kind: "printed", text: "wide ".repeat(40) });
        own.failed("It ended early.");
    }""")
    settle(page)
    wide = """all => all
        .filter(node => node.scrollWidth > node.clientWidth && node.checkVisibility())
        .map(node => node.tabIndex)"""
    found = page.locator("pre > code").evaluate_all(wide)
    assert len(found) >= 3 and set(found) == {0}
    assert not violations(page, ["scrollable-region-focusable"])
    page.context.close()


def test_with_the_keyboard_alone(page: Page) -> None:
    lines = block(page, "lines")
    button(lines, "Run").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(editor(lines)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\nprint('by hand')")
    forget(lines)
    page.keyboard.press("Control+Enter")
    assert OTHER in ended(lines)
    assert printed(lines) == "by hand\n"
    assert page.evaluate("document.activeElement.ariaLabel") == "Code"
    page.keyboard.press("Tab")  # is no trap
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Code"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert editor(lines).count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Edit"


@pytest.mark.parametrize(
    ("width", "schemes"),
    [
        pytest.param(DESKTOP, ["light", "dark"], marks=pytest.mark.nightly),
        (PHONE, ["dark", "light"]),
    ],
)
def test_every_state_is_accessible(page: Page, width: int, schemes: list[Any]) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = []

    def look(state: str) -> None:
        page.emulate_media(reduced_motion="reduce")
        found.extend(faults_in(page, f"{width} {state}", schemes))

    lines, drawn = block(page, "lines"), block(page, "drawn")
    look("untouched")
    run(lines)
    run(block(page, "here"))
    run(drawn)
    write(lines, "print(0)\n1/0")
    run(lines)
    run(drawn, "print('other')")
    run_stages(page, "4")
    look("same, different, drawn, an error")
    write(lines, "while True: pass")
    button(lines, "Run").click()
    expect(status(lines)).to_contain_text("Running")
    look("running")
    button(lines, "Reset").click()  # stops it, too
    expect(status(lines)).to_contain_text("Restore my edit")
    button(drawn, "Reset").click()
    link = (
        "import('../../assets/example.js').then(m => m.exampleOf(node).showShared({code: 'x', of}))"
    )
    code = block(page, "slow").locator(".highlight code").inner_text().rstrip("\n")
    page.evaluate(
        f"""async ([node, code]) => {{
            const {{ hash }} = await import("../../assets/edits.js");
            const of = hash(code);
            return {link}.then(() => true);
        }}""",
        [block(page, "slow").element_handle(), code],
    )
    expect(block(page, "slow").locator(".foreign")).to_be_visible()
    look("stopped, reset, somebody else's")
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


# The editor.


def test_editor_indents_and_can_be_undone(page: Page) -> None:
    text = editor(block(page, "lines"))
    write(block(page, "lines"), "")
    text.press_sequentially("for x in y:\n# deeper:\npass\n\n")
    assert text.input_value() == "for x in y:\n    # deeper:\n        pass\n        \n        "
    text.press("Backspace")
    assert text.input_value().endswith("pass\n        \n    ")
    text.fill("a\nb\n\nc")
    text.press("Control+a")
    text.press("Control+]")
    assert text.input_value() == "    a\n    b\n\n    c"
    text.press("Control+]")
    text.press("Control+[")
    text.press("Control+[")
    assert text.input_value() == "a\nb\n\nc"
    text.press("Control+z")
    assert text.input_value() == "    a\n    b\n\n    c"


def test_editor_has_the_colours_of_the_page_in_the_same_place(page: Page) -> None:
    """Pygments coloured the page's code: each character must look as it does there."""
    lines = block(page, "lines")
    colours = """node => {
        const found = [];
        const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const { color } = getComputedStyle(walk.currentNode.parentElement);
            for (const letter of walk.currentNode.data)
                if (letter.trim()) found.push(letter + " " + color);
        }
        return found;
    }"""
    on_page = lines.locator(".highlight code").first.evaluate(colours)
    button(lines, "Edit").click()
    behind = lines.locator(".editor pre > code")
    in_editor = behind.evaluate(colours)
    assert len(set(on_page)) > 50
    assert [
        (i, a, b) for i, (a, b) in enumerate(zip(on_page, in_editor, strict=True)) if a != b
    ] == []
    for code in [
        "",
        "\n",
        "a\n\n\n",
        "\t1\n" + "x" * 200,
        "日本語 = 'é😀'\n" * 3,
        "'''open",
        "f'{a",
        "#",
    ]:
        write(lines, code)
        assert behind.text_content() == code + "\n"
        same = lines.locator(".editor").evaluate("""node => {
            const text = node.querySelector("textarea"), copy = node.querySelector("pre > code");
            const a = getComputedStyle(text), b = getComputedStyle(copy);
            const kinds = ["fontFamily", "fontSize", "lineHeight", "letterSpacing", "tabSize",
                "whiteSpace", "fontWeight", "fontVariantLigatures", "paddingTop", "paddingLeft"];
            const [one, other] = [text, copy].map(part => part.getBoundingClientRect());
            return [...kinds.filter(kind => a[kind] !== b[kind]),
                ...["top", "left", "height"].filter(side => Math.abs(one[side] - other[side]) > .5),
                ...(text.scrollHeight > text.clientHeight ? ["scrolls down"] : []),
                ...(text.scrollWidth > text.clientWidth ? ["scrolls sideways"] : [])];
        }""")
        assert same == [], code


def test_caret_at_the_end_of_a_long_line_is_seen(page: Page) -> None:
    lines = block(page, "lines")
    write(lines, "short\n" + "x" * 300)
    editor(lines).press("Control+Home")
    editor(lines).press("ArrowDown")
    editor(lines).press("End")
    editor(lines).press_sequentially("y")
    box = lines.locator(".lines")
    assert box.evaluate("node => node.scrollLeft + node.clientWidth > node.scrollWidth - 60")
    editor(lines).press("Home")
    editor(lines).press_sequentially("y")
    assert box.evaluate("node => node.scrollLeft") < 60


# The difference.


def test_difference_against_difflib(page: Page) -> None:
    """A longest common subsequence stays; what Python finds is never longer.

    Lines that differ in a decimal, a sign or a blank are as different as any.
    """
    rng = random.Random(0)
    words = ["0.5", "0.50", "0.51", "-0.5", "+0.5", "0.5 ", " 0.5", "0,5", "", " "]
    texts = [
        [[rng.choice(words[n % 7 :]) for _ in range(rng.randrange(9))] for _ in range(2)]
        for n in range(300)
    ]
    pairs = [(a, b) for a in words for b in words]
    texts += [[[a], [b]] for a, b in pairs]
    texts += [[["x", a], ["y", b]] for a, b in pairs]
    texts += [[["x", a, "y"], ["y", b, "x"]] for a, b in pairs]
    found = page.evaluate(
        """texts => import("../../assets/difference.js").then(({ difference }) =>
            texts.map(([page, own]) => difference(page, own)))""",
        texts,
    )
    for (on_page, own), result in zip(texts, found, strict=True):
        rows = [row for row in result["rows"] if row["text"] is not None]
        assert [row["text"] for row in rows] == own
        same = [row["text"] for row in rows if not row["isNew"]]
        letters = iter(on_page)
        assert all(letter in letters for letter in same)
        matcher = difflib.SequenceMatcher(None, on_page, own, autojunk=False)
        assert len(same) >= sum(match.size for match in matcher.get_matching_blocks())
        missing = sum(row["missing"] for row in result["rows"])
        changed = sum(row["isNew"] for row in rows)
        assert result["of"] == len(same) + result["differing"]
        assert result["differing"] == changed + missing
        assert len(on_page) - len(same) <= result["differing"] + changed
        assert (result["differing"] == 0) == (on_page == own)
    ends = ["", "\n", "1", "1\n", "1\n\n", "1 \n"]
    cut = """ends => import("../../assets/own.js").then(({ lines }) => ends.map(lines))"""
    assert page.evaluate(cut, ends) == [[], [""], ["1"], ["1"], ["1", ""], ["1 "]]
