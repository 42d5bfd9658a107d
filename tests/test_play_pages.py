"""The pages to play on that ask Python, in Chromium: their numbers are those of native Python."""

import gzip
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pages import ROOT
from playwright.sync_api import Browser, Locator, Page, Route, expect
from windows import (
    DESKTOP,
    PHONE,
    PREFIX,
    Handler,
    Visit,
    Window,
    end_runs,
    faults_in,
    resize,
)

from lessoncode.play import levels, next_token, operate
from lessoncode.pretrained import smollm

NEXT_TOKEN, REAL_MODEL = "play/next-token/", "play/real-model/"
ASSETS = ROOT / "docs/assets"
EXAMPLES = ROOT / "examples/inside_a_real_model"
MOST_BYTES = 11_700  # of scripts before the first click, compressed
START = 120_000  # ms that Python may take to start, on a machine that does other things besides
SOON = 30_000
END = "<|endoftext|>"
TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    if not (built_site / "run/runs.json").is_file():
        pytest.skip("no source has Pyodide's files")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=built_site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Visit]:
    """As `visit`, for pages on which Python starts: the frame with it never counts as idle."""
    windows: list[Window] = []

    def opened(path: str, *looks: Any, **settings: Any) -> Page:
        windows.append(Window(browser, address, *looks, **settings))
        return windows[-1].open(path)

    yield opened
    trouble = [fault for window in windows for fault in window.trouble]
    for window in windows:
        window.context.close()
    assert not trouble


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your text")


def press(page: Page, name: str) -> None:
    page.locator("article").get_by_role("button", name=name, exact=True).click()


def status(page: Page) -> Locator:
    return page.locator(".play [role=status]").first


def choices(page: Page, table: str = ".likely") -> list[list[str]]:
    """The rows of a table: the name of each, and what stands in its cells."""
    rows: list[list[str]] = page.locator(f"{table} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return rows


# Before the first click.


@pytest.mark.parametrize("path", [NEXT_TOKEN, REAL_MODEL])
def test_nothing_of_python_is_loaded_before_the_first_click(visit: Visit, path: str) -> None:
    page = visit(path)
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    ours = {re.search(r"/assets/((?:play/)?[\w-]+\.js)$", name) for name in names}
    scripts = {match[1] for match in ours if match}
    assert "play/begin.js" in scripts and "python.js" not in scripts
    sizes = {name: len(gzip.compress((ASSETS / name).read_bytes())) for name in scripts}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    offers = page.locator("[data-text] button, [data-say] button")
    assert offers.count() >= 4
    page.locator("article > :last-child").scroll_into_view_if_needed()
    if path == REAL_MODEL:
        expect(keeping(page)).to_be_visible()  # all that a reader comes near to is loaded
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "/run/" in name or name.endswith("/python.js")]
    offers.first.click()
    page.wait_for_load_state("networkidle")
    again = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert again == names  # an offer loads nothing


@pytest.mark.parametrize("path", ["play/tokenizer/", NEXT_TOKEN, REAL_MODEL, "play/train/"])
def test_controls_take_no_more_room_than_is_kept_for_them(visit: Visit, path: str) -> None:
    """Else all below them would jump when they come."""
    page = visit(path, 320, **TOUCH)
    for width in (320, PHONE):
        resize(page, width)
        over = "block => block.offsetHeight - parseFloat(getComputedStyle(block).minHeight)"
        assert page.locator(".play").evaluate(over) <= 1, width


def test_stop_ends_the_calls_that_wait_too(visit: Visit) -> None:
    page = visit(NEXT_TOKEN)
    said = page.evaluate("""async () => {
        const { call, stopAll } = await import(new URL("../../assets/python.js", location.href));
        const asked = [1, 2].map(() => call("no.task", {}).catch(({ message }) => message));
        setTimeout(stopAll);
        return [...(await Promise.all(asked)), document.querySelectorAll("iframe").length];
    }""")
    assert said == ["Stopped.", "Stopped.", 0]


@pytest.mark.parametrize("path", [NEXT_TOKEN, REAL_MODEL, "play/train/"])
def test_without_javascript_the_page_says_so(scriptless: Window, path: str) -> None:
    page = scriptless.open(path)
    expect(page.locator(".play")).to_contain_text("This needs JavaScript.")
    expect(text_box(page)).to_have_count(0)


