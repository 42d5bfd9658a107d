"""`make serve`, on a tiny site: what a browser gets after each thing that is saved."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import environment, write_site

MKDOCS = """\
site_name: Toy
theme: {name: material, font: false}
plugins: []
markdown_extensions: [checker.site.extension]
hooks: [hooks/gate.py, hooks/serve.py]
watch: [examples]
"""
PAGE = "# Toy\n\n```example\ntoy/one.py\n```\n"
OTHER = "# Other\n\n```example\ntoy/two.py\n```\n"
PATIENCE = 60  # seconds

Ask = Callable[[str], str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "mkdocs.yml": MKDOCS,
        "browser.yml": "{}\n",
        "docs/index.md": PAGE,
        "docs/other.md": OTHER,
        "examples/toy/one.py": 'print("first")\n',
        "examples/toy/one.out": "first\n",
        "examples/toy/two.py": 'print("second")\n',
        "examples/toy/two.out": "second\n",
    }
    write_site(tmp_path / "site", files)
    shutil.copytree(ROOT / "hooks", tmp_path / "site/hooks")
    return tmp_path / "site"


@pytest.fixture
def ask(root: Path, tmp_path: Path) -> Iterator[Ask]:
    """Serve the site; gives what fetches a path of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", address]
    (tmp_path / "temporary").mkdir()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=root, env=environment(tmp_path / "temporary"), stdout=log, stderr=log
        )

    def fetch(path: str) -> str:
        with urllib.request.urlopen(f"http://{address}/{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def served() -> bool:
        assert server.poll() is None, (tmp_path / "log").read_text()
        return f"Serving on http://{address}" in (tmp_path / "log").read_text()

    wait_for(served)
    yield fetch
    server.terminate()
    server.wait()


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.1)


def printed(page: str) -> list[str]:
    """What the page's output blocks show."""
    return re.findall(r'<div class="output".*?<code>(.*?)\n</code>', page, re.DOTALL)


def problem(ask: Ask) -> str:
    """What the page says is wrong."""
    assert '<script src="/problem.js"></script>' in ask("")
    said = re.search(r"textContent = (.*);\n", ask("problem.js"))
    assert said
    return str(json.loads(said[1]))


def files(root: Path) -> set[Path]:
    return {path for top in ("docs", "examples") for path in (root / top).glob("**/*")}


def test_each_save_shows_the_page_or_what_is_wrong_with_it(root: Path, ask: Ask) -> None:
    before = files(root)
    assert (printed(ask("")), printed(ask("other/")), problem(ask)) == (["first"], ["second"], "")

    (root / "docs/index.md").write_text(PAGE + "\nA half is 0.5, [see](nowhere.md).\n")
    wait_for(lambda: "A half is" in ask(""))
    assert "docs/index.md:7  says 0.5 without a source" in problem(ask)
    assert "contains a link 'nowhere.md', but the target is not found" in problem(ask)
    (root / "docs/index.md").write_text(PAGE + "\nA half is a half.\n")
    wait_for(lambda: problem(ask) == "")
    assert "A half is a half." in ask("")

    (root / "examples/toy/one.py").write_text('print("other")\n')
    wait_for(lambda: "-first\n    +other\n" in problem(ask))
    page = ask("")
    assert printed(page) == []
    assert "examples/toy/one.py, which has not been checked since it changed" in page
    assert printed(ask("other/")) == ["second"]
    (root / "examples/toy/one.out").write_text("other\n")  # as `lessoncode accept` does
    wait_for(lambda: problem(ask) == "")
    assert printed(ask("")) == ["other"]

    (root / "mkdocs.yml").write_text(MKDOCS + "no_such_setting: [\n")
    wait_for(lambda: "parsing the configuration file" in problem(ask))
    assert printed(ask("")) == ["other"]
    (root / "mkdocs.yml").write_text(MKDOCS.replace("Toy", "Mended"))
    wait_for(lambda: problem(ask) == "")
    assert "Mended" in ask("other/"), "what every page shows is new on every page"

    assert files(root) == before, "nothing is written where a change would start a build"


def test_no_page_has_a_button_and_nothing_is_fetched(root: Path, ask: Ask, tmp_path: Path) -> None:
    assert printed(ask("")) == ["first"]
    assert "data-run" not in ask("")
    assert not (root / ".cache/pyodide").exists()
    assert "Pages have no Run button here" in (tmp_path / "log").read_text()
