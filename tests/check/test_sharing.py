"""What other programs show of a page: read as they read it, and held against the page itself."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from conftest import Published
from pages import LABS, PAGES, ROOT
from PIL import Image

from checker.project import Project
from checker.site import card, sharing

HERE = "https://lessoncode.github.io/lessoncode/"


def told(html: BeautifulSoup) -> dict[str, str]:
    return {
        str(tag["property"])[3:]: str(tag["content"]) for tag in html.select("[property^='og:']")
    }


def test_every_page_has_a_picture_of_its_size(built_site: Path, published: Published) -> None:
    files = {path for path in (built_site / "share").glob("**/*") if path.is_file()}
    for page in PAGES:
        html = published(page)
        said = told(html)
        assert html.select("meta[name='twitter:card'][content='summary_large_image']")
        assert said["image:alt"] and said["image"].startswith(HERE)
        file = built_site / said["image"].removeprefix(HERE)
        assert file.stat().st_size < 60_000
        with Image.open(file) as picture:
            assert picture.format == "PNG"
            assert picture.size == (int(said["image:width"]), int(said["image:height"]))
        files.remove(file)
    assert not files
    assert not any("share/" in str(tag) for tag in published("").select("body [src], body [href]"))


def test_a_picture_has_the_title_and_the_figure() -> None:
    """In the colours of the light page, which are nowhere else on it."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" aria-label="A dot.">'
        '<circle cx="150" cy="100" r="90" style="fill: var(--figure-accent, #1f6690)"/></svg>'
    )
    drawn = card.card("A site", "A title of some length that needs lines", svg)
    assert re.findall(r"<[\w:]*text[^>]*>([^<]+)<", drawn)[-1] == "A site"
    with Image.open(io.BytesIO(card.pixels(drawn))) as picture:
        reds, greens, blues = (np.asarray(band) for band in picture.convert("RGB").split())
        near = (reds < 50) & (greens > 80) & (greens < 120) & (blues > 120)
    assert near.sum() > 10_000
    assert card.pixels(drawn) == card.pixels(drawn)
    assert "circle" not in card.card("A site", "A title", "")


Tamper = Callable[[Path], object]


@pytest.fixture(scope="module")
def project(built_site: Path) -> Project:
    """This one, whose examples `built_site` has run. What it draws is drawn once."""
    return Project(ROOT)


@pytest.fixture(scope="module")
def written(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of empty pages with the tags that programs read, and nothing wrong."""
    site = tmp_path_factory.mktemp("shared")
    for page in {*PAGES} - {*LABS}:
        (site / page).mkdir(parents=True, exist_ok=True)
        (site / page / "index.html").write_text("<head></head>")
    sharing.write(project, site)
    assert [*sharing.problems(project, site)] == []
    return site


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (
            lambda site: rewrite(site / "lesson/tokens/index.html", '"Tokens"', '"Letters"'),
            "lesson/tokens/index.html  has meta tags that don't match its sources",
        ),
        (
            lambda site: rewrite(site / "index.html", "share/index", "share/claims"),
            "index.html  has meta tags",
        ),
    ],
)
def test_the_proof_finds_what_is_not_of_the_sources(
    project: Project, written: Path, tmp_path: Path, tamper: Tamper, said: str
) -> None:
    site = shutil.copytree(written, tmp_path / "site")
    tamper(site)
    found = [str(problem) for problem in sharing.problems(project, site)]
    assert len(found) == 1 and said in found[0]


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
