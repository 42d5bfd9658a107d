"""The picture of all levels: its record against a fresh run of SmolLM2, and what browsers show."""

import gzip
import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from engines import Engine, until
from pages import ROOT
from playwright.sync_api import Page, Route, expect
from test_movable_figures import PAGE, TOUCH
from windows import DESKTOP, PREFIX, Handler, Scheme, Visit, overflowing, settle, violations

from checker.pages.api import entries
from checker.pages.figures import figure_html
from lessoncode.model.attention import attention_weights
from lessoncode.play.levels import look, read
from lessoncode.pretrained import smollm

ASSETS = ROOT / "docs/assets"
SVG = (ROOT / "examples/inside_the_model/levels.levels.svg").read_text("utf-8")
DATA: dict[str, Any] = json.loads(unescape(re.findall(r'data-values="([^"]*)"', SVG)[0]))
PLACES = ["", "#see-1-24", "#see-1-24-5-5", "#see-1-24-5-5-4", "#see-1-24-5-5-4-60"]
OWN = "The opposite of hot is"
# In place of play/asking.js, what needs no Python: it asks this test.
ASKING = """\
export class Asking {
  constructor(needs, status) { this.element = status; }
  say(words) { this.element.textContent = words; }
  ask(task, order) { return globalThis.answer(task, order); }
}"""
PAINT = """() => Math.min(...Array.from({ length: 5 }, () => {
    const slider = document.querySelector(".levels [type=range]");
    const begun = performance.now();
    slider.value = slider.value === "3" ? 4 : 3;
    slider.dispatchEvent(new Event("input"));
    document.querySelector(".levels svg").getBoundingClientRect();
    return performance.now() - begun;
}))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("levels")
    shutil.copytree(ASSETS, folder / "assets")
    body = figure_html(SVG, lambda page: page)
    (folder / "index.html").write_text(PAGE.format(body), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture
def levels(visit: Visit) -> Any:
    """Opens the picture at a place."""

    def levels(place: str = "", *looks: Any, **settings: Any) -> Page:
        page = visit(f"index.html{place}", *looks, **settings)
        if not place:
            page.get_by_role("button", name="Go inside this picture").click()
        expect(page.locator(".levels svg text").first).to_be_visible()
        return page

    return levels


def told(page: Page) -> str:
    return page.locator(".levels > .status").inner_text()


def here(page: Page) -> str:
    return page.locator(".levels nav [aria-current]").inner_text()


# The numbers.


def test_the_record_is_what_a_fresh_run_computes() -> None:
    model, tokenizer = smollm.load()
    for text in DATA["texts"]:
        ids = tokenizer.encode(text["text"])
        assert text["ids"] == ids and len(ids) <= 16
        vectors = []
        for layer, place, x in model.stream([ids]):
            if place in ("embedding", "mlp"):
                vectors.append(x.data[0, -1])
            if place == "qkv":
                fresh = attention_weights(x, model.config.heads)[0]
                for head, rows in enumerate(text["shares"][layer]):
                    for row in rows:
                        exact = fresh[head, len(row) - 1, : len(row)]
                        assert abs(exact - row).max() < 1 / 90
        rows = np.array(vectors)
        size = np.sqrt((rows**2).mean(-1, keepdims=True) + model.config.norm_eps)
        normed = model.parameters["norm"].data * rows / size
        logits = normed @ model.parameters["embedding"].data.T
        for one, top in zip(logits, text["tops"], strict=True):
            p = np.exp(one - one.max())
            p /= p.sum()
            best = np.argsort(-p)[:4]
            assert [piece for piece, _ in top] == [tokenizer.decode([i]) for i in best]
            assert abs(p[best] - [share for _, share in top]).max() < 0.001


def test_scores_and_softmax_are_those_of_the_formula() -> None:
    for text in DATA["texts"]:
        inside = text["open"]
        n = len(text["pieces"])
        q, k = np.array(inside["q"]), np.array(inside["k"])
        for i, row in enumerate(text["shares"][inside["layer"] - 1][inside["head"] - 1]):
            seen = n - len(q) + i + 1
            assert len(row) == seen
            powers = np.exp((q[i] * k[:seen]).sum(-1) / np.sqrt(64))
            assert abs(powers / powers.sum() - row).max() < 1 / 90


def test_it_is_small() -> None:
    assert len(DATA["texts"]) == 3
    assert len(gzip.compress(json.dumps(DATA).encode())) <= 40_000
    files = [ASSETS / "figures/levels.js", *(ASSETS / "figures/levels").glob("*.js")]
    sizes = [len(gzip.compress(file.read_bytes())) for file in files]
    assert sizes[0] <= 1_000 and sum(sizes) <= 20_000  # before the first click, and after it


def test_a_text_of_the_readers_own() -> None:
    text = DATA["texts"][0]
    found = read({"text": text["text"]}, print)
    assert found["shares"] == text["shares"] and found["tops"] == text["tops"]
    assert look({"text": text["text"], "layer": 24, "head": 5}, print) == text["open"]
    long = read({"text": "one " * 20}, print)
    assert long == {
        "error": "This text has 21 tokens. The picture has room for 16, so remove some words."
    }


# What is shown, and how to get about.


def test_each_level_shows_its_numbers(levels: Any) -> None:
    text = DATA["texts"][0]
    q, k = np.array(text["open"]["q"][-1]), np.array(text["open"]["k"])
    scores = k @ q / 8
    shares = np.exp(scores) / np.exp(scores).sum()
    most = int((q * k[3]).argmax())
    page = levels(PLACES[4])
    assert here(page) == "One number" and f"Pair {most + 1}: " in told(page)
    for number in (q[most], k[3, most], q[most] * k[3, most], q @ k[3], scores[3]):
        assert f"{number:.2f}".replace("-", "−") in told(page)
    assert f"the {shares[3]:.0%} that “France” gets" in told(page)
    cells = page.locator(".number-cell").all_text_contents()
    assert [float(cell.replace("−", "-")) for cell in cells[::2]] == scores.round(2).tolist()
    powers = np.exp(scores - scores.max())
    assert np.allclose([float(cell) for cell in cells[1::2]], powers, atol=6e-4)
    page = levels(PLACES[2])
    assert page.locator(".share").all_text_contents() == [f"{share:.0%}" for share in shares]
    page = levels(PLACES[1])
    attention, mlp = text["lengths"][23][1:]
    assert f"a vector of length {attention:.0f};" in told(page)
    assert f"adds one of length {mlp:.0f}." in told(page)
    page = levels(PLACES[0])
    assert "would be “.” (46%); at the end it is “Paris”" in told(page)


def test_the_keyboard_goes_down_and_up_again(levels: Any) -> None:
    page = levels()
    page.locator(".levels svg").focus()
    names = ["Layer 24", "Head 24.5", "“is” × “France”", "One number"]
    for name in names:
        page.keyboard.press("Enter")
        assert here(page) == name
    assert page.url.endswith(PLACES[4])
    page.keyboard.press("Enter")  # this is the bottom
    for name in [*names[2::-1], "The whole model"]:
        page.keyboard.press("Escape")
        assert here(page) == name
    before = told(page)
    page.keyboard.press("ArrowDown")
    assert told(page) != before and "After layer 25" in told(page)
    page.keyboard.press("Home")
    chosen = page.locator(".levels [role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == "level-option-0"
    active = page.locator(".levels svg").get_attribute("aria-activedescendant")
    assert active == "level-option-0"
    page.go_back()  # as the keys came
    assert here(page) == "Layer 24"


def test_a_head_without_recorded_numbers_says_so(levels: Any) -> None:
    page = levels("#see-1-24-1")
    expect(page.locator(".levels .note")).to_contain_text("Open head 24.5, or load the model")
    expect(page.get_by_role("button", name="Open “is”")).to_have_count(0)
    page.locator(".levels svg").press("Enter")
    assert here(page) == "Head 24.1"


def test_a_click_opens_and_the_code_is_a_click_away(levels: Any) -> None:
    page = levels()
    page.locator("#level-option-23").click()
    page.locator("#level-option-4").click()
    page.locator("#level-option-3").click()
    assert here(page) == "“is” × “France”"
    assert page.locator(".computed code").inner_text() == "scores = q @ k.swapaxes(-1, -2)"
    link = page.get_by_role("link", name="exp_scores, line")
    target = link.evaluate("link => link.href").removeprefix(page.url.partition("index")[0])
    assert target == "reference/api/model/#attention.exp_scores"
    page.get_by_role("link", name="Layer 24").click()
    expect(page.locator(".levels nav [aria-current]")).to_have_text("Layer 24")


def test_the_front_page_leads_into_each_layer_that_it_draws(levels: Any) -> None:
    front = (ROOT / "examples/index/way.way.svg").read_text("utf-8")
    links = re.findall(r'href="play/inside-the-model.md(#[^"]+)" aria-label="layer (\d+)"', front)
    drawn = [layer for _, layer in links]
    assert drawn == ["1", "2", "30"] * 2  # in the wide drawing, in the narrow one
    page = levels()
    for place, layer in links[:3]:
        page.evaluate("place => { location.hash = place }", place)
        expect(page.locator(".levels nav [aria-current]")).to_have_text(f"Layer {layer}")


def test_the_lines_that_are_named_are_there() -> None:
    for line in (line for level in DATA["code"] for line in level):
        path = f"src/lessoncode/model/{line['module']}.py"
        text = (ROOT / path).read_text("utf-8")
        assert text.split("\n")[line["line"] - 1].strip() == line["code"]
        ids = [entry.id for entry in entries(line["module"], text)]
        assert f"{line['module']}.{line['name']}" in ids  # as the reference has it


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(320, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.nightly)],
)
def test_every_level_is_accessible_and_light(levels: Any, width: int, scheme: Scheme) -> None:
    page = levels("", width, scheme, **(TOUCH if width == 320 else {}))
    found = []
    for place in ["#see-1", *PLACES[1:2], "#see-2-25-5-10", *PLACES[3:]]:
        page.evaluate("place => { location.hash = place }", place)
        settle(page)
        found += [f"{place}: {fault}" for fault in violations(page) + overflowing(page)]
        assert page.locator(".levels svg *").count() <= 2000
        if place.count("-") > 1:
            assert page.evaluate(PAINT) < 150  # ms
    assert found == []
    if width == 320:
        heights = page.locator(".levels :is(label, button, [type=range]):visible").evaluate_all(
            "all => all.map(node => node.getBoundingClientRect().height)"
        )
        assert min(heights) >= 44


def test_a_text_of_ones_own_in_the_page(levels: Any, visit: Visit) -> None:
    page = levels()

    def answer(task: str, order: dict[str, Any]) -> dict[str, Any]:
        return {"levels.read": read, "levels.look": look}[task](order, print)

    def asking(route: Route) -> None:
        route.fulfill(body=ASKING, content_type="text/javascript")

    page.expose_function("answer", answer)
    page.route("**/play/asking.js", asking)
    expect(page.locator(".own")).to_contain_text("This loads the model (98 MB)")
    page.get_by_role("textbox").fill(OWN)
    page.get_by_role("button", name="Load SmolLM2, 98 MB").click()
    expect(page.locator(".levels > .status")).to_contain_text("at the end it is “cold”")
    expect(page.get_by_role("radio", name="Your own")).to_be_checked()
    page.evaluate("location.hash = location.hash.replace('see-4', 'see-4-26-8-5-4')")
    expect(page.locator(".levels > .status")).to_contain_text(
        "The query of “is” and the key of “hot”"
    )
    link = page.url
    assert "text=The%20opposite%20of%20hot%20is" in link
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".own")).to_contain_text("This link contains a text.")
    expect(page.get_by_role("textbox")).to_have_value(OWN)


def test_nothing_else_is_loaded_before_the_first_click(visit: Visit) -> None:
    page = visit("index.html")
    expect(page.get_by_role("button", name="Go inside this picture")).to_be_visible()
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in names if name.endswith("figures/levels.js")]
    assert not [name for name in names if "figures/levels/" in name or "levels.css" in name]
    expect(page.locator("figure > svg.wide")).to_be_visible()  # the drawing, until then


def test_without_javascript_the_first_level_is_drawn(visit: Visit) -> None:
    page = visit("index.html", java_script_enabled=False)
    expect(page.locator("figure > svg.wide")).to_be_visible()
    expect(page.locator(".levels")).to_have_count(0)


def test_it_opens_in_every_engine(engine: Engine, address: str) -> None:
    engine.open(f"{address}index.html")
    assert until(engine, "return Boolean(document.querySelector('.levels button'))")
    engine.run("document.querySelector('.levels button').click()")
    ready = "return document.querySelectorAll('.levels svg [role=option]').length"
    assert until(engine, ready) == 30
    engine.press("Enter", "Enter", "Enter", "Enter")
    assert engine.run("return location.hash") == PLACES[4]
    assert "90% that “France” gets" in engine.run(
        "return document.querySelector('.levels > .status').textContent"
    )
