"""Parts of SmolLM2 changed on the page "A real model", in Chromium and once in Firefox.

Native Python answers in place of Pyodide, so that only the page is tested here. That Pyodide
answers the same is tested in `test_play_pages.py`.
"""

import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from engines import RELAY, missing
from firefox import FIREFOX
from pages import ROOT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    Route,
    expect,
)
from windows import PHONE, Window, overflowing, settle, violations

from lessoncode.play import operate, real_model
from lessoncode.pretrained import smollm

PATH = "play/real-model/"
FRANCE = "The capital of France is"
PYTHON = """
export class Stopped extends Error {}
export class Unavailable extends Error {}
let end;
export const ready = () => true, stopAll = () => end?.(new Stopped());
export const call = async (task, order) => {
  (window.asked ??= []).push(task.split(".").pop());
  if (task === window.held) await new Promise((_, reject) => { end = reject; });
  return JSON.parse(await window.native(task, JSON.stringify(order)));
};
"""
HEAD = "#operate=head&at=24.5&control=7.2&by=0&tokens=all&text=The+capital+of+France+is"


@pytest.fixture(scope="module")
def smol() -> Iterator[smollm.SmolLM2]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(ROOT / ".cache/lessoncode/prepared"))
        try:
            model = smollm.load()
        except FileNotFoundError as error:
            pytest.skip(str(error))
        patch.setattr(smollm, "load", lambda: model)
        patch.setattr(real_model.Session, "reading", None)
        operate.after.cache_clear()
        yield model


def native(task: str, order: str) -> str:
    *_, module, name = task.split(".")
    answer = getattr(import_module(f"lessoncode.play.{module}"), name)(json.loads(order), print)
    return json.dumps(answer)


def answer_in(context: BrowserContext) -> None:
    """Let native Python answer in place of Pyodide."""
    context.expose_function("native", native)

    def python(route: Route) -> None:
        route.fulfill(body=PYTHON, content_type="text/javascript")

    context.route("**/assets/python.js", python)


@pytest.fixture(scope="module")
def window(browser: Browser, address: str, smol: smollm.SmolLM2) -> Iterator[Window]:
    window = Window(browser, address)
    answer_in(window.context)
    yield window
    trouble = window.trouble
    window.context.close()
    assert not trouble


def opened(window: Window, fragment: str = "") -> Page:
    page = window.open(PATH + fragment)
    if fragment:
        expect(page.locator(".play [role=status]").first).to_contain_text("Load the model to see")
    page.get_by_role("button", name="Load SmolLM2, 98 MB").click()
    if not fragment:
        page.locator(".play summary", has_text="Which head matters?").click()
    return page


def status(page: Page) -> Locator:
    return page.locator(".operate [role=status]")


def cell(page: Page, layer: int, number: int) -> Locator:
    grid = page.get_by_role("grid")
    return grid.get_by_role("row").nth(layer).get_by_role("gridcell").nth(number - 1)


def probabilities(text: str, *changes: dict[str, Any]) -> list[str]:
    order = {"text": text, "after": [], "changes": changes}
    row = operate.changed(order, lambda message: None)["rows"][0]
    return [f"{p:.4f}" for p in row["p"]]


def off(layer: int, number: int, tokens: str = "all") -> dict[str, Any]:
    return {"part": "head", "layer": layer, "number": number, "by": 0, "tokens": tokens}


def test_a_link_brings_its_experiment_and_loads_nothing(window: Window) -> None:
    page = window.open(PATH + HEAD)
    expect(page.locator(".play [role=status]").first).to_contain_text("Load the model to see")
    box = page.get_by_role("textbox", name="Your text")
    expect(box).to_have_value(FRANCE)
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "/run/" in name or name.endswith("/operate.js")]
    page.get_by_role("button", name="Load SmolLM2, 98 MB").click()
    before, after, control = probabilities(FRANCE, off(24, 5), off(7, 2))
    expect(status(page)).to_contain_text(
        f"With head 24.5 off at all tokens, “␣Paris” falls from {before} to {after}. A control "
        f"drawn at random: with head 7.2 off instead, “␣Paris” has {control}."
    )
    assert link_of(page) == window.address + PATH + HEAD


def link_of(page: Page) -> str:
    """What the button copies."""
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    page.get_by_role("button", name="Copy a link to this").click()
    return str(page.wait_for_function("window.copied").json_value())


