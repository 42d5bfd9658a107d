"""What the preview of a pull request does with a stranger's site."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from pages import ROOT


@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    return importlib.import_module("preview")


def make(folder: Path, **files: str) -> Path:
    for name, text in {"index.html": "<p>built</p>", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_site_takes_its_place_and_closed_ones_go(preview: ModuleType, tmp_path: Path) -> None:
    previews = make(tmp_path / "previews", **{f"pr-{n}/old.html": "" for n in (1, 2, 3)})
    workflow = {".github/workflows/theirs.yml": "on: push"}
    site = make(tmp_path / "site", **workflow)
    assert preview.main([str(site), str(previews), "2", "2", "3"]) == 0
    assert sorted(path.name for path in previews.iterdir()) == [
        *(".nojekyll", "index.html", "pr-2", "pr-3", "robots.txt"),
    ]
    assert (previews / "pr-2/index.html").read_text() == "<p>built</p>"
    assert not (previews / "pr-2/old.html").exists() and (previews / "pr-3/old.html").exists()
    assert [*previews.rglob("theirs.yml")] == [previews / "pr-2/.github/workflows/theirs.yml"]


@pytest.mark.parametrize("what", ["no index", "link", "too many", "too large"])
def test_what_is_no_site_changes_nothing(
    preview: ModuleType,
    tmp_path: Path,
    what: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    previews = make(tmp_path / "previews", **{"pr-2/old.html": ""})
    site = make(tmp_path / "site", **{"a/b.html": "x" * 2000})
    said = "has 3 files"
    if what == "no index":
        (site / "index.html").unlink()
        said = "holds no index.html: the check did not build the site"
    elif what == "link":
        (site / "a/secrets").symlink_to("/etc")
        said = "holds a link, a/secrets"
    else:
        monkeypatch.setattr(preview, "MOST_FILES" if what == "too many" else "MOST_BYTES", 2)
    assert preview.main([str(site), str(previews), "2", "2"]) == 1
    assert capsys.readouterr().err.startswith(f"no preview: the site of #2 {said}")
    assert [*previews.glob("pr-*/*")] == [previews / "pr-2/old.html"]
