"""What several test files share."""

import fcntl
import importlib.util
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pages
import pytest
from changed import BASE, change

if TYPE_CHECKING:  # the oracles have no such package
    from bs4 import BeautifulSoup

Published = Callable[[str], "BeautifulSoup"]
ROOT = pages.ROOT
# The environment of the oracles has no browser.
BROWSERS = ["windows", "small_site", "engines"]
pytest_plugins = BROWSERS if importlib.util.find_spec("playwright") else []


# These take long. They run where a change touches what all of them test, or what this one does.
BEHAVIOUR = (
    *("docs/assets/", "hooks/", "overrides/", "requirements.lock", "src/"),
    *("tests/conftest.py", "tests/small_site.py", "tests/windows.py"),
)
LONG = {
    "test_exercise_page": ("exercises/", "examples/tokens/"),
    "test_engines": (
        *("docs/lesson/perplexity.md", "docs/play/", "examples/perplexity/"),
        *("exercises/perplexity.py", "tests/engines.py", "tests/firefox.py", "tests/webkit.py"),
    ),
    "test_levels": ("examples/inside_the_model/", "tests/test_movable_figures.py"),
    "test_movable_figures": ("examples/",),
    "test_operate_page": ("docs/play/", "examples/real_model/"),
    "test_play_pages": ("docs/play/", "examples/inside_a_real_model/"),
    "test_quiz": (),
    "test_run": (),
    "test_theme": (
        *("docs/claims.md", "docs/lesson/tokens.md", "docs/lesson/in-context-learning.md"),
        *("docs/reference/glossary.md", "examples/labs/", "mkdocs.yml"),
    ),
    "test_tokenizer_page": ("docs/play/", "examples/tokens/", "examples/what_tokens_hide/"),
    "test_train_page": ("docs/play/", "examples/train/"),
}
# The second builder is run where a change touches what it reads in another way than MkDocs.
SECOND_BUILDER = (
    *("hooks/", "mkdocs.yml", "overrides/", "requirements.lock", "src/checker/"),
    *("tests/conftest.py", "tests/test_zensical.py"),
)
# These test code and read no page. They run where a change touches code, or what else they read.
CODE = ("src/", "tests/", "pyproject.toml", "requirements.lock")
OF_CODE = {
    "alignment": (),
    "browser/test_client": ("docs/assets/", "examples/next_token/"),
    "browser/test_fetching": ("docs/assets/",),
    "check/test_cases": (),
    "check/test_interrupts": (),
    "check/test_process": (),
    "check/test_proof": (),
    "check/test_serve": ("hooks/",),
    "check/test_settings": (),
    "check/test_trace": (),
    "measures": (),
    "model": (),
    "pretrained": ("examples/next_token/",),
    "test_docstrings": (),
    "test_figure": (),
    "text": (),
    "training": (),
    "worlds": ("examples/constitutional_ai/",),
}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a browser (given to each test that does)")
    config.addinivalue_line(
        "markers", "everywhere: for each change, runs in Chromium beside Firefox"
    )
    config.addinivalue_line("markers", "nightly: takes so long that only `.ci/run all` runs it")


def untouched() -> set[str]:
    """The files and folders of tests that have nothing to say about the change."""
    needs = {name: (f"tests/{name}.py", *BEHAVIOUR, *tested) for name, tested in LONG.items()}
    needs |= {name: (*CODE, *read) for name, read in OF_CODE.items()}
    needs["test_zensical"] = SECOND_BUILDER
    changed = change(ROOT)
    return {name for name, paths in needs.items() if not changed.touches(paths)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what is untouched or nightly, and marks what needs a browser."""
    left_out = untouched()
    skip = pytest.mark.skip(reason="the change touches nothing that this tests, see LONG, OF_CODE")
    later = pytest.mark.skip(reason="takes long: LESSONCODE_BASE=none, as in .ci/run all, runs it")
    for item in items:
        name = item.path.relative_to(ROOT / "tests").with_suffix("").as_posix()
        if not left_out.isdisjoint({name, name.partition("/")[0]}):
            item.add_marker(skip)
        if os.environ.get(BASE) != "none" and item.get_closest_marker("nightly"):
            item.add_marker(later)
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_report_header() -> str:
    try:
        return pages.to_open()[1]
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole site, built strictly from the sources as they are.

    It is what `make site` left, if that is of these sources; else plain MkDocs builds it.
    """
    return made_once(tmp_path_factory, "site", build)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder for all workers of pytest-xdist: the first that needs it makes it, the others wait.

    Where making it fails, each test that needs it fails by the same message.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of this run's workers, and of no other run
    folder, failed = shared / name, shared / f"{name}.failed"
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists() and not failed.exists():
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(f"{name} was not made: {error}", encoding="utf-8")
    if failed.exists():
        pytest.fail(failed.read_text("utf-8"))
    return folder


@pytest.fixture(scope="session")
def published(built_site: Path) -> Published:
    """Reads a page of the built site, like `lesson/tokens/`, once for all tests: change none."""
    from checker.site.proof import parsed

    @cache
    def read(page: str) -> "BeautifulSoup":
        return parsed((built_site / page / "index.html").read_text("utf-8"))

    return read


def build(folder: Path) -> None:
    """Leaves the built site in a folder. Raises AssertionError with what MkDocs said."""
    if is_current():
        shutil.copytree(ROOT / "site", folder, copy_function=linked)
        return
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def is_current() -> bool:
    """Whether `lessoncode build` has made site/ of the sources as they are."""
    from checker.building import STAMP, stamp  # the oracles have nothing that it needs
    from checker.project import Project

    made_of, index = ROOT / STAMP, ROOT / "site/index.html"
    if not (made_of.is_file() and index.is_file()):
        return False
    named = re.search(r"Commit%3A(?:%20|\+)(\w+)", index.read_text("utf-8"))
    of_this_commit = (named[1] if named else "") == hook("commit").commit(ROOT)
    return of_this_commit and made_of.read_text("utf-8") == stamp(Project(ROOT))


def hook(name: str) -> ModuleType:
    """A module of hooks/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"hooks/{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def linked(source: str, target: str) -> None:
    """Makes a file the same as another without its bytes, where the disk can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def told_in_a_terminal(code: str) -> str:
    """What Python code writes to standard error, run by hand in the current folder."""
    reading, writing = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=writing, check=True)
    os.write(writing, b"\n")  # so that there is something to read, whatever the code writes
    text = os.read(reading, 10_000).decode()
    os.close(writing)
    os.close(reading)
    return text.replace("\r\n", "\n").strip()