def test_a_device_that_is_too_small_is_told(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    window.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })"
    )
    expect(status(window.open(REAL_MODEL))).to_contain_text("your device has 2 GB")
    phone = Window(browser, address, PHONE, **TOUCH).open(REAL_MODEL)
    expect(status(phone)).to_contain_text("the model (98 MB) and Python (9 MB)")
    expect(status(phone)).to_contain_text("On a phone it may fail, but you can try.")


def test_files_that_do_not_come(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    held = [True]

    def answer(route: Route) -> None:
        route.abort() if held[0] else route.continue_()

    window.context.route("**/run/**", answer)
    page = window.open(NEXT_TOKEN)
    press(page, "Predict")
    expect(status(page)).to_contain_text("couldn't be loaded. Are you online?")
    expect(text_box(page)).to_be_editable()
    held[0] = False
    press(page, "Predict")
    expect(status(page)).to_contain_text("Most likely now", timeout=START)


# Next token.


@pytest.fixture(scope="module")
def small_model(browser: Browser, address: str) -> Page:
    """The page with Python running, for all tests of it: begun by the keyboard."""
    page = Window(browser, address).open(NEXT_TOKEN)
    text_box(page).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Predict")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Draw a word")).to_be_focused(timeout=START)
    return page


@pytest.fixture
def small(small_model: Page) -> Page:
    end_runs(small_model)
    resize = {"Temperature": "1", "Top p": "1"}
    for name, value in resize.items():
        slide(small_model, name, value)
    enter(small_model, "the cat sat on the")
    return small_model


def enter(page: Page, text: str) -> None:
    """Types a text, and waits for what belongs to it."""
    text_box(page).fill(text)
    expect(page.locator(".heads th[scope=row]")).to_have_text([END, *text.split()], timeout=SOON)


def slide(page: Page, name: str, value: str) -> None:
    page.get_by_role("slider", name=name).fill(value)


def native(text: str, temperature: float = 1.0, top_p: float = 1.0) -> Any:
    order = {"text": text, "temperature": temperature, "top_p": top_p}
    return next_token.predict(order, lambda message: None)


@pytest.mark.parametrize(
    ("text", "temperature", "top_p"),
    [
        ("the cat sat on the", 1.0, 1.0),
        ("the dog that saw the cat sat on the", 0.5, 1.0),
        ("the bird", 2.3, 0.8),
        ("", 0.0, 1.0),
        ("the dog sat on the roof and", 1.0, 0.05),
    ],
)
def test_the_bars_are_native_python_s(
    small: Page, text: str, temperature: float, top_p: float
) -> None:
    enter(small, text)
    slide(small, "Temperature", str(temperature))
    slide(small, "Top p", str(top_p))
    expected = native(text, temperature, top_p)
    columns = [expected[who] for who in ("drawn_from", "truth", "bigrams")]
    place = {word: i for i, word in enumerate(expected["words"])}

    def shown(i: int) -> list[str]:
        return ["–" if column is None else f"{column[i]:.4f}" for column in columns]

    first = small.locator(".likely tbody tr").first
    best = expected["words"][max(place.values(), key=lambda i: expected["predicted"][i])]
    expect(first).to_contain_text(best)
    expect(first).to_contain_text(shown(place[best])[0])
    *rows, others = choices(small)
    assert [row[1:] for row in rows] == [shown(place[row[0]]) for row in rows]
    hidden = set(place) - {row[0] for row in rows}
    assert others[0] == f"{len(hidden)} others"
    for column, cell in zip(columns, others[1:], strict=True):
        if column:
            assert float(cell) == pytest.approx(sum(column[place[w]] for w in hidden), abs=6e-5)
    note = small.locator(".note")
    if expected["truth"] is None:
        expect(note).to_contain_text("No sentence of this world begins like this")
    else:
        expect(note).not_to_contain_text("No sentence")


def test_the_bars_are_as_long_as_their_numbers(small: Page) -> None:
    slide(small, "Temperature", "2")
    expect(small.locator(".likely thead")).to_contain_text("drawn from")
    lengths = small.locator(".likely .track").evaluate_all(
        "all => all.map(track => [track.firstChild.offsetWidth / track.offsetWidth,"
        "  Number(track.previousSibling.textContent)])"
    )
    assert len(lengths) > 20 and max(p for _, p in lengths) > 0.4
    for length, p in lengths:
        assert length == pytest.approx(p, abs=0.02)


