"""Exercises on their pages: written, checked by the command's grader, and kept, in Chromium."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from changed import change
from pages import ALWAYS, ROOT
from playwright.sync_api import Browser, Locator, Page, expect
from windows import (
    PHONE,
    Scheme,
    Visit,
    Window,
    end_runs,
    faults_in,
    nightly_on_a_desktop,
)

from lessoncode.grading import handout
from lessoncode.grading.exercise import Exercise, Function, load_all
from lessoncode.grading.grade import judge

PATH, NAME = "lesson/tokens/", "tokens-2"
PATIENCE = 120_000  # ms, for Python to start where others use the machine
SOLUTION = (ROOT / "examples/tokens/solution_2.py").read_text("utf-8")
STUB = "def merge(ids, pair, new_id):\n    raise NotImplementedError  # your code\n"
FROM_THE_RIGHT = """\
def merge(ids, pair, new_id):
    print("looks at", ids)
    ids = list(ids)
    for i in range(len(ids) - 2, -1, -1):
        if (*ids[i : i + 2],) == pair:
            ids[i : i + 2] = [new_id]
    return ids
"""
RAISES = "def merge(ids, pair, new_id):\n    return ids[99]\n"
ENDLESS = "def merge(ids, pair, new_id):\n    while True:\n        pass\n"
ASKS = "def merge(ids, pair, new_id):\n    return input()\n"
WITHOUT_END = "def merge(*inputs):\n    return merge(*inputs)\n"
FLOODS = "def merge(ids, pair, new_id):\n    print('x' * 99 * 999_999)\n    return ids\n"

Grade = Callable[[list[tuple[str, str]]], list[dict[str, Any]]]

GRADE = """async ([address, orders]) => {
    const { call } = await import(`${address}assets/python.js`);
    const found = [];
    for (const order of orders) found.push(await call("checker.browser.judging.judge", order));
    return found;
}"""


@pytest.fixture(scope="module", autouse=True)
def run_files(built_site: Path) -> None:
    if not (built_site / "run").is_dir():
        pytest.skip("no source has Pyodide's files")


@pytest.fixture(scope="module")
def started(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which Python runs, for all tests that need nothing new."""
    window = Window(browser, address)
    page = window.open(PATH)
    unfold(exercise(page))
    check(exercise(page), STUB, "✗ Not written yet")
    yield page
    faults = window.faults()
    window.context.close()
    assert not faults


@pytest.fixture
def shared(started: Page) -> tuple[Page, Locator]:
    """The same with nothing running, nothing written and nothing solved."""
    end_runs(started)
    clear_all(started)
    check(exercise(started), STUB, "✗ Not written yet")
    return started, exercise(started)


@pytest.fixture
def grade(started: Page, address: str) -> Grade:
    """Grades (exercise, answer) pairs."""
    end_runs(started)

    def grade(orders: list[tuple[str, str]]) -> list[dict[str, Any]]:
        given = [{"exercise": name, "answer": answer} for name, answer in orders]
        found: list[dict[str, Any]] = started.evaluate(GRADE, [address, given])
        return found

    return grade


def exercise(page: Page, name: str = NAME) -> Locator:
    return page.locator(f".exercise[data-exercise={name}]")


def opened(visit: Visit, *looks: Any, **settings: Any) -> tuple[Page, Locator]:
    page = visit(PATH, *looks, **settings)
    unfold(exercise(page))
    return page, exercise(page)


def unfold(block: Locator) -> None:
    """Opens an exercise by its title, as a reader does."""
    block.scroll_into_view_if_needed()
    expect(block.locator(".answer")).to_be_attached(timeout=PATIENCE)  # it comes near
    block.locator("summary.label").click()
    expect(block.locator(".editor")).to_be_visible(timeout=PATIENCE)


def clear_all(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".progress button", has_text="Start over").evaluate("button => button.click()")


def reload(page: Page) -> None:
    address = page.url
    if len(page.frames) == 1:
        page.wait_for_load_state("networkidle")  # else what is under way fails
    page.goto("about:blank")
    page.goto(address)
    unfold(exercise(page))


def button(block: Locator, name: str) -> Locator:
    return block.locator(".answer, .ways").get_by_role("button", name=name, exact=True)


def editor(block: Locator) -> Locator:
    return block.get_by_role("textbox", name="Your answer")


def status(block: Locator) -> Locator:
    return block.locator(".answer > .status[role=status]")


def check(block: Locator, answer: str, told: str) -> None:
    editor(block).fill(answer)
    button(block, "Check").click()
    expect(status(block)).to_contain_text(told, timeout=PATIENCE)


