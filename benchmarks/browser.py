"""How long the site takes in the reader's browser, beside the same work elsewhere.

    python benchmarks/browser.py [pages] [figures] [model] [examples] [touch]

Takes the site in `site/` as `make site` built it, Chromium, and for the model npm, which fetches
wllama into a temporary folder. The site is served from this machine as served.py says.

- pages: from a click to what it is for, on examples and on the pages to play with. Cold is the
  first visit of a new profile, warm the second, after the browser was ended.
- figures: from the move of a slider to the frame that shows it.
- model: SmolLM2 in our Python and in wllama, one thread each, each in a browser of its own.
- examples: every quick example with a button, in the browser and in Python here, one thread.
- touch: steps, training and changed parts of SmolLM2, beside their limits, in Firefox as well.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import browser_examples
import browser_model
import browser_touch
from opened import opened, processor_seconds, profile, row, seconds, title, visit
from playwright.sync_api import Locator, Page, Playwright, sync_playwright
from served import Served, serving

ROOT = Path(__file__).parent.parent
ROUNDS = 5
# A page, and an example on it: alike but for the figure.
EXAMPLES = {
    "without a figure": ("lesson/perplexity/", "perplexity/loss"),
    "with a figure": ("lesson/perplexity/", "perplexity/halvings"),
}
PLAY = {  # the button that starts it, and what then is to be seen
    "play/tokenizer/": ("Cut it into tokens", ".play li"),
    "play/next-token/": ("Predict", ".play table"),
    "play/real-model/": ("Load SmolLM2", ".play table"),
}
FIGURES = (
    "",
    "lesson/next-token/",
    "lesson/tokens/",
    "lesson/inside-a-real-model/",
    "lesson/hallucination/",
)
Times = defaultdict[str, list[float]]


def run(page: Page, block: str, seen: str) -> float:
    """Click on Run in a block; what an earlier run showed there is wiped out before."""
    shown = f"`{block} .run-output, {block} [role=status]`"
    page.evaluate(f"document.querySelectorAll({shown}).forEach(one => {{ one.textContent = '' }})")
    button = page.locator(block).get_by_role("button", name="Run", exact=True)
    return seconds(
        page, "click", f"[...document.querySelectorAll({shown})].some({seen})", button.click
    )


def first_and_second(page: Page, block: str, visits: str, times: Times) -> None:
    before = processor_seconds(page)
    times[f"{visits}: click to its output"].append(run(page, block, PRINTED))
    times["    processor time of that"].append(processor_seconds(page) - before)
    page.locator(block).get_by_text("the same as this page").wait_for()
    times["a second run, to “the same as this page”"].append(run(page, block, SAME))


PRINTED = "one => one.matches('.run-output') && one.textContent.trim()"
SAME = "one => one.matches('[role=status]') && one.textContent.includes('the same as this page')"


def stopped(page: Page, block: str, times: Times) -> None:
    """An endless loop is run and stopped, and then the page's own code is run again."""
    example = page.locator(block)
    example.get_by_role("button", name="Edit", exact=True).click()
    example.get_by_role("textbox", name="Code").fill("while True:\n    pass")
    example.get_by_role("button", name="Run", exact=True).click()
    stop = example.get_by_role("button", name="Stop", exact=True)
    stop.wait_for()
    page.wait_for_timeout(2000)
    gone = f"![...document.querySelectorAll('{block} button')].some(b => b.textContent == 'Stop')"
    times["Stop, to Run in its place"].append(seconds(page, "click", gone, stop.click))
    example.get_by_role("button", name="Reset", exact=True).click()
    times["click to output after Stop"].append(run(page, block, PRINTED))