def test_heads_are_native_python_s(small: Page) -> None:
    enter(small, "the cat that saw the bird sat on the")
    shares = native("the cat that saw the bird sat on the")["shares"]
    heads = [head for layer in shares for head in layer]
    rows = choices(small, ".heads")
    assert [row[0] for row in rows][:5] == [END, "the", "cat", "that", "saw"]
    assert [row[1:] for row in rows] == [[f"{h[i]:.2f}" for h in heads] for i in range(10)]
    expect(small.locator(".heads thead th")).to_have_text(["1.1", "1.2", "2.1", "2.2"])
    assert rows[4][4] == "0.99"  # as the lesson has it: the last word takes it from "saw"


def test_a_word_is_appended_drawn_and_taken_back(small: Page) -> None:
    small.locator(".likely").get_by_role("button", name="sofa").click()
    expect(text_box(small)).to_have_value("the cat sat on the sofa")
    expect(status(small)).to_contain_text("Appended: “sofa”. Most likely now")
    press(small, "Remove the last word")
    expect(text_box(small)).to_have_value("the cat sat on the")
    slide(small, "Temperature", "0")
    press(small, "Draw a word")
    expect(text_box(small)).to_have_value("the cat sat on the mat")
    expect(status(small)).to_contain_text("Drawn: “mat”.")
    press(small, "Draw a word")
    expect(status(small)).to_contain_text("The sentence is complete: “the cat sat on the mat”.")
    whole = native("the cat sat on the mat")
    expect(status(small)).to_contain_text(f"gives it a probability of {whole['sentence']:.4f}")
    expect(status(small)).to_contain_text("in this world it has 0.0840")
    press(small, "Start over")
    expect(text_box(small)).to_have_value("")
    expect(small.locator(".likely tbody tr").first).to_contain_text("the")
    press(small, "Draw a word")
    expect(text_box(small)).to_have_value("the")


def test_a_text_of_the_page_is_put_into_the_box(small: Page) -> None:
    small.get_by_role("button", name="the dog sat on the roof and").click()
    expect(text_box(small)).to_have_value("the dog sat on the roof and")
    expect(small.locator(".note")).to_contain_text("No sentence of this world begins like this")


def test_a_word_that_the_world_has_not(small: Page) -> None:
    text_box(small).fill("the hen")
    expect(status(small)).to_contain_text(
        "This world doesn't have the word “hen”. Its 18 words are below."
    )
    words = [word for word in native("")["words"] if word != END]
    vocabulary = small.locator("h2", has_text="All words").locator(
        "xpath=following-sibling::div[1]"
    )
    expect(vocabulary.get_by_role("button")).to_have_text(words)
    text_box(small).fill("the")
    expect(status(small)).to_contain_text("Most likely now")
    vocabulary.get_by_role("button", name="bird").click()
    expect(text_box(small)).to_have_value("the bird")


def test_by_the_keyboard_alone(small: Page) -> None:
    small.get_by_role("button", name="Draw a word").focus()
    for _ in range(3):  # two ways out, then the temperature
        small.keyboard.press("Tab")
    small.keyboard.press("Home")
    expect(small.locator(".likely tbody tr").first).to_contain_text("1.0000")
    small.keyboard.press("Tab")
    small.keyboard.press("Tab")
    small.keyboard.press("Enter")  # the likeliest word
    expect(text_box(small)).to_have_value("the cat sat on the mat")
    expect(small.locator(".likely button").first).to_be_focused()


def test_next_token_is_accessible_on_a_phone(opened: Visit) -> None:
    page = opened(NEXT_TOKEN, PHONE, "dark", **TOUCH)
    found = faults_in(page, "untouched")
    press(page, "Predict")
    expect(page.locator(".likely")).to_be_visible(timeout=START)
    found += faults_in(page, "predicted")
    heights = [box.bounding_box() for box in page.locator(".play button:visible").all()]
    assert min(box["height"] for box in heights if box) >= 44
    assert not found, "\n".join(found)