def table(block: Locator) -> list[list[str]]:
    rows = block.locator(".result tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


# The grader, on all that the exercises themselves hold against it.


def judged() -> list[Exercise]:
    """Those of the pages that are always opened, and those whose files a change touches.

    `.ci/run all`, for which every file counts as touched, judges all.
    """
    changed = change(ROOT)
    slugs = [it.name.rpartition("-")[0] for it in load_all()]
    files = [f"exercises/{slug.replace('-', '_')}.py" for slug in slugs]
    return [
        it
        for it, slug, file in zip(load_all(), slugs, files, strict=True)
        if f"lesson/{slug}/" in ALWAYS or changed.touches([file])
    ]


def recorded() -> list[tuple[Exercise, str, Function]]:
    """Their right answers and mistakes, each as code that gives it its name."""
    begin = "from lessoncode.grading.exercise import find\n\n"
    return [
        (it, f"{begin}{it.oracle.__name__} = find({it.name!r}).{kind}[{number}]\n", function)
        for it in judged()
        for kind in ("right_answers", "mistakes")
        for number, function in enumerate(getattr(it, kind))
    ]


def test_judges_all_right_answers_and_mistakes_as_the_command_does(grade: Grade) -> None:
    answers = recorded()
    orders = [(it.name, code) for it, code, _ in answers]
    found = grade(orders)
    wrong = [
        f"{code}\nhere {there}, by the command {native.told(it.name)}"
        for (it, code, function), there in zip(answers, found, strict=True)
        for native in [judge(it, function)]
        if (there.get("case"), there.get("cases")) != (native.case, native.cases)
        or (there["fault"] is None) != (native.fault is None)
    ]
    assert not wrong, "\n".join(wrong)
    assert sum(there["case"] > 0 for there in found) == sum(len(it.mistakes) for it in judged())


def test_takes_ids_as_numpy_here_takes_them(grade: Grade) -> None:
    """A generator draws 64 bits, and an index of so many is too wide for what runs in a browser."""
    answer = "import numpy as np\ndef renumber(ids, table, new_id):\n    "
    answer += "return np.take(new_id, ids), table[np.argsort(new_id)]\n"
    (found,) = grade([("what-tokens-hide-1", answer)])
    assert found["fault"] is None


def test_all_solutions_are_right(grade: Grade) -> None:
    every = judged()
    sources = {it.name: it.name.replace("-", "_").rpartition("_") for it in every}
    orders = [
        (name, (ROOT / f"examples/{page}/solution_{number}.py").read_text("utf-8"))
        for name, (page, _, number) in sources.items()
    ]
    found = grade(orders)
    wrong = [order[0] for order, it in zip(orders, found, strict=True) if it.get("fault", 1)]
    assert not wrong
    assert all(it["cases"] > 3 for it in found)


def test_what_is_no_answer_gets_a_sentence(grade: Grade) -> None:
    answers = {
        STUB: "Not written yet: it raises NotImplementedError.",
        "def merge(": "Your answer doesn't run.",
        "1 / 0": "Your answer doesn't run.",
        "merge = 3": "Your answer doesn't define a function merge.",
        ASKS: "input() can't ask anyone here. Write the answer into the code.",
        f"import numpy as np\nnp.argmax = None\n{STUB}": "Not written yet: it raises",
    }
    found = grade([(NAME, answer) for answer in answers])
    for it, sentence in zip(found, answers.values(), strict=True):
        assert it["broken"].startswith(sentence)
    assert "'(' was never closed" in found[1]["traceback"]
    assert found[2]["traceback"].startswith(
        'Traceback (most recent call last):\n  File "your answer'
    )


def test_what_goes_wrong_ends_nothing_else(grade: Grade) -> None:
    large = "import numpy as np\ndef merge(*inputs):\n    return np.zeros(2**40)\n"
    breaks = f"import builtins, lessoncode.grading.grade as it\nit.judge = len = None\n{RAISES}"
    answers = [WITHOUT_END, large, FLOODS, breaks, SOLUTION]
    found = grade([(NAME, answer) for answer in answers])
    assert "RecursionError" in found[0]["fault"]["problem"]
    assert "Error: " in found[1]["fault"]["problem"]
    assert len(found[2]["printed"]) == 5000
    assert found[3]["fault"]["problem"].endswith("IndexError: list index out of range")
    assert "lessoncode/" not in found[3]["fault"]["problem"], "only the answer's own lines matter"
    assert found[4]["fault"] is None


# The page.


@nightly_on_a_desktop
def test_from_the_stub_to_the_solution(visit: Visit, width: int, scheme: Scheme) -> None:
    page, block = opened(visit, width, scheme, reduced_motion="reduce")
    look = partial(faults_in, page, within=f".exercise[data-exercise={NAME}]")
    found = look("untouched")
    expect(editor(block)).to_have_value(STUB)
    for hidden in (".hint", ".console", ".solution"):
        expect(block.locator(hidden).first).to_be_hidden()

    check(block, RAISES, "✗ Not right yet, in case 1 of 44.")
    assert table(block) == [["ids", "pair", "new_id"], ["[1, 2]", "[1, 2]", "9"]]
    raised = block.locator(".traceback").inner_text()
    assert 'File "your answer", line 2, in merge\n    return ids[99]' in raised
    assert raised.endswith("IndexError: list index out of range")
    found += look("exception")

    check(
        block,
        FROM_THE_RIGHT,
        "case 3 of 44. The two cases before it are right.",
    )
    names = [row[0] for row in table(block)]
    assert names == ["ids", "pair", "new_id", "expected", "yours", "place", "[0]", "[1]"]
    assert "looks at" in block.locator(".result pre").inner_text()
    found += look("wrong")

    hints = block.locator(".hint > p").all_text_contents()
    for number, hint in enumerate(hints, start=1):
        button(block, f"Hint {number} of {len(hints)}").click()
        said = block.locator(".hints > p").all_text_contents()
        assert said[number - 1 :] == [f"Hint {number}. {hint}"]
    expect(block.get_by_role("button", name=re.compile("^Hint"))).to_have_count(0)
    found += look("hints")

    button(block, "Show the solution").click()
    expect(block.locator(".answer > .note")).to_contain_text(
        "You haven't solved this exercise yet."
    )
    expect(block.locator(".solution")).to_be_hidden()
    found += look("asked for the solution")

    check(block, SOLUTION, "✓ Right, in all 44 cases.")
    assert table(block) == []
    marks = json.loads(page.evaluate("localStorage.lessoncode"))
    assert marks[PATH]["exercises"] == {NAME: True}
    expect(page.locator(".page-length .you, .progress")).not_to_have_count(0)
    found += look("right")
    button(block, "Show the solution").click()
    expect(block.locator(".solution .example")).to_be_visible()
    expect(block.locator(".solution > summary")).to_be_focused()
    code = block.locator(".solution .highlight")
    code.scroll_into_view_if_needed()
    if width == PHONE:  # the theme sees then that it scrolls
        expect(code.locator("code")).to_have_attribute("tabindex", "0")
    found += look("solution")

    editor(block).press("End")
    editor(block).press_sequentially(" ")
    expect(status(block)).to_have_text("✓ You have solved this exercise.")
    reload(page)
    expect(status(block)).to_contain_text("✓ You have solved this exercise.", timeout=PATIENCE)
    expect(block.locator("summary.label")).to_contain_text("✓ solved")
    expect(editor(block)).to_have_value(re.compile("One step of BPE"))
    assert found == []


def test_stop_ends_what_does_not_end(shared: tuple[Page, Locator]) -> None:
    page, block = shared
    editor(block).fill(ENDLESS)
    button(block, "Check").dblclick()  # its second click stops nothing
    page.wait_for_timeout(1000)
    expect(status(block)).to_have_text("Checking.")
    button(block, "Stop").click()
    expect(status(block)).to_have_text("Stopped.")
    check(block, SOLUTION, "✓ Right, in all 44 cases.")


def test_what_waits_is_stopped_alone(shared: tuple[Page, Locator]) -> None:
    page, block = shared
    other = exercise(page, "tokens-1")
    if not editor(other).is_visible():
        unfold(other)
    editor(other).fill("def utf8(code):\n    while True:\n        pass\n")
    button(other, "Check").click()
    expect(status(other)).to_have_text("Checking.", timeout=PATIENCE)
    editor(block).fill(ENDLESS)
    button(block, "Check").click()
    button(block, "Stop").click()
    expect(status(block)).to_have_text("Stopped.")
    expect(button(other, "Stop")).to_be_visible()
    button(other, "Stop").click()
    expect(status(other)).to_have_text("Stopped.")
    check(block, SOLUTION, "✓ Right, in all 44 cases.")


def test_an_answer_is_kept_and_a_reset_can_be_undone(visit: Visit) -> None:
    page, block = opened(visit)
    button(block, "Reset").click()
    expect(editor(block)).to_have_value(STUB)
    editor(block).fill("# mine\n")
    reload(page)
    expect(editor(block)).to_have_value("# mine\n", timeout=PATIENCE)
    button(block, "Reset").click()
    expect(editor(block)).to_have_value(STUB)
    button(block, "Undo the reset").click()
    expect(editor(block)).to_have_value("# mine\n")
    button(block, "Reset").click()
    editor(block).fill("# new\n")
    expect(button(block, "Reset")).to_be_visible()
    button(block, "Reset").click()
    reload(page)
    expect(editor(block)).to_have_value(STUB)
    assert "lessoncode-edits" not in page.evaluate("Object.keys(localStorage)")


def test_an_answer_goes_to_the_command_and_comes_back(visit: Visit, tmp_path: Path) -> None:
    page, block = opened(visit)
    editor(block).fill(SOLUTION)
    with page.expect_download() as download:
        button(block, "Download your answer").click()
    assert download.value.suggested_filename == "tokens_2.py"
    (tmp_path / handout.ANSWERS).mkdir()
    download.value.save_as(tmp_path / "answers/tokens_2.py")
    assert handout.main(tmp_path, NAME, None) == 0

    (tmp_path / "answers/tokens_2.py").write_bytes(RAISES.replace("\n", "\r\n").encode("utf-8-sig"))
    block.locator("input[type=file]").set_input_files(tmp_path / "answers/tokens_2.py")
    expect(block.locator(".answer > .note")).to_have_text("Loaded from tokens_2.py.")
    expect(editor(block)).to_have_value(RAISES)
    button(block, "Undo the reset").click()
    expect(editor(block)).to_have_value(SOLUTION)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    block.locator("input[type=file]").set_input_files(tmp_path / "picture.png")
    expect(block.locator(".answer > .note")).to_have_text(
        "picture.png isn't a Python file, so it wasn't loaded."
    )
    expect(editor(block)).to_have_value(SOLUTION)


def test_the_solution_is_shown_to_who_gives_up_or_follows_a_link(visit: Visit) -> None:
    page, block = opened(visit)
    button(block, "Show the solution").click()
    expect(block.locator(".solution")).to_be_hidden()
    button(block, "Give up and show the solution").click()
    expect(block.locator(".solution .example")).to_be_visible()
    expect(block.locator(".solution").get_by_role("button", name="Run")).to_be_visible()
    reload(page)
    expect(block.locator(".solution")).to_be_hidden()
    page.evaluate("location.hash = '#out-tokens-solution-2'")
    expect(block.locator("#out-tokens-solution-2")).to_be_in_viewport()


def test_works_by_the_keyboard_alone(visit: Visit) -> None:
    page, block = opened(visit)
    editor(block).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("def merge(ids, pair, new_id):\nreturn ids")  # Enter goes on deeper
    expect(editor(block)).to_have_value("def merge(ids, pair, new_id):\n    return ids")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(status(block)).to_contain_text("✗ Not right yet", timeout=PATIENCE)
    for name in ("Check", "Hint 1 of 3", "Reset", "Show the solution"):
        page.keyboard.press("Tab")
        expect(button(block, name)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(block.locator(".solution > summary")).to_be_focused()


def test_clearing_all_marks_leaves_the_answer(shared: tuple[Page, Locator]) -> None:
    page, block = shared
    check(block, SOLUTION, "✓ Right")
    clear_all(page)
    expect(status(block)).to_be_empty()
    expect(editor(block)).to_have_value(SOLUTION)


def test_where_nothing_can_be_kept_it_says_so(visit: Visit) -> None:
    page, block = opened(visit)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    editor(block).fill("# mine\n")
    expect(block.locator(".answer > .note")).to_contain_text(
        "Your answer is lost when you leave this page."
    )


def test_little_is_loaded_before_a_reader_comes_near(visit: Visit) -> None:
    page = visit(PATH)
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    scripts = (re.search(r"/assets/([a-z][\w/]*\.js)$", name) for name in names)
    ours = {script[1] for script in scripts if script}
    assert "run.js" in ours and not ours & {"exercise.js", "answer.js", "editor.js", "python.js"}
    assert len(gzip.compress((ROOT / "docs/assets/exercise.js").read_bytes())) <= 1000
    # Who is quicker than it comes finds the stub, and Check that works.
    first = exercise(page)
    first.scroll_into_view_if_needed()
    expect(first.locator(".answer")).to_be_attached(timeout=PATIENCE)
    first.evaluate("""it => {
        it.open = true;
        it.querySelector("textarea").value = "# quick";
        it.querySelector(".answer button").click();
    }""")
    expect(status(first)).to_contain_text("doesn't define a function merge", timeout=PATIENCE)
    expect(editor(first)).to_have_value("# quick")


def test_on_paper_all_stands_as_without_scripts(visit: Visit) -> None:
    page, block = opened(visit)
    page.emulate_media(media="print")
    expect(block.locator(".answer")).to_be_hidden()
    expect(block.locator(".hint > p").first).to_be_visible()
    expect(block.locator(".console")).to_be_visible()
    expect(block.locator(".solution .output")).to_be_visible()


def test_without_scripts_hints_and_solution_are_folds(visit: Visit) -> None:
    page = visit(PATH, java_script_enabled=False)
    block = exercise(page)
    expect(block.locator(".hint > summary")).to_have_count(3)
    expect(block.locator(".console")).to_be_hidden()
    block.locator("summary.label").click()
    for part in (*block.locator("summary").all(), block.locator(".console")):
        expect(part).to_be_visible()
    expect(block.locator(".answer")).to_have_count(0)
