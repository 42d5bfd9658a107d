"""What a site carries for the reader's browser, on a tiny site: built, then tampered with."""

import hashlib
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace as replace_in
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from tiny_site import MKDOCS, write_site

from checker.accepting import accept
from checker.building import build, prove
from checker.checking import check
from checker.pages import buttons
from checker.problem import Problem
from checker.project import Project
from checker.site import fetching, in_browser
from checker.site.archives import zipped
from lessoncode import figure

RECIPE = (
    "import numpy\nimport checkpoints\n\ncheckpoints.save('train', w=numpy.ones(3))\nprint(3)\n"
)
LOADS = 'import checkpoints\n\nprint(checkpoints.load("a/train")["w"].sum())\n'
READS = (
    "from pathlib import Path\n\nprint(Path(__file__).with_name('rain.txt').read_text(), end='')\n"
)
LISTED = """\
seconds:
  a/loads: 20
none:
  a/clock: It asks for the time.
"""
SITE = {
    "pyproject.toml": '[tool.checker]\nprogram = "lessoncode"\npackage = "toys"\n',
    "mkdocs.yml": MKDOCS,
    "browser.yml": LISTED,
    "examples/a/train.py": RECIPE,
    "examples/a/loads.py": LOADS,
    "examples/a/loads.out": "3.0\n",
    "examples/a/reads.py": READS,
    "examples/a/reads.out": "rain\n",
    "examples/a/rain.txt": "rain\n",
    "examples/a/clock.py": "print(1)\n",
    "examples/a/clock.out": "1\n",
    "src/toys/bears.py": "N = 3\n",
    "src/others/bears.py": "N = 4\n",
}


