"""The published site in three engines: what it does, where storage is blocked, and under attack.

What Chromium shows in detail is not shown here again. Takes the site that `make site` built.
"""

import os
import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from engines import PATIENCE, Driven, Engine, everywhere, missing, until
from pages import ROOT
from windows import DESKTOP, PREFIX, Handler, Server, overflowing, resize

SITE = ROOT / "site"
LESSON = "lesson/perplexity/"
OPEN_AND_SEE_CODE = """
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    document.querySelector(".example .highlight").scrollIntoView();
"""
LOSS = '.example[data-example="perplexity/loss.py"]'
STATUS, PRINTED = f"{LOSS} .own > .status", f"{LOSS} .run-output"
SOLUTION = (ROOT / "examples/perplexity/solution_1.py").read_text("utf-8").split("\n\n\n")[1]
BLOCKED = b"""<head><script>
for (const name of ["localStorage", "sessionStorage", "caches", "indexedDB"])
  Object.defineProperty(window, name, {get() { throw new DOMException(name, "SecurityError"); }});
</script>"""

CLICK = """const [within, name] = arguments;
const found = [...document.querySelectorAll(`${within} button`)].find(
    button => button.textContent === name && button.checkVisibility());
found?.click();
return Boolean(found);"""
TEXT = "return document.querySelector(arguments[0])?.textContent"
HOLDS = "return document.querySelector(arguments[0])?.textContent.includes(arguments[1])"
WRITE = """const [selector, text] = arguments, box = document.querySelector(selector);
if (!box) return false;
box.value = text;
box.dispatchEvent(new InputEvent("input", {bubbles: true}));
return true;"""
LINK = f"""const code = arguments[0], shown = document.querySelector('{LOSS} .highlight code');
return import(new URL("assets/edits.js", document.baseURI.split("lesson/")[0])).then(
    ({{ toFragment, hash }}) => toFragment({{ file: "perplexity/loss.py", region: "", code,
        of: hash(shown.textContent.replace(/\\n$/, "")) }}));"""