@pytest.mark.parametrize(
    ("fragment", "shows"),
    [
        ("operate=head&by=0.5&tokens=last", "halving what the head puts out"),
        ("operate=neuron&layer=12&by=0&tokens=last", "The twelve neurons of layer 12"),
        ("operate=neuron&at=30.1066&control=30.5&layer=12&by=0&tokens=all", "neurons of layer 12"),
        ("operate=vector&by=0&tokens=last", "After the other prompt, “␣Rome”"),
    ],
)
def test_a_state_without_a_chosen_part_has_a_link(
    window: Window, fragment: str, shows: str
) -> None:
    other = "&other=The+capital+of+Italy+is" if "vector" in fragment else ""
    fragment = f"#{fragment}&text=The+capital+of+France+is{other}"
    page = opened(window, fragment)
    expect(page.locator(".operate .sides")).to_contain_text(shows)
    assert link_of(page) == window.address + PATH + fragment


@pytest.mark.parametrize(
    "fragment",
    [
        "operate=head&at=31.1&text=Hi",
        "operate=head&at=24.5&by=7&text=Hi",
        "operate=toString&text=Hi",
        "operate=vector&at=1&text=Hi",
        "operate=neuron&at=30.1536&text=Hi",
        "operate=head&after=49152&text=Hi",
        "operate=neuron&layer=31&text=Hi",
        f"operate=head&text={'a' * 2000}",
    ],
)
def test_a_link_that_contains_no_experiment_is_refused(window: Window, fragment: str) -> None:
    page = window.open(f"{PATH}#{fragment}")
    expect(page.locator(".play [role=status]").first).to_contain_text("can't be read")
    expect(page.get_by_role("textbox", name="Your text")).to_have_value(FRANCE)


def test_what_a_link_brings_is_text(window: Window) -> None:
    attack = "<img src=x onerror=alert(1)>"
    page = opened(window, f"#operate=vector&text={attack}&other={attack}<b>")
    box = page.get_by_role("textbox", name="Another prompt")
    expect(box).to_have_value(attack + "<b>")
    expect(status(page)).to_contain_text("They need the same number")
    assert page.locator(".play :is(img, b)").count() == 0


def test_by_the_keyboard_alone(window: Window) -> None:
    page = opened(window)
    expect(status(page)).to_contain_text("head 24.5 matters most: −63 percentage points")
    record = (ROOT / "examples/real_model/heads.out").read_text().splitlines()[6:]
    cells = page.get_by_role("gridcell").all_inner_texts()
    printed = [number for line in record for number in line.split()[1:]]
    assert [cell.replace("−", "-").replace("+", "") for cell in cells] == printed
    page.locator("[role=gridcell][tabindex='0']").focus()
    page.keyboard.press("PageDown")
    for key in ("ArrowDown", "ArrowRight", "Home", "End", "ArrowLeft"):
        page.keyboard.press(key)
    focused = page.locator("[role=gridcell]:focus")
    expect(focused).to_have_attribute("aria-label", re.compile(r"Head 7\.8: .* from The"))
    expect(page.locator(".look .chip .id").first).to_have_text(re.compile(r"0\.\d\d"))
    page.keyboard.press("Enter")
    before, after = probabilities(FRANCE, off(7, 8, "last"))
    expect(status(page)).to_contain_text("With head 7.8 off at the last token only, “␣Paris”")
    expect(status(page)).to_contain_text(f"from {before} to {after}")
    expect(status(page)).to_contain_text("A control drawn at random")
    expect(focused).to_have_attribute("aria-selected", "true")
    control = page.locator("[role=gridcell].control")
    layer, number = re.findall(r"\d+", str(control.get_attribute("aria-label")))[:2]
    assert (layer, number) != ("7", "8")
    shown = page.locator(".operate .likely tbody tr").first.locator(".number").all_inner_texts()
    assert shown == probabilities(FRANCE, off(7, 8, "last"), off(int(layer), int(number), "last"))
    page.get_by_label("at all tokens").check()
    expect(status(page)).to_contain_text("at all tokens")
    expect(status(page)).to_contain_text(f"to {probabilities(FRANCE, off(7, 8))[1]}")


def test_it_is_measured_layer_by_layer_until_it_is_stopped(window: Window) -> None:
    page = opened(window)
    expect(cell(page, 1, 9)).to_have_text(re.compile(r"\d"))
    page.locator(".operate").get_by_role("button", name="Stop", exact=True).click()
    rest = page.get_by_role("button", name="Measure the rest")
    expect(rest).to_be_visible()
    expect(cell(page, 30, 9)).to_have_text("")
    rest.click()
    expect(cell(page, 30, 9)).to_have_text(re.compile(r"\d"))
    cell(page, 24, 5).click()
    expect(status(page)).to_contain_text("A control drawn at random")
    chips = page.locator(".look .chip")
    expect(chips.nth(3)).to_have_text(re.compile("France"))
    hot = "The opposite of hot is"
    order = {"text": hot, "after": [], "by": 0, "layer": 24}
    shares = operate.heads(order, lambda message: None)["layers"][0]["shares"][4]
    words = ["The", "␣opposite", "␣of", "␣hot", "␣is"]
    taken = [f"{word}{share:.2f}" for word, share in zip(words, shares, strict=True)]
    page.get_by_role("textbox", name="Your text").fill(hot)
    expect(page.locator(".operate .caption").first).to_contain_text("“␣cold”")
    expect(chips).to_have_text(taken)  # and no longer those of the first text
    expect(status(page)).to_contain_text("With head 24.5 off at the last token only, “␣cold”")
    expect(status(page)).to_contain_text(re.compile(r"For “␣cold”, head \d+\.\d matters most: −\d"))


