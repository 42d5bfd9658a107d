"""Every exercise: its solution is right, what is right passes, and mistakes are found."""

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from lessoncode.exercises import desk, grade
from lessoncode.exercises.grading import PAGES, Exercise, exercises

sys.path.insert(0, str(Path(__file__).parent))

ALL = [it for page in PAGES for it in exercises(page)]
NAMES = [it.name for it in ALL]
ANSWERS = {page: importlib.import_module(f"answers_{page}") for page in PAGES}
RIGHT = [pair for module in ANSWERS.values() for pair in module.RIGHT]
WRONG = [pair for module in ANSWERS.values() for pair in module.WRONG]

each = pytest.mark.parametrize("it", ALL, ids=NAMES)


def solution(it: Exercise) -> Path:
    page, _, number = it.name.replace("-", "_").rpartition("_")
    return ROOT / f"examples/{page}/solution_{number}.py"


def test_every_lesson_page_has_two_or_three_in_its_order() -> None:
    nav = re.findall(r"lesson/([\w-]+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert [page.replace("_", "-") for page in PAGES] == nav
    assert all(2 <= len(exercises(page)) <= 3 for page in PAGES)
    numbered = [f"{page}-{n + 1}" for page in nav for n in range(3)]
    assert [name for name in numbered if name in NAMES] == NAMES


@each
def test_its_page_tells_of_it_and_shows_the_solution(it: Exercise) -> None:
    text = (ROOT / it.page).read_text("utf-8")
    exercises = text.split("\n## Exercises\n")[1]
    assert f"$ lessoncode exercise {it.name}\n" in exercises
    assert f"\n    {solution(it).relative_to(ROOT / 'examples')}\n" in exercises


@each
def test_solution_is_right_by_the_command(it: Exercise, tmp_path: Path) -> None:
    file = desk.answer_file(tmp_path, it)
    file.parent.mkdir()
    file.write_bytes(solution(it).read_bytes())
    assert desk.main(tmp_path, it.name, None) == 0


@each
def test_solution_needs_no_oracle(it: Exercise) -> None:
    source = solution(it).read_text("utf-8")
    assert "grading" not in source and f"exercises.{it.page}" not in source


@each
def test_stub_runs_and_fits_a_page(it: Exercise) -> None:
    names: dict[str, Any] = {}
    exec(it.stub, names)
    verdict = grade(it.name, names[it.oracle.__name__])
    assert verdict == (False, f"{it.name}: still to be written")
    assert max(map(len, it.stub.split("\n"))) <= 76
    assert len(it.hints) >= 2


@each
@pytest.mark.parametrize("nothing", [None, 0, 1.0, [], "", {}, (0, 0)], ids=repr)
def test_nothing_is_no_answer(it: Exercise, nothing: object) -> None:
    assert not grade(it.name, lambda *inputs: nothing).right


@each
def test_an_input_given_back_is_no_answer(it: Exercise) -> None:
    assert not grade(it.name, lambda *inputs: inputs[0]).right


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_right_in_another_way(name: str, answer: Callable[..., Any]) -> None:
    assert grade(name, answer).right, str(grade(name, answer))


@pytest.mark.parametrize(("name", "answer"), WRONG)
def test_mistake_is_found_and_shown(name: str, answer: Callable[..., Any]) -> None:
    right, text = grade(name, answer)
    assert not right
    assert f"{name}: not right yet, in case" in text
    assert "yours" in text
    assert "Traceback" not in text


def test_every_exercise_has_a_mistake_and_another_right_answer() -> None:
    assert {name for name, _ in WRONG} == set(NAMES)
    assert {name for name, _ in RIGHT} == set(NAMES)