def wheel(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/licenses/LICENSE", f"{name} may be used")
        archive.writestr(f"{name}/LICENSE_OF_A_FONT", "not its own")
    return file.getvalue()


FETCHED = {
    ("python", "pyodide.js"): b"js",
    ("python", "numpy-1.0-wasm32.whl"): wheel("numpy"),
    ("figures", "plots_more-1.0-any.whl"): wheel("plots_more"),
    ("licence", "pyodide_part-1.0-any.whl"): wheel("pyodide_part"),
}
PUBLISHED = {
    *("pyodide.js", "numpy-1.0-wasm32.whl", "plots_more-1.0-any.whl", "pyodide-lock.json"),
    *("checker.zip", "toys.zip", "runs.json", "examples/a/train.npz"),
    *(f"LICENSE-{name}.txt" for name in ("numpy", "plots-more", "pyodide")),
    *(f"LICENSE-{name}.txt" for name in ("python", "tiktoken")),
}


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Path:
    """The tiny project, its site built from a source with four small files."""
    root = tmp_path_factory.mktemp("made") / "project"
    rows = [
        f"{part} {len(data)} {hashlib.sha256(data).hexdigest()} {name}\n"
        for (part, name), data in FETCHED.items()
    ]
    listed = root.parent / "files.txt"
    listed.write_text("".join(rows))
    patch.setattr(fetching, "LIST", listed)
    patch.setattr(fetching, "SOURCES", {"here": give})
    patch.setenv("PYTHONPATH", str(Path(in_browser.__file__).parents[3]))
    patch.delenv("CI", raising=False)
    write_site(root, SITE)
    assert accept(Project(root), ["a/train"]) == 0
    assert build(Project(root)) == 0
    return root


def give(scratch: Path, files: list[fetching.File]) -> None:
    for (_, name), data in FETCHED.items():
        (scratch / name).write_bytes(data)


def unzipped(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def html(root: Path) -> BeautifulSoup:
    return BeautifulSoup((root / "site/index.html").read_text("utf-8"), "html.parser")


def test_blocks_say_what_their_button_needs(made: Path) -> None:
    said = {
        block["data-example"]: {
            key: value for key, value in block.attrs.items() if key not in ("class", "data-example")
        }
        for block in html(made).select(".example")
    }
    assert said == {
        "a/clock.py": {},
        "a/loads.py": {"data-run": "20"},
        "a/reads.py": {"data-run": ""},
        "a/train.py": {},
    }


def test_the_folder_holds_what_the_list_says(made: Path) -> None:
    run = made / "site/run"
    paths = {path.relative_to(run).as_posix() for path in run.glob("**/*") if path.is_file()}
    assert paths == PUBLISHED
    about = json.loads((run / "runs.json").read_text())
    assert about["examples"] == {
        "a/loads": {"reads": ["examples/a/train.npz"], "figures": False, "model": False},
        "a/reads": {"reads": [], "figures": False, "model": False},
    }
    for part in ("python", "figures"):
        assert about[part] == {name: (run / name).stat().st_size for name in about[part]}
    assert {*about["python"]} == {
        *("checker.zip", "toys.zip", "numpy-1.0-wasm32.whl", "pyodide-lock.json", "pyodide.js"),
    }
    assert {*about["figures"]} == {"plots_more-1.0-any.whl"}
    lock = json.loads((run / "pyodide-lock.json").read_text())["packages"]
    assert {name: package["file_name"] for name, package in lock.items()} == {
        "numpy": "numpy-1.0-wasm32.whl",
        "plots-more": "plots_more-1.0-any.whl",
    }
    assert (run / "LICENSE-plots-more.txt").read_text() == "plots_more may be used"
    assert "PYTHON SOFTWARE FOUNDATION" in (run / "LICENSE-python.txt").read_text()


def test_one_zip_holds_the_sources_and_no_more(made: Path) -> None:
    members = unzipped(made / "site/run/toys.zip")
    assert {*members} == {
        *("pyproject.toml", "mkdocs.yml", "src/checkpoints.py", "src/toys/bears.py"),
        *(f"examples/a/{name}.py" for name in ("clock", "loads", "reads", "train")),
        "examples/a/rain.txt",
    }
    assert members == {name: (made / name).read_bytes() for name in members}


def test_the_other_zip_runs_examples_and_knows_no_pages(made: Path) -> None:
    members = unzipped(made / "site/run/checker.zip")
    assert {*members} > {"src/checker/browser/example.py", "src/checker/running/example.py"}
    assert not [name for name in members if re.match("src/checker/(pages|site|book)/", name)]
    assert members == {name: (ROOT / name).read_bytes() for name in members}


def test_a_second_build_makes_the_same_and_fetches_nothing(
    made: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fetching, "SOURCES", {})
    run = made / "site/run"
    before = {path: path.read_bytes() for path in run.glob("**/*") if path.is_file()}
    assert build(Project(made)) == 0
    assert "fetching" not in capfd.readouterr().err
    assert {path: path.read_bytes() for path in run.glob("**/*") if path.is_file()} == before


def replace(name: str, data: bytes) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        (site / name).unlink(missing_ok=True)  # it may be a link to what was fetched
        (site / name).write_bytes(data)

    return change


def in_zip(name: str, data: bytes) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        path = site / "run/toys.zip"
        path.write_bytes(zipped(unzipped(path) | {name: data}))

    return change


def in_html(old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / "index.html").read_text("utf-8")
        assert text.count(old) == 1
        (site / "index.html").write_text(text.replace(old, new), encoding="utf-8")

    return change


OTHERS = "index.html  doesn't show the same blocks as its source"
TAMPERED: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (lambda _: None, ""),
    "source": (
        in_zip("examples/a/loads.py", b"print(4)\n"),
        "run/toys.zip  doesn't match its sources",
    ),
    "weights": (
        replace("run/examples/a/train.npz", b""),
        "run/examples/a/train.npz  is not an exact copy of train.npz",
    ),
    "Pyodide": (
        replace("run/pyodide.js", b"JS"),
        "run/pyodide.js  is not an exact copy of pyodide.js",
    ),
    "needs": (
        replace("run/runs.json", b"{}"),
        "run/runs.json  doesn't match its sources",
    ),
    "licence": (
        replace("run/LICENSE-numpy.txt", b"free"),
        "run/LICENSE-numpy.txt  doesn't match its sources",
    ),
    "file gone": (
        lambda site: (site / "run/pyodide-lock.json").unlink(),
        "run/pyodide-lock.json  is missing from the site",
    ),
    "file more": (
        replace("run/more.js", b""),
        "run/more.js  has no source in the project",
    ),
    "folder gone": (lambda site: shutil.rmtree(site / "run"), OTHERS),
    "button gone": (in_html(' data-run="20"', ""), OTHERS),
    "button more": (in_html("<h1", '<div data-run="">x</div><h1'), OTHERS),
    "button where none may be": (
        in_html('data-example="a/train.py"', 'data-example="a/train.py" data-run=""'),
        OTHERS,
    ),
    "seconds": (in_html('data-run="20"', 'data-run="10"'), OTHERS),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_proof_sees(
    made: Path, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change, said = TAMPERED[what]
    shutil.copytree(made / "site", tmp_path / "site")
    change(tmp_path / "site")
    code = prove(Project(made), tmp_path / "site")
    shown = [line for line in capsys.readouterr().err.split("\n") if line[:1].strip()]
    assert len(shown) == bool(said)
    assert said in "".join(shown)
    assert code == (4 if said else 0)


def test_fetched_files_are_checked_again(made: Path) -> None:
    """What a disk has damaged since is not published, and fetched anew."""
    kept = made / fetching.FOLDER / "pyodide.js"
    kept.unlink()
    kept.write_bytes(b"jS")
    project = Project(made)
    project.runs_in_browser = True
    with pytest.raises(Problem, match="incomplete; build again"):
        in_browser.contents(project)
    assert build(Project(made)) == 0
    assert (made / "site/run/pyodide.js").read_bytes() == b"js"


def test_without_a_source_pages_have_no_buttons(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "project"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("pyodide", "site"))

    def lost(scratch: Path, files: list[fetching.File]) -> None:
        raise OSError("the host is gone")

    monkeypatch.setattr(fetching, "SOURCES", {"one": lost, "two": lambda *_: None})
    assert build(Project(root)) == 0
    assert not html(root).select("[data-run]")
    assert not (root / "site/run").exists()
    told = capfd.readouterr().err.split("\n")
    at = told.index(
        "The pages won't have Run buttons, because Pyodide's files couldn't be fetched."
    )
    assert told[at + 1 : at + 3] == ["  one: the host is gone", "  two: doesn't have all of them"]
    before = os.stat(root / "site/index.html")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(
        Problem, match="needs Pyodide's files, which couldn't be fetched from any source"
    ) as raised:
        build(Project(root))
    assert raised.value.code == 3
    assert raised.value.detail == "one: the host is gone\ntwo: doesn't have all of them"
    assert os.stat(root / "site/index.html") == before


def installed() -> str:
    """A file for a large model's."""
    return __file__


def test_another_host_may_serve_the_model(made: Path) -> None:
    address = "https://models.example/toy.gguf"
    project = Project(made)
    vars(project)["settings"] = replace_in(
        project.settings,
        model=f"{__name__}:installed",
        model_reader="examples/a/rain.txt",
        model_address=address,
    )
    found = in_browser.contents(project)
    about = json.loads(cast(bytes, found["runs.json"]))
    assert about["examples"]["a/reads"]["model"] is True
    assert about["model"] == {address: Path(installed()).stat().st_size}
    assert not any("gguf" in name for name in found)


def test_what_an_example_needs_is_known_by_what_it_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing of matplotlib, tiktoken, SmolLM2: as figure.py and examples have them."""
    monkeypatch.chdir(tmp_path)
    drawing, axes = figure.canvas()
    axes.plot([1, 2])
    saved = figure.save(drawing, "plot", "A line.")
    assert buttons.DRAWN in saved.path.read_text("utf-8")
    # A browser draws diagrams without matplotlib.
    box = figure.write(ElementTree.Element("svg"), "box", "A box.")
    assert buttons.DRAWN not in box.path.read_text("utf-8")
    imports = {"import tiktoken\n": True, "x\nfrom tiktoken import a": True, "# tiktoken": False}
    for source, needed in imports.items():
        assert bool(buttons.TIKTOKEN.search(source)) == needed


def test_check_without_buttons_is_as_before(made: Path) -> None:
    """`check` needs none of the fetched files."""
    assert check(Project(made), [], everything=False) == 0
