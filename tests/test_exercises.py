"""Every exercise: its solution is right, what is right passes, and mistakes are found."""

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from checker.pages.oracles import oracles_of
from checker.project import Project
from lessoncode.grading import handout
from lessoncode.grading.exercise import Exercise, Function, load_all
from lessoncode.grading.grade import grade

ALL = load_all()
RIGHT = [(it, answer) for it in ALL for answer in it.right_answers]
WRONG = [(it, answer) for it in ALL for answer in it.mistakes]

each = pytest.mark.parametrize("it", ALL, ids=[it.name for it in ALL])


def names(pairs: list[tuple[Exercise, Function]]) -> list[str]:
    return [f"{it.name}-{answer.__name__}" for it, answer in pairs]


def solution(it: Exercise) -> Path:
    page, _, number = it.name.replace("-", "_").rpartition("_")
    path = f"examples/{page}/solution_{number}.py"
    assert (ROOT / path).is_file(), f"write the solution of {it.name}: {path}"
    return ROOT / path


def test_every_lesson_page_has_two_or_three_in_its_order() -> None:
    nav = [
        page
        for page in re.findall(r"lesson/([\w-]+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
        if "\nexercises: none\n" not in (ROOT / f"docs/lesson/{page}.md").read_text("utf-8")
    ]
    pages = [it.name.rpartition("-")[0] for it in ALL]
    assert list(dict.fromkeys(pages)) == nav
    assert {pages.count(page) for page in nav} == {2, 3}


@each
def test_its_page_tells_of_it_and_shows_the_solution(it: Exercise) -> None:
    text = (ROOT / it.page).read_text("utf-8")
    section = text.split("\n## Exercises\n")[1]
    if re.search(rf"^```exercise\n{it.name}\b.*\n```$", section, re.MULTILINE):
        return  # the fence shows all
    command = f"$ lessoncode exercise {it.name}\n"
    assert command in section, f"{it.page} does not hand it out, by an exercise fence"
    assert f"\n    {solution(it).relative_to(ROOT / 'examples')}\n" in section


@each
def test_solution_is_right_by_the_command(it: Exercise, tmp_path: Path) -> None:
    file = handout.answer_file(tmp_path, it)
    file.parent.mkdir()
    file.write_bytes(solution(it).read_bytes())
    assert handout.main(tmp_path, it.name, None) == 0


@each
def test_solution_needs_no_oracle(it: Exercise) -> None:
    source = solution(it).read_text("utf-8")
    assert source.count("from lessoncode.grading.grade import grade\n") == 1
    assert source.count("grading") == 1
    assert "exercises" not in source


@each
def test_stub_runs_and_fits_a_page(it: Exercise) -> None:
    defined: dict[str, Any] = {}
    exec(it.stub, defined)
    verdict = grade(it.name, defined[it.oracle.__name__])
    assert verdict == (False, f"{it.name}: still to be written")
    assert max(map(len, it.stub.split("\n"))) <= 76
    assert it.oracle.__doc__
    assert len(it.hints) >= 2


@each
def test_its_page_begins_with_the_stub_without_the_task(it: Exercise) -> None:
    found = oracles_of(Project(ROOT), it.name.rpartition("-")[0])
    oracle = next(oracle for oracle in found if oracle.name == it.name)
    head, task, body = it.stub.split('    """')
    assert it.task in task
    assert oracle.stub() == head + body.lstrip("\n")


@each
def test_nothing_is_no_answer(it: Exercise) -> None:
    nothings: list[object] = [None, 0, 1.0, [], "", {}, (0, 0)]
    passed = [n for n in nothings if grade(it.name, lambda *inputs, n=n: n).right]
    assert passed == []


@each
def test_an_input_given_back_is_no_answer(it: Exercise) -> None:
    assert not grade(it.name, lambda *inputs: inputs[0]).right


@each
def test_has_a_right_answer_of_another_form_and_a_mistake(it: Exercise) -> None:
    assert it.right_answers, f"write one below {it.name}, marked @{it.oracle.__name__}.right"
    assert it.mistakes, f"write one below {it.name}, marked @{it.oracle.__name__}.mistake"


@pytest.mark.parametrize(("it", "answer"), RIGHT, ids=names(RIGHT))
def test_right_in_another_way(it: Exercise, answer: Function) -> None:
    assert grade(it.name, answer).right, str(grade(it.name, answer))


@pytest.mark.parametrize(("it", "answer"), WRONG, ids=names(WRONG))
def test_mistake_is_found_and_shown(it: Exercise, answer: Function) -> None:
    right, text = grade(it.name, answer)
    assert not right
    assert f"{it.name}: not right yet, in case" in text
    assert "yours" in text
    assert "Traceback" not in text
