"""How exercises are found, and what is said of a file that holds none."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from lessoncode.grading import exercise
from lessoncode.grading.exercise import find, load, load_all

HEAD = '''"""Exercises of a page."""

from lessoncode.grading.exercise import exercise


def cases(rng):
    yield (1,)


'''


def task(name: str, function: str = "double") -> str:
    return f'@exercise("{name}", cases, hints=())\ndef {function}(x):\n    """Double x."""\n\n\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project's folder of exercises."""
    monkeypatch.setattr(exercise, "EXERCISES", tmp_path / "exercises")
    (tmp_path / "exercises").mkdir()
    return tmp_path / "exercises"


def test_answers_are_kept_beside_the_oracle(folder: Path) -> None:
    answers = "@double.right\ndef plus(x):\n    return x + x\n\n\n"
    answers += "@double.mistake\ndef square(x):\n    return x * x\n"
    (folder / "small_sums.py").write_text(HEAD + task("small-sums-1") + answers, "utf-8")
    it = find("small-sums-1")
    assert [answer(3) for answer in it.right_answers] == [6]
    assert [answer(3) for answer in it.mistakes] == [9]
    assert (it.page, it.task) == ("docs/lesson/small-sums.md", "Double x.")


def test_pages_come_in_the_order_of_the_menu(folder: Path) -> None:
    for page in ("after", "before_it", "middle"):
        name = page.replace("_", "-")
        text = HEAD + task(f"{name}-1") + task(f"{name}-2", "other")
        (folder / f"{page}.py").write_text(text, "utf-8")
    menu = "nav: [lesson/before-it.md, lesson/middle.md, lesson/after.md]\n"
    (folder.parent / "mkdocs.yml").write_text(menu, "utf-8")
    pages = ("before-it", "middle", "after")
    assert [it.name for it in load_all()] == [f"{page}-{n}" for page in pages for n in (1, 2)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n\ny = 1 / 0\n", "page.py, line 3, does not run: ZeroDivisionError: division by"),
        (
            "import math\nmath.sqrt(\n",
            "page.py, line 2, does not run: SyntaxError: '\\(' was never",
        ),
        ("import nowhere\n", "page.py, line 1, does not run: ModuleNotFoundError: No module"),
        (HEAD + task("page-1") + task("page-1", "other"), "page-1', 'page-1'.*page-1', 'page-2'"),
        (HEAD + task("page-2"), r"\['page-2'\]; name them \['page-1'\], in this order"),
        (HEAD + task("other-1"), r"\['other-1'\]; name them \['page-1'\]"),
        (HEAD + task("page-1") + task("page-2"), r"\['page-2'\]; name them \['page-1'\]"),
    ],
)
def test_says_where_a_file_is_wrong(folder: Path, text: str, message: str) -> None:
    (folder / "page.py").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        find("page-1")


def test_finding_one_runs_no_other_file(folder: Path) -> None:
    (folder / "broken.py").write_text("1 / 0\n", "utf-8")
    (folder / "page.py").write_text(HEAD + task("page-1"), "utf-8")
    assert find("page-1").name == "page-1"


def test_a_file_runs_once(folder: Path) -> None:
    (folder / "page.py").write_text(HEAD + task("page-1"), "utf-8")
    assert find("page-1") is load(folder / "page.py")[0]


def test_the_grader_needs_nothing_of_the_lessons() -> None:
    code = (
        "import sys; from lessoncode.grading import handout; "
        "print({name for name in sys.modules if name.startswith('lessoncode.')"
        " and not name.startswith('lessoncode.grading')})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"