class Serving(Handler):
    """The site; without storage where an address ends so; and a list of what was asked for."""

    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:  # noqa: N802  # http.server calls it by this name
        self.asked.append(self.path)
        if self.path.endswith("?blocked"):
            file = Path(self.translate_path(self.path), "index.html")
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(file.read_bytes().replace(b"<head>", BLOCKED, 1))
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def published_at() -> Iterator[str]:
    if not (SITE / "run").exists():
        missing("a site with run/ (make site)", is_needed=False)
    with Server(("127.0.0.1", 0), partial(Serving, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture
def lesson(engine: Engine, published_at: str) -> Engine:
    """The lesson as for a first visit; Python does not run yet."""
    engine.open(published_at + LESSON)
    engine.run("localStorage.clear()")
    engine.open(published_at + LESSON)
    return engine


def click(engine: Engine, within: str, name: str) -> None:
    assert until(engine, CLICK, within, name), f"no button {name}"


def says(engine: Engine, selector: str, words: str) -> None:
    if not until(engine, HOLDS, selector, words):
        pytest.fail(f"{selector} says {engine.run(TEXT, selector)!r}, and not {words!r}")


UNDER_WAY = re.compile(r"\s*$|Loading|Starting|Running|Waiting|Checking")
ABOUT = """const base = document.baseURI.split("lesson/")[0];
return import(new URL("assets/python.js", base)).then(({ ready }) => ({
    isReady: ready(),
    frames: document.querySelectorAll("iframe").length,
    traceback: document.querySelector(".traceback")?.textContent,
    printed: [...document.querySelectorAll(".run-output")].map(it => it.textContent),
    coming: performance.getEntriesByType("resource")
        .filter(entry => !entry.responseEnd).map(entry => entry.name),
}));"""


def during(engine: Engine, status: str, script: str, *arguments: Any) -> None:
    """Waits until a script finds something; where the run ends without it, fails with the cause."""
    end, is_over = time.monotonic() + PATIENCE, False
    while not engine.run(script, *arguments):
        said = engine.run(TEXT, status) or ""
        if is_over or time.monotonic() > end:
            asked, load = Serving.asked[-10:], os.getloadavg()
            pytest.fail(f"{arguments} not found: {said=}, {engine.run(ABOUT)}, {asked=}, {load=}")
        is_over = not UNDER_WAY.match(said)
        time.sleep(0.1)


def run_says(engine: Engine, status: str, words: str) -> None:
    during(engine, status, HOLDS, status, words)


def write(engine: Engine, selector: str, text: str) -> None:
    assert until(engine, WRITE, selector, text)


def shared(engine: Engine, code: str) -> None:
    """Opens a link with an edit by somebody else on the page that is open."""
    assert until(engine, "return Boolean(document.querySelector(arguments[0]))", f"{LOSS} .run")
    fragment = engine.run(LINK, code)
    engine.run("location.hash = arguments[0]", fragment)
    says(engine, f"{LOSS} .foreign", "Someone else wrote this edit")


# What a reader does.


def test_steps_through_what_was_recorded(lesson: Engine) -> None:
    click(lesson, LOSS, "Step through")
    says(lesson, f"{LOSS} .steps .note", "Step 1 of")
    lesson.press("ArrowRight", "ArrowRight")
    says(lesson, f"{LOSS} .steps .note", "Step 3 of")
    assert lesson.run("return document.querySelector(arguments[0]) !== null", f"{LOSS} .is-changed")
    lesson.press("Escape")
    assert until(lesson, "return !document.querySelector(arguments[0])", f"{LOSS} .steps")
    assert lesson.run("return document.activeElement.textContent") == "Step through"


def test_runs_edits_stops_and_answers(lesson: Engine) -> None:
    """All that runs Python, which takes long to start."""
    click(lesson, LOSS, "Run")
    run_says(lesson, STATUS, "It printed what this page shows.")
    figure = '.example[data-example="perplexity/halvings.py"]'
    click(lesson, figure, "Run")
    run_says(lesson, f"{figure} .own > .status", "printed what this page shows")
    shown = "return [...document.querySelectorAll(arguments[0])].filter(it => it.checkVisibility())"
    assert lesson.run(f"{shown}.length", f"{figure} svg") == 2

    exercise = '[data-exercise="perplexity-1"]'
    lesson.run("document.querySelector(arguments[0]).scrollIntoView()", exercise)
    assert until(
        lesson, "return Boolean(document.querySelector(arguments[0]))", f"{exercise} .answer"
    )
    lesson.run("document.querySelector(arguments[0]).open = true", exercise)
    wrong = "def surprise(logits, targets):\n    return 0"
    for answer, said in ((wrong, "Not right yet"), (SOLUTION, "Right")):
        assert until(lesson, "return Boolean(document.querySelector(arguments[0]))", ".editor")
        write(lesson, f"{exercise} textarea", f"import numpy as np\n\n\n{answer}\n")
        click(lesson, exercise, "Check")
        run_says(lesson, f"{exercise} .status", said)

    click(lesson, LOSS, "Edit")
    assert until(lesson, "return document.activeElement.ariaLabel == 'Code'")
    assert lesson.run("return document.activeElement.selectionStart") == 0
    write(lesson, f"{LOSS} textarea", "print('mine')\nwhile True: pass")
    click(lesson, LOSS, "Run")
    during(lesson, STATUS, HOLDS, PRINTED, "mine")
    click(lesson, LOSS, "Stop")
    run_says(lesson, STATUS, "Stopped.")


def test_guess_and_question(lesson: Engine) -> None:
    guess = "div.guess.quiz"
    lesson.run("document.querySelector('div.guess').scrollIntoView()")
    assert until(lesson, "return Boolean(document.querySelector(arguments[0]))", guess)
    lesson.run(f"document.querySelector('{guess} input').click()")
    says(lesson, f"{guess} .status", "The answer is")
    lesson.run("document.querySelector('div.question input').click()")
    says(lesson, "div.question .reason:not([hidden])", "")


def test_tab_leads_past_the_search(lesson: Engine) -> None:
    focused = "return document.activeElement.className"
    names = "performance.getEntriesByType('resource').map(entry => entry.name)"
    assert lesson.run(f"return {names}.every(name => !name.includes('search_index'))")
    seen: list[str] = []
    for _ in range(12):
        lesson.press("Tab")
        seen.append(lesson.run(focused).split(" ")[0])
    assert seen.index("md-source") == seen.index("md-search__input") + 1
    assert seen.count("md-skip") == 1
    lesson.run("document.querySelector('.md-search__input').focus()")
    lesson.press(*"merge")
    assert until(lesson, "return document.querySelectorAll('.md-search-result__item').length")
    lesson.press("Tab")
    assert lesson.run("return document.querySelector('#__search').checked") is False
    assert "md-source" in lesson.run(focused)


def test_it_plays(engine: Engine, published_at: str) -> None:
    engine.open(f"{published_at}play/tokenizer/")
    click(engine, ".play", "Cut it into tokens")
    write(engine, ".play textarea", "strawberry")
    says(engine, ".play", "10 characters, 10 bytes, 3 tokens")
    engine.open(f"{published_at}play/next-token/")
    write(engine, ".play textarea", "the dog sat on the")
    click(engine, ".play", "Predict")
    says(engine, ".play tbody tr", "grass")
    if isinstance(engine, Driven):  # WebKit's window is never so narrow
        resize(engine.page, 320)
        assert overflowing(engine.page) == []
        resize(engine.page, DESKTOP)
    engine.open(f"{published_at}play/real-model/#operate=head&at=24.5&text=France")
    says(engine, ".play [role=status]", "Load the model to see what happens")
    assert engine.run("return document.querySelector('.play textarea').value") == "France"
    engine.open(f"{published_at}play/train/")
    click(engine, ".play", "Train")
    says(engine, ".play tbody tr + tr", "10")
    click(engine, ".play > .bar:not(.asking)", "Stop")
    says(engine, ".play [role=status]", "The model is kept until you train again")


@everywhere
def test_it_works_where_storage_is_blocked(engine: Engine, published_at: str) -> None:
    engine.open(f"{published_at}{LESSON}?blocked")
    assert engine.run("try { return String(localStorage) } catch { return 'blocked' }") == "blocked"
    engine.run(OPEN_AND_SEE_CODE)  # the theme makes a button then
    copies = ".example .highlight button[data-md-type=copy]"
    assert until(engine, f"return document.querySelectorAll('{copies}').length")
    dark = "return document.body.dataset.mdColorScheme"
    switch = "document.querySelector('form[data-md-component=palette] label:not([hidden])').click()"
    seen = [engine.run(dark)]
    for _ in range(2):
        engine.run(switch)
        seen.append(until(engine, dark))
    assert seen == ["default", "default", "slate"]  # the system's, light, dark
    engine.run("document.querySelector('.md-search__input').focus()")
    engine.press(*"merge")
    says(engine, ".md-search-result__meta", "matching")
    engine.run("document.querySelector('.md-search__input').blur()")
    click(engine, LOSS, "Edit")
    write(engine, f"{LOSS} textarea", "print(1)")
    says(engine, STATUS, "This browser doesn't let the site store anything")


# What an attacker does, with a link that holds code.

REACHING_OUT = """\
import js, time
time.sleep(3)
try:
    request = js.XMLHttpRequest.new()
    request.open("GET", "{address}stolen", False)
    request.send()
    print("answered")
except Exception as error:
    print("refused")
"""
PORT = """\
import js
from pyodide.ffi import create_proxy
caught, send = [], js.MessagePort.prototype.postMessage
def post(this, *words):
    caught.append(this)
    send.call(this, *words)
js.MessagePort.prototype.postMessage = create_proxy(post, capture_this=True)
print("caught")
for _ in range(40):
    send.call(caught[0], js.Array.new(2_500_000).fill(1.5))
while True:
    pass
"""
RUNS_SILENTLY = """const [status, printed] = [...arguments].map(it => document.querySelector(it));
return status.textContent.trim() === "Running." && printed.textContent === "";"""
# Each begins and goes on so that a pattern which looks back, or on to the end, takes n² steps.
FREEZING = [
    ("", " "),
    ("import", " "),
    ('f"""{', "a"),
    ('f"""', "{("),
    ('f"""{', "()"),
    ('f"""', "{({)"),
]
COLOURED = """const [start, more] = arguments, code = start + more.repeat(60_000 / more.length);
return import(new URL("assets/colours.js", document.baseURI.split("lesson/")[0])).then(
    ({ coloured }) => {
        const began = performance.now();
        const text = coloured(code).map(node => node.textContent ?? node).join("");
        return [performance.now() - began, text === code];
    });"""
# Ten figures that each take a second to paint, given to what shows a run.
FIGURES = """
const fills = '<rect width="99" height="99" fill="url(#p)"/>'.repeat(4000);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><pattern id="p">
    <rect width="1" height="1"/></pattern>${fills}</svg>`;
return import(new URL("assets/own.js", document.baseURI.split("lesson/")[0])).then(({ OwnRun }) => {
    const own = new OwnRun("");
    own.begin();
    const figure = { kind: "figure", svg, caption: "Sign in at example.com" };
    for (let n = 0; n < 10; n++) own.told(figure);
    const each = own.figures.map(figure => figure.querySelectorAll("svg *").length);
    return [each, own.figures[0].querySelector("figcaption").textContent];
});"""


@everywhere
def test_code_reaches_nothing(lesson: Engine, published_at: str) -> None:
    Serving.asked.clear()
    shared(lesson, REACHING_OUT.format(address=published_at))
    click(lesson, LOSS, "Run")
    run_says(lesson, STATUS, "Starting Python.")
    during(lesson, STATUS, RUNS_SILENTLY, STATUS, PRINTED)
    during(lesson, STATUS, HOLDS, PRINTED, "refused")
    assert not [path for path in Serving.asked if "stolen" in path]


@everywhere
def test_flood_through_the_port_ends_at_its_first_message(lesson: Engine) -> None:
    shared(lesson, PORT)
    click(lesson, LOSS, "Run")
    run_says(lesson, STATUS, "It sent something that this page doesn't accept")
    assert lesson.run("return document.querySelectorAll('iframe').length") == 0


@everywhere
def test_no_code_freezes_the_page(lesson: Engine) -> None:
    """Three times as long as what the editor colours: where n² steps take five seconds or more."""
    for start, more in FREEZING:
        milliseconds, is_whole = lesson.run(COLOURED, start, more)
        assert is_whole and milliseconds < 1000, (start, more)


@everywhere
def test_code_that_is_out_of_sight_is_told(lesson: Engine) -> None:
    shared(lesson, "print(1)\n" + "\n" * 300 + " " * 3000 + "x")
    says(lesson, f"{LOSS} .foreign", "302 lines, the longest with 3,001 characters")


@everywhere
def test_figures_are_few_and_their_words_are_not_the_pages(lesson: Engine) -> None:
    elements, caption = lesson.run(FIGURES)
    assert elements == [4002, 4002]
    assert caption == "The code says: Sign in at example.com"
