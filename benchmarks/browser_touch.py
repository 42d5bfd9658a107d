"""Steps, training and changed parts of SmolLM2, in Chromium and in Firefox (see browser.py).

Each row has its limit. A run and the same run traced take turns, so that their ratio holds on a
machine that does other things besides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opened import CHROMIUM, FLAGS, row, title, visit
from playwright.sync_api import Browser, Page, Playwright
from served import Served

ROOT = Path(__file__).parent.parent
RELAY = ROOT / "tests/firefox.py"
ROUNDS = 3
TRACED = {  # an example of less than a second and one of more: its region, and what is stepped into
    "next_token/bigrams": ("count", []),
    "pre_training/loop": ("", ["AdamW.step"]),
}
STEPS = ("lesson/whole/", "whole/lesson.py", "loop")  # the largest trace
PROMPT = (  # 31 tokens, of 32 that are allowed
    "The capital of France is Paris, and the capital of Italy is Rome. The capital of Spain is "
    "Madrid, and the capital of Japan is Tokyo. So"
)
LAYERS = (1, 5, 15, 25)
HEAP = "import pyodide_js\nprint(pyodide_js._module.HEAP8.length / 2**20)"
ASK = """async ([task, order, example, model]) => {
    const { call, needsOf } = await import("/assets/python.js");
    const needs = example ? await needsOf(example) : { files: [], figures: false, model };
    const printed = [], began = performance.now();
    const told = message => printed.push(message.text);
    const answer = await call(task, order, { needs, told });
    return { seconds: (performance.now() - began) / 1000, answer, printed: printed.join("") };
}"""


@contextmanager
def launched(driver: Playwright, name: str) -> Iterator[Browser]:
    """Start a browser, and end it."""
    if name == "Chromium":
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    else:
        browser = driver.firefox.launch(channel="moz-firefox", executable_path=RELAY)
    yield browser
    browser.close()


def ask(page: Page, task: str, order: Any, example: str = "", model: bool = False) -> Any:
    """Let the page's Python do a task: its seconds, answer, and what it printed."""
    return page.evaluate(ASK, [task, order, example, model])


def time(driver: Playwright, served: Served) -> None:
    """Print a table for each browser."""
    for name in ("Chromium", "Firefox"):
        title(f"\nSteps, training and changed parts in {name}")
        for part in (time_steps, time_training, time_parts):
            with launched(driver, name) as browser:
                page = browser.new_page()
                page.set_default_timeout(600_000)
                visit(page, served.address)
                part(page, served.address)


def time_steps(page: Page, address: str) -> None:
    for example, (region, functions) in TRACED.items():
        order: dict[str, Any] = {"example": example, "edits": {}}
        traced = {**order, "region": region, "functions": functions}
        ask(page, "checker.browser.example.run", order, example)  # until then Python starts
        ratios = []
        for _ in range(ROUNDS):
            plain = ask(page, "checker.browser.example.run", order, example)
            steps = ask(page, "checker.browser.example.run", traced, example)
            ratios.append(steps["seconds"] / plain["seconds"])
        row(f"{example}, traced and not", ratios, "goal 2 above 1 s", unit="")
    where, file, region = STEPS
    visit(page, address + where)
    block = page.locator(f'.example[data-example="{file}"][data-region="{region}"]')
    block.get_by_role("button", name="Step through").click()
    block.get_by_role("slider", name="Step").focus()
    moves = []
    for _ in range(20):
        page.evaluate("() => { window.timed = times.moved('input') }")
        page.keyboard.press("ArrowRight")
        moves.append(page.evaluate("timed"))
    row(f"a step of {file}: work", [move["work"] for move in moves], unit="ms")
    row("    until painted", [move["paint"] for move in moves], unit="ms")


def time_training(page: Page, address: str) -> None:
    visit(page, f"{address}play/train/")
    text = page.locator(".play textarea").input_value()
    order = {"text": text, "size": "medium", "seed": 0}
    ask(page, "lessoncode.play.train.start", order)
    firsts, calls = [], []
    for _ in range(ROUNDS):
        start = ask(page, "lessoncode.play.train.start", order)["seconds"]
        firsts.append(start + ask(page, "lessoncode.play.train.more", {})["seconds"])
        calls += [ask(page, "lessoncode.play.train.more", {})["seconds"] for _ in range(8)]
    row("training: to the first loss", firsts, "goal 1")
    row("    a call, after which it can stop", calls, "goal 0.5")


def time_parts(page: Page, address: str) -> None:
    text: dict[str, Any] = {"text": PROMPT, "after": []}
    found: dict[str, list[float]] = {"last": [], "all": [], "grid": [], "longest": []}
    ask(page, "lessoncode.play.real_model.predict", text, model=True)
    for number in range(1, ROUNDS + 1):  # another head each time, since answers are kept
        for layer in LAYERS:
            for tokens in ("last", "all"):
                head = {"part": "head", "layer": layer, "number": number, "tokens": tokens}
                order = {**text, "changes": [head]}
                changed = ask(page, "lessoncode.play.operate.changed", order, model=True)
                found[tokens].append(changed["seconds"])
        calls, layer = [], 1
        while layer <= 30:
            order = {**text, "layer": layer, "by": 0}
            answer = ask(page, "lessoncode.play.operate.heads", order, model=True)
            calls.append(answer["seconds"])
            layer += len(answer["answer"]["layers"])
        found["grid"].append(sum(calls))
        found["longest"].append(max(calls))
    row("a head off at the last of 31 tokens", found["last"], "goal 0.3")
    row("    at all of them", found["all"], "goal 4")
    row("the grid of 270 heads", found["grid"], "goal 20")
    row("    its longest call", found["longest"], "goal 1.5")
    edited = {"example": "perplexity/loss", "edits": {"": HEAP}}
    heap = ask(page, "checker.browser.example.run", edited, model=True)["printed"]
    row("Python's heap", [float(heap)], "goal 700", unit="MiB")