def time_example(driver: Playwright, served: Served, name: str) -> None:
    where, example = EXAMPLES[name]
    block = f'.example[data-example^="{example}"][data-run]'
    times: Times = defaultdict(list)
    sizes: Times = defaultdict(list)
    for _ in range(ROUNDS):
        with profile() as folder:
            served.taken()
            for visits in ("cold", "warm"):
                with opened(driver, folder) as page:
                    visit(page, served.address + where)
                    sizes[f"{visits}: fetched before the click"].append(served.taken())
                    first_and_second(page, block, visits, times)
                    sizes[f"{visits}: fetched after it"].append(served.taken())
                    if visits == "warm" and "without" in name:
                        stopped(page, block, times)
    with profile() as folder, opened(driver, folder, slow=True) as page:
        visit(page, served.address + where)
        times["once at 20 Mbit/s, cold"].append(run(page, block, PRINTED))
    title(f"\nAn example {name}, {example}")
    goals = {"cold: c": "goal 4.5", "warm: c": "goal 3", "a second": "goal 0.2", "Stop": "goal 0.1"}
    for what, values in times.items():
        goal = next((goals[start] for start in goals if what.startswith(start)), "")
        row(what, values, goal)
    for what, values in sizes.items():
        row(what, values, unit="MB")


def time_pages(driver: Playwright, served: Served) -> None:
    for name in EXAMPLES:
        time_example(driver, served, name)
    time_play(driver, served)


def time_play(driver: Playwright, served: Served) -> None:
    title("\nPages to play with: click to the first answer")
    for where, (name, shown) in PLAY.items():
        times: Times = defaultdict(list)
        sizes: Times = defaultdict(list)
        seen = f"[...document.querySelectorAll('{shown}')].some(one => one.checkVisibility())"
        for _ in range(ROUNDS):
            with profile() as folder:
                for visits in ("cold", "warm"):
                    with opened(driver, folder) as page:
                        visit(page, served.address + where)
                        served.taken()
                        click = page.get_by_role("button", name=name).first.click
                        times[f"{where} {visits}"].append(seconds(page, "click", seen, click))
                        sizes[f"{where} {visits}, fetched"].append(served.taken())
        for what, values in times.items():
            row(what, values)
        for what, values in sizes.items():
            row(what, values, unit="MB")


def time_figures(driver: Playwright, served: Served) -> None:
    """Every slider and choice of every figure is moved to and fro by the keyboard."""
    title("\nA figure is moved: milliseconds of work, and until the frame is painted (goal 16)")
    with profile() as folder, opened(driver, folder) as page:
        for where in FIGURES:
            visit(page, served.address + where)
            for figure in page.locator("figure:has(> script[type='application/json'])").all():
                figure.scroll_into_view_if_needed()
                figure.locator("input").first.wait_for()
                controls = figure.locator("input[type=range], input:checked").all()
                moves = [move for control in controls for move in moved(control)]
                row(f"/{where}: work", [move["work"] for move in moves], unit="ms")
                row("    until painted", [move["paint"] for move in moves], unit="ms")


def moved(control: Locator) -> list[dict[str, float]]:
    kind = "input" if control.get_attribute("type") == "range" else "change"
    moves = []
    control.focus()
    control.press("Home")  # of a slider; choices go round
    for key in ["ArrowRight"] * 2 + ["ArrowLeft"] * 2:
        control.page.evaluate("kind => { window.timed = times.moved(kind) }", kind)
        control.page.keyboard.press(key)
        moves.append(control.page.evaluate("timed"))
    return moves


PARTS: dict[str, Callable[[Playwright, Served], None]] = {
    "pages": time_pages,
    "figures": time_figures,
    "model": browser_model.time,
    "examples": browser_examples.time,
    "touch": browser_touch.time,
}


def main() -> None:
    """Do the parts that are named, or all."""
    parts = sys.argv[1:] or [*PARTS]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        folders = {"": ROOT / "site", "bench": Path(__file__).parent}
        if "model" in parts:
            folders |= browser_model.fetch_wllama(Path(temporary))
        with serving(folders) as served:
            for part in parts:
                PARTS[part](driver, served)


if __name__ == "__main__":
    main()