def test_next_token_is_accessible(small: Page) -> None:
    found = faults_in(small, "predicted")
    slide(small, "Temperature", "2")
    enter(small, "the dog sat on the roof and")
    found += faults_in(small, "bent, without a truth")
    text_box(small).fill("the hen")
    expect(status(small)).to_contain_text("doesn't have the word")
    found += faults_in(small, "an unknown word")
    assert not found, "\n".join(found)


# What the browser keeps of the model.


def keeping(page: Page) -> Locator:
    page.locator("div.keeps").scroll_into_view_if_needed()  # it is loaded when a reader is near
    return page.locator("div.keeps [role=status]")


def test_what_the_browser_keeps_is_removed_by_a_click(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    page = window.open(REAL_MODEL)
    expect(keeping(page)).to_have_text("Your browser stores nothing for this page.")
    assert page.locator("#what-your-browser-keeps").count() == 1  # Run bars link to it
    page.evaluate("""async () => {
        const cache = await caches.open("lessoncode");
        await cache.put("../../run/smollm2.gguf", new Response(new Uint8Array(3e6)));
    }""")
    page.reload()
    expect(keeping(page)).to_have_text("Your browser stores 3 MB for this page.")
    other = window.context.new_page()
    other.goto(page.url)
    expect(keeping(other)).to_have_text("Your browser stores 3 MB for this page.")
    press(page, "Remove it from this browser")
    expect(keeping(page)).to_contain_text("Removed: this freed 3 MB.")
    assert page.evaluate("caches.has('lessoncode')") is False
    press(other, "Remove it from this browser")
    expect(keeping(other)).to_have_text("It was already removed.")
    window.context.close()


def test_browser_that_keeps_nothing_has_nothing_to_remove(browser: Browser, address: str) -> None:
    window = Window(browser, address)
    denied = "get: () => { throw new DOMException('denied', 'SecurityError'); }"
    window.context.add_init_script(f"Object.defineProperty(window, 'caches', {{ {denied} }})")
    page = window.open(REAL_MODEL)
    expect(keeping(page)).to_have_text("Your browser stores nothing for this page.")
    assert page.get_by_role("button", name="Remove it from this browser").count() == 0
    window.context.close()


# A real model. It is loaded once (98 MB and some seconds of work), for all tests of it.


@pytest.fixture(scope="module")
def real_window(browser: Browser, address: str) -> Window:
    window = Window(browser, address)
    page = window.open(REAL_MODEL)
    press(page, "Load SmolLM2, 98 MB")
    expect(page.locator(".likely")).to_be_visible(timeout=2 * START)
    return window


@pytest.fixture
def real(real_window: Window) -> Page:
    page = real_window.page
    # What is in an open fold is computed anew for each text.
    page.locator(".play details").evaluate_all("all => all.forEach(one => { one.open = false; })")
    end_runs(page)
    return page


def likeliest(page: Page) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in choices(page)[:10]]


def visible(piece: str) -> str:
    return piece.replace(" ", "␣").replace("\n", "↵")


@pytest.fixture(scope="module")
def native_model() -> Iterator[smollm.SmolLM2]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(ROOT / ".cache/lessoncode/prepared"))
        yield smollm.load()


def test_the_ten_likeliest_are_native_python_s(real: Page, native_model: smollm.SmolLM2) -> None:
    for text in ("The capital of France is", "Once upon a time,\nThe cat sat on the"):
        text_box(real).fill(text)
        (p,) = native_model.next_token_probabilities([text])
        best = p.argsort()[::-1][:10].tolist()
        names = [visible(native_model.tokenizer.decode([i])) for i in best]
        expect(real.locator(".likely th[scope=row] button")).to_have_text(names, timeout=SOON)
        assert likeliest(real) == list(zip(names, [f"{p[i]:.4f}" for i in best], strict=True))
    record = (ROOT / "examples/next_token/real.out").read_text("utf-8")
    (printed,) = re.findall(r"^ *(\S+)  mat +Once upon a time,↵The$", record, re.MULTILINE)
    name, p_mat = likeliest(real)[0]
    assert (name, f"{float(p_mat):.3f}") == ("␣mat", printed)


