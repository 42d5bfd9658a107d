"""The real site under the second builder, Zensical, which ignores hooks and so has no labs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from pages import LABS, PAGES, ROOT

from checker.building import complete
from checker.pages.moved import read_moved
from checker.project import Project
from checker.site.proof import parsed, prove

COPIED = (
    *("docs", "examples", "exercises", "hooks", "mkdocs.yml", "moved.yml", "overrides"),
    *("LICENSE", "LICENSE-text", "README.md", "pyproject.toml"),
    *("requirements.lock", "src", "tests"),
)
LAB_LINK = r"\[([^]]+)\]\((?:(?:\.\./)?labs/)?(\w+\.ipynb)(#[\w-]+)?\)"  # text, file, heading


@pytest.fixture(scope="module")
def root(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, built by a menu without labs; `built_site` has run the examples."""
    root = tmp_path_factory.mktemp("zensical") / "project"
    (root / ".cache/lessoncode").mkdir(parents=True)
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, root / name)
    (root / ".cache/lessoncode/runs").symlink_to(ROOT / ".cache/lessoncode/runs")
    menu = (root / "mkdocs.yml").read_text("utf-8")
    without, count = re.subn(r"^ +- .*: labs/\w+\.ipynb\n", "", menu, flags=re.MULTILINE)
    assert count == len(LABS)
    (root / "mkdocs.yml").write_text(without, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    complete(Project(root), root / "site")
    return root


def test_all_but_the_labs_is_proven(root: Path) -> None:
    said = sorted(str(problem).strip() for problem in prove(Project(root), root / "site"))
    links = [
        (f"{page}index.html", *found)
        for page in PAGES.keys() - LABS.keys()
        for found in re.findall(LAB_LINK, PAGES[page].read_text("utf-8"))
    ]
    files = [f"{page}{name}" for page in LABS for name in ("index.html", f"{page[5:-1]}.ipynb")]
    lacking = [f"{file}  is missing from the site" for file in files]
    lacking += [f"{at}  links {a!r} to labs/{b}{c}, which doesn't exist" for at, a, b, c in links]
    assert {b for _, _, b, _ in links} == {f"{page[5:-1]}.ipynb" for page in LABS}
    assert said == sorted(lacking)


def test_both_builders_have_the_same_pages(root: Path, built_site: Path) -> None:
    stubs = {f"{old}/" for old in read_moved(Project(ROOT)).pages}
    expected = {f"{page}index.html" for page in {*PAGES, *stubs} - {*LABS}} | {"404.html"}
    built = {file.relative_to(root / "site").as_posix() for file in root.glob("site/**/*.html")}
    assert built == expected


def test_menu_leads_to_pages_that_are_there(root: Path) -> None:
    for page in {*PAGES} - {*LABS}:
        html = parsed((root / "site" / page / "index.html").read_text())
        hrefs = [str(link["href"]) for link in html.select("nav a[href]")]
        paths = {urldefrag(urljoin(f"/{page}", href))[0] for href in hrefs if "://" not in href}
        assert len(paths) > 5
        assert [path for path in paths if not (root / f"site{path}").exists()] == []
