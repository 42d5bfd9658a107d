"""Every exercise: what is right passes, what is wrong is found, and its page begins with its stub.

`lessoncode check` sees that each has a page, a task, hints, a mistake and another right answer, and
that its solution prints what it printed.
"""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from checker.pages.api import block_html
from checker.pages.exercise_files import oracles_of
from checker.project import Project
from lessoncode.grading.exercise import Exercise, load_all
from lessoncode.grading.grade import grade

ALL = load_all()
NOTHINGS: list[object] = [None, 0, 1.0, [], "", {}, (0, 0)]


def slug_of(it: Exercise) -> str:
    return it.name.rpartition("-")[0]


PAGES = {slug: [*exercises] for slug, exercises in groupby(ALL, slug_of)}
of_a_page = pytest.mark.parametrize("exercises", PAGES.values(), ids=PAGES)


def solution(it: Exercise) -> Path:
    page, _, number = it.name.replace("-", "_").rpartition("_")
    return ROOT / f"examples/{page}/solution_{number}.py"


def test_they_are_listed_in_the_order_of_the_pages() -> None:
    pages = [*PAGES]
    nav = re.findall(r"lesson/([\w-]+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert pages == [page for page in nav if page in pages]


@of_a_page
def test_a_solution_says_that_it_is_right_and_needs_no_oracle(exercises: list[Exercise]) -> None:
    for it in exercises:
        source, record = (
            solution(it).with_suffix(end).read_text("utf-8") for end in (".py", ".out")
        )
        assert f"{it.name}: right, in all" in record
        assert source.count("from lessoncode.grading.grade import grade\n") == 1, it.name
        assert source.count("grading") == 1 and "exercises" not in source, it.name


@of_a_page
def test_a_stub_runs_and_fits_a_page(exercises: list[Exercise]) -> None:
    for it in exercises:
        defined: dict[str, Any] = {}
        exec(it.stub, defined)
        verdict = grade(it.name, defined[it.oracle.__name__])
        assert verdict == (False, f"{it.name}: still to be written")
        assert max(map(len, it.stub.split("\n"))) <= 76, it.name


@of_a_page
def test_a_page_begins_with_the_stub_without_the_task(exercises: list[Exercise]) -> None:
    project = Project(ROOT)
    oracles = {oracle.name: oracle for oracle in oracles_of(project, slug_of(exercises[0]))}
    for it in exercises:
        head, task, body = it.stub.split('    """')
        assert it.task in task
        assert oracles[it.name].stub() == head + body.lstrip("\n")


@of_a_page
def test_no_code_is_shown_with_curly_quotes(exercises: list[Exercise]) -> None:
    for it in oracles_of(Project(ROOT), slug_of(exercises[0])):
        shown = "\n".join(map(block_html, [*it.task.split("\n\n"), *it.hints]))
        words = re.sub(r"<code>.*?</code>|<[^<>]*>", "", shown, flags=re.DOTALL)
        assert not re.findall(r".*(?:\S[“‘]|”[^\s.,]).*", words), it.name


@of_a_page
def test_nothing_and_an_input_given_back_are_no_answers(exercises: list[Exercise]) -> None:
    for it in exercises:
        passed = [n for n in NOTHINGS if grade(it.name, lambda *inputs, n=n: n).right]
        assert passed == [], it.name
        assert not grade(it.name, lambda *inputs: inputs[0]).right, it.name


@of_a_page
def test_what_is_right_in_another_way_passes(exercises: list[Exercise]) -> None:
    for it in exercises:
        for answer in it.right_answers:
            verdict = grade(it.name, answer)
            assert verdict.right, f"{answer.__name__}: {verdict}"


@of_a_page
def test_mistakes_are_found_and_shown(exercises: list[Exercise]) -> None:
    for it in exercises:
        for answer in it.mistakes:
            right, text = grade(it.name, answer)
            assert not right, f"{it.name}: {answer.__name__}"
            assert f"{it.name}: not right yet, in case" in text
            assert "yours" in text and "Traceback" not in text, text