def test_a_token_is_appended_and_taken_back(real: Page) -> None:
    text_box(real).fill("The capital of France is")
    expect(real.locator(".play .chip")).to_have_count(5, timeout=SOON)
    expect(real.locator(".play .chip")).to_have_text(
        ["The504", "␣capital3575", "␣of282", "␣France4649", "␣is314"]
    )
    real.locator(".likely").get_by_role("button", name="␣Paris").click()
    expect(status(real)).to_contain_text(
        "The text has 6 tokens, of which 5 were read before.", timeout=SOON
    )
    expect(text_box(real)).to_have_value("The capital of France is Paris")
    press(real, "Remove the last token")
    expect(text_box(real)).to_have_value("The capital of France is")
    press(real, "Remove the last token")
    expect(text_box(real)).to_have_value("The capital of France")
    expect(real.locator(".play .chip")).to_have_count(4, timeout=SOON)
    press(real, "Draw a token")
    expect(status(real)).to_contain_text("Drawn: “", timeout=SOON)
    expect(real.locator(".play .chip")).to_have_count(5, timeout=SOON)


def open_folds(page: Page) -> None:
    page.locator(".play details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def test_the_inside_is_what_the_lesson_prints(real: Page) -> None:
    text_box(real).fill("The capital of France is")
    expect(real.locator(".play .chip")).to_have_count(5, timeout=SOON)
    open_folds(real)
    expect(real.locator(".lens tbody tr")).to_have_count(31, timeout=SOON)
    layers = {row[0]: row for row in choices(real, ".lens")}
    for layer, paris, *_ in map(str.split, (EXAMPLES / "lens.out").read_text().splitlines()[2:]):
        assert f"{float(layers[layer][3]):.2f}" == paris
    assert layers["30"][1:] == ["␣Paris", "0.7725", "0.7725"]
    printed = re.findall(r"^24\.\d +(.*)$", (EXAMPLES / "heads.out").read_text(), re.MULTILINE)
    columns = zip(*(row[1:] for row in choices(real, ".heads")), strict=True)
    found = [[f"{float(share):.0%}" for share in column] for column in columns]
    assert found == [row.split() for row in printed]
    slide(real, "Layer", "17")
    expect(real.locator(".heads thead th").first).to_have_text("17.1", timeout=SOON)
    assert choices(real, ".heads")[3][1] == "0.78"  # from France, as in heads.out
    assert "17.1  78%" in (EXAMPLES / "heads.out").read_text()


ASK = """async ([address, task, order]) => (await import(`${address}assets/python.js`)).call(
    `lessoncode.play.${task}`, order, {needs: {files: [], figures: false, model: true}})"""


def test_a_changed_part_is_native_python_s(
    real: Page, address: str, native_model: smollm.SmolLM2
) -> None:
    text = {"text": "The capital of France is", "after": []}
    head = {"part": "head", "layer": 24, "number": 5, "by": 0}
    vector = {"part": "vector", "layer": 23, "number": 4, "other": "The capital of Italy is"}
    changes = [{**head, "tokens": "all"}, {**head, "tokens": "last"}, vector]
    order: dict[str, Any] = {**text, "changes": changes}
    found = real.evaluate(ASK, [address, "operate.changed", order])["rows"]
    expected = operate.changed(order, lambda message: None)["rows"]
    assert [row["piece"] for row in found] == [row["piece"] for row in expected]
    assert [row["p"] for row in found] == [pytest.approx(row["p"], abs=1e-4) for row in expected]
    order = {**text, "by": 0, "layer": 30}
    (layer,) = real.evaluate(ASK, [address, "operate.heads", order])["layers"]
    (native_layer,) = operate.heads(order, lambda message: None)["layers"]
    assert layer["effects"] == pytest.approx(native_layer["effects"], abs=1e-4)


def test_the_picture_of_all_levels_asks_the_same_python(real: Page) -> None:
    """Here the model is loaded already; `test_levels` tries that picture without Python."""
    order = {"text": "The capital of France is", "layer": 24, "head": 5}
    there, inside = real.evaluate(
        """async order => {
            const { call } = await import(new URL("../../assets/python.js", location.href));
            const needs = { files: [], figures: false, model: true };
            const ask = task => call(`lessoncode.play.levels.${task}`, order, { needs });
            return [await ask("read"), await ask("look")];
        }""",
        order,
    )
    here = levels.read(order, print)
    assert there["pieces"] == here["pieces"] and there["ids"] == here["ids"]
    for one, other in zip(there["shares"], here["shares"], strict=True):
        last, expected = ([rows[-1] for rows in heads] for heads in (one, other))
        assert np.allclose(last, expected, atol=0.011)
    for one, other in zip(there["tops"], here["tops"], strict=True):
        assert np.allclose(one[0][1], other[0][1], atol=0.002)
    for name, numbers in levels.look(order, print).items():
        assert np.allclose(inside[name], numbers, atol=0.011)


def say(page: Page, text: str, temperature: str = "0") -> Locator:
    slide(page, "Temperature", temperature)
    box = page.get_by_role("textbox", name="Say something")
    box.fill(text)
    box.press("Enter")
    return page.locator(".play div:has(> #say) > .asking [role=status]")


def test_a_talk(real: Page) -> None:
    told = say(real, "What is the capital of Germany?")
    expect(told).to_contain_text("Finished: 7 tokens", timeout=START)
    expect(told).to_contain_text("It read 37 tokens.")
    turn = ("user", "What is the capital of Germany?")
    transcript = real.get_by_role("group", name="The transcript")
    answer = "The capital of Germany is Berlin."  # as examples/a_real_model/template.py prints
    expected = smollm.chat_template([turn]) + f"{answer}<|im_end|>\n"
    assert transcript.evaluate("it => it.textContent") == expected
    expect(transcript.locator(".drawn")).to_have_text(answer)
    expect(transcript.locator(".special")).to_have_count(6)
    told = say(real, "Tell me a very long story.")
    expect(real.locator(".play .drawn")).to_contain_text(" ", timeout=START)
    press(real, "Stop")
    expect(told).to_contain_text("Stopped: ", timeout=SOON)
    expect(told).to_contain_text("of which 44 were read before")
    told = say(real, "Thank you.")  # the model is still loaded
    expect(told).to_contain_text("The model is writing", timeout=SOON)
    press(real, "Stop")
    expect(told).to_contain_text("Stopped: ", timeout=SOON)
    turns = transcript.evaluate("it => it.textContent")
    assert "story.<|im_end|>\n<|im_start|>assistant\n" in turns and expected in turns
    press(real, "Start over")
    expect(transcript).to_have_text("Nothing has been said yet.")
    told = say(real, "Hi<|im_end|>")
    expect(told).to_have_text("a turn holds <|im_end|>: take it out", timeout=SOON)


def test_what_the_page_offers_to_say_is_put_into_the_box(real: Page) -> None:
    real.get_by_role("button", name="Who was Marie Curie?").click()
    expect(real.get_by_role("textbox", name="Say something")).to_have_value("Who was Marie Curie?")


def test_texts_that_the_model_cannot_read(real: Page) -> None:
    for text, why in {"": "Type some text first.", " a" * 600: "This text has 600 tokens."}.items():
        text_box(real).fill(text)
        expect(status(real)).to_contain_text(why, timeout=SOON)
    text_box(real).fill("🌧<|endoftext|>")
    expect(real.locator(".play .chip .text").last).to_have_text("<|endoftext|>", timeout=SOON)
    shown = real.locator(".play .chip .text").all_text_contents()
    assert "".join(shown[:-1]).replace(" ", "") == "🌧".encode().hex().upper()


def test_a_real_model_is_accessible(real: Page) -> None:
    text_box(real).fill("The capital of France is")
    expect(real.locator(".play .chip")).to_have_count(5, timeout=SOON)
    open_folds(real)
    expect(real.locator(".heads")).to_be_visible(timeout=SOON)
    found = faults_in(real, "desktop")
    real.set_viewport_size({"width": PHONE, "height": 900})
    found += faults_in(real, "phone")
    real.set_viewport_size({"width": DESKTOP, "height": 900})
    assert not found, "\n".join(found)


def test_the_next_visit_loads_no_model(real_window: Window) -> None:
    page = real_window.page
    expect(keeping(page)).to_have_text("Your browser stores 98 MB for this page.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    press(page, "Load SmolLM2, 98 MB")
    expect(status(page)).to_contain_text("Most likely now", timeout=START)
    assert asked and not [url for url in asked if url.endswith(".gguf")]
    assert not real_window.trouble, real_window.trouble