def test_nothing_is_asked_after_stop(window: Window) -> None:
    page = window.open(PATH)
    page.get_by_role("button", name="Load SmolLM2, 98 MB").click()
    for name in ("after each layer", "heads look at"):
        page.locator(".play summary", has_text=name).click()
    expect(page.locator("table.heads")).to_be_visible()
    page.evaluate("window.held = 'lessoncode.play.real_model.lens'; window.asked = []")
    page.get_by_role("textbox", name="Your text").fill("The opposite of hot is")
    page.locator(".play > .asking").get_by_role("button", name="Stop").click()
    expect(page.locator(".play > .asking [role=status]")).to_contain_text("Stopped.")
    page.evaluate("window.held = null")
    page.get_by_role("button", name="Remove the last token").click()
    expect(page.get_by_role("textbox", name="Your text")).to_have_value("The opposite of hot")
    asked = page.evaluate("asked")
    assert asked[: asked.index("take_back")] == ["predict", "lens"]


def test_a_neuron_and_a_vector(window: Window) -> None:
    page = opened(window, "#without-one-neuron")
    expect(status(page)).to_contain_text("With neuron 30.1066 off at all tokens")
    expect(page.locator(".neurons tbody tr")).to_have_count(12)
    expect(page.locator(".neurons tbody tr").first).to_have_text(re.compile(r"30\.1066\s*2\.19"))
    expect(page.locator(".neurons caption")).to_contain_text("is an estimate")
    expect(status(page)).to_contain_text("A control drawn at random: with neuron 30.")
    page.evaluate("location.hash = '#a-vector-from-another-prompt'")
    expect(status(page)).to_contain_text("The most likely token is now “␣Rome”, with 0.4351.")
    expect(status(page)).to_contain_text("A control drawn at random: with the vector at")
    expect(page.get_by_role("gridcell", selected=True)).to_have_text("−77")
    cell(page, 25, 4).click()  # the row of layer 24: layer 0 is the first
    expect(status(page)).to_contain_text("With the vector at “␣France” after layer 24 replaced")
    expect(status(page)).to_contain_text("rises from 0.7725 to 0.7904")
    page.get_by_role("textbox", name="Another prompt").fill("Rome")
    expect(status(page)).to_contain_text("They need the same number")


def test_it_is_accessible(window: Window) -> None:
    found = []
    for fragment in (HEAD, "#without-one-neuron", "#a-vector-from-another-prompt"):
        page = opened(window, fragment)
        expect(status(page)).to_contain_text("A control drawn at random")
        for width in (1280, PHONE, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if width == 320 else "light")
            settle(page)
            faults = overflowing(page) + (violations(page) if width != PHONE else [])
            found += [f"{fragment[:20]}, {width}: {fault}" for fault in faults]
    assert not found, "\n".join(found)


def test_heads_are_switched_off_in_firefox(
    playwright: Playwright, address: str, smol: smollm.SmolLM2
) -> None:
    if FIREFOX is None:
        missing("Firefox", bool(os.environ.get("CI")))
    launch = playwright.firefox.launch
    with launch(channel="moz-firefox", executable_path=RELAY) as browser:
        page = browser.new_page()
        answer_in(page.context)
        page.goto(address + PATH)
        page.get_by_role("button", name="Load SmolLM2, 98 MB").click()
        page.locator(".play summary", has_text="Which head matters?").click()
        expect(cell(page, 8, 8)).to_have_text(re.compile(r"\d"))
        page.locator(".operate").get_by_role("button", name="Stop", exact=True).click()
        cell(page, 7, 8).click()
        before, after = probabilities(FRANCE, off(7, 8, "last"))
        expect(status(page)).to_contain_text("With head 7.8 off at the last token only, “␣Paris”")
        expect(status(page)).to_contain_text(f"from {before} to {after}")
        expect(status(page)).to_contain_text("A control drawn at random")
        page.keyboard.press("ArrowDown")
        focused = page.locator("[role=gridcell]:focus")
        expect(focused).to_have_attribute("aria-label", re.compile(r"Head 8\.8: .* from The"))
