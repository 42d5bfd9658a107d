"""`lessoncode new page`, in a small project: what it lays out, and that its own steps lead on."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import MKDOCS, PROGRAM, environment, write_site

from checker.new_page import files_of, new_page, with_line
from checker.pages.exercise_files import oracles_of
from checker.problem import Problem
from checker.project import Project
from checker.settings import settings_of

MENU = """\
nav: # as the reader goes
  - Overview: index.md
  - Lesson:
      - Old: lesson/old.md # the first
  - Exercises: reference/exercises.md

"""

OLD = """\
---
title: Old
description: An old page.
---

# Old

```exercise
old-1 The first
```

```exercise
old-2 The second
```
"""


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.glob("**/*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": PROGRAM + 'package = "lessoncode"\n',
        "mkdocs.yml": MENU + MKDOCS.replace("  - tables\n", "  - tables\n  - pymdownx.details\n"),
        "docs/lesson/old.md": OLD,
        "docs/reference/exercises.md": "# How exercises work\n",
    }
    made = files_of(settings_of(ROOT), "old")
    exercises = "exercises/old.py", "examples/old/solution_1.py", "examples/old/solution_2.py"
    files |= {name: str(made[name]) for name in exercises}
    for number in (1, 2):
        files[f"examples/old/solution_{number}.out"] = f"old-{number}: right, in all 20 cases\n"
    write_site(tmp_path / "site", files)
    return tmp_path / "site"


def run(root: Path, command: str) -> str:
    """What a step prints, in a project that has the library; it must succeed."""
    settings = environment(root.parent) | {"PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        command.split(), cwd=root, env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_steps_lead_to_a_page_that_is_proven(root: Path) -> None:
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    left = run(root, "lessoncode new page far-away")
    steps = re.findall(r"lessoncode .*", left)
    assert [step.split()[1] for step in steps] == ["accept", "check"]
    for step in steps:
        printed = run(root, step)
    assert printed == "examples: 8, pages: 4; all true\n"
    (root / "tests").mkdir()
    helpers = ("changed", "conftest", "engines", "firefox", "pages", "small_site", "webkit")
    for name in (*helpers, "test_exercises", "windows"):
        shutil.copy(ROOT / f"tests/{name}.py", root / "tests")
    tests = "tests/test_exercises.py -k far-away -p no:cacheprovider"
    assert "failed" not in (said := run(root, f"{sys.executable} -m pytest {tests}"))
    assert int(re.findall(r"(\d+) passed", said)[0]) == 7
    run(root, "lessoncode build")
    page = (root / "site/lesson/far-away/index.html").read_text("utf-8")
    assert "<title>Far away - Toy</title>" in page
    assert page.count('<figure class="figure">') == 1
    assert 'href="#out-far-away-first"' in page
    for kind, count in (("guess", 2), ("question", 3), ("exercise", 2), ("page-length", 1)):
        assert len(re.findall(f'<(?:div|details) class="{kind}"', page)) == count, kind
    assert run(root, "lessoncode exercise far-away-1").startswith("answers/far_away_1.py is ready")


def test_changes_nothing_but_the_menu(root: Path) -> None:
    before = tree(root)
    new_page(Project(root), "far-away")
    after = tree(root)
    new = {path for path in after if path not in before}
    assert new == {
        "docs/lesson/far-away.md",
        *(f"examples/far_away/{name}.py" for name in ("count", "first", "steps", "sums")),
        "examples/far_away/solution_1.py",
        "examples/far_away/solution_2.py",
        "exercises/far_away.py",
    }
    menu = after.pop("mkdocs.yml").decode().split("\n")
    menu.remove("      - Far away: lesson/far-away.md")
    assert "\n".join(menu).encode() == before.pop("mkdocs.yml")
    assert before.items() <= after.items()
    left_over = [
        word for text in after.values() for word in re.findall(b"SLUG|FOLDER|TITLE|PACKAGE", text)
    ]
    assert left_over == []


def test_its_tasks_list_what_is_given(root: Path) -> None:
    new_page(Project(root), "far-away")
    for oracle in oracles_of(Project(root), "far-away"):
        _, given, returned = oracle.task.split("\n\n")
        assert given.startswith("- `number`: ")
        assert returned.startswith("Returns ")


def test_stands_last_in_the_menu_of_the_lesson() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8")
    lines = with_line(menu, "lesson", "far-away").split("\n")
    place = lines.index("      - Far away: lesson/far-away.md")
    assert "lesson/" in lines[place - 1]
    assert not [line for line in lines[place + 1 :] if re.search(r": lesson/[\w-]+\.md$", line)]
    assert lines[:place] + lines[place + 1 :] == menu.split("\n")


@pytest.mark.parametrize("slug", ["", "Far", "far_away", "far--away", "far-", "2far", "a/b", "é"])
def test_refuses_what_cannot_name_a_page(root: Path, slug: str) -> None:
    before = tree(root)
    with pytest.raises(ValueError, match="use  lowercase letters and digits, joined by"):
        new_page(Project(root), slug)
    assert tree(root) == before


@pytest.mark.parametrize(
    "taken", ["docs/lesson/far-away.md", "exercises/far_away.py", "examples/far_away"]
)
def test_refuses_a_name_that_is_taken(root: Path, taken: str) -> None:
    (root / taken).parent.mkdir(exist_ok=True)
    (root / taken).touch()
    before = tree(root)
    with pytest.raises(ValueError, match=f"{taken} already exists; choose a name other"):
        new_page(Project(root), "far-away")
    assert tree(root) == before


def test_writes_all_or_nothing(root: Path) -> None:
    shutil.rmtree(root / "exercises")
    (root / "exercises").touch()  # so that no file can be written below it
    before = tree(root)
    with pytest.raises(Problem, match="could not be written"):
        new_page(Project(root), "far-away")
    assert tree(root) == before


def test_needs_a_menu(root: Path) -> None:
    (root / "mkdocs.yml").write_text(MKDOCS)
    before = tree(root)
    with pytest.raises(Problem, match="has no page of lesson/ in its nav"):
        new_page(Project(root), "far-away")
    assert tree(root) == before
