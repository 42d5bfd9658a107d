"""From HTML to an EPUB, by pandoc, and to a PDF, by pandoc and WeasyPrint.

Both are separate programs, which only the book needs; `make site` does without them.
"""

import os
import shutil
import subprocess
import zipfile
from base64 import b64encode
from collections import Counter
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import yaml
from bs4 import BeautifulSoup, Tag

from checker.book.chapters import contents, day
from checker.book.cover import cover
from checker.book.text import shown
from checker.book.whole import figures_of
from checker.pages.addresses import settings, site_address, site_name
from checker.problem import FAILED, WRONG_PAGE, Problem
from checker.project import Project
from checker.running.child import end_with_parent
from checker.running.record import difference

HERE = Path(__file__).parent
COVER = "cover.png"
CONVERTERS = ("pandoc", "weasyprint")  # their packages have the same names
HOW = (
    ("Debian, Ubuntu", "sudo apt install {} fonts-sil-charis fonts-noto-core fonts-droid-fallback"),
    ("macOS", "brew install {}"),
)
PANDOC = (
    *("pandoc", "book.html", "--from=html", "--metadata-file=about.yaml", "--toc-depth=2"),
    f"--lua-filter={HERE / 'code.lua'}",
)


def ready() -> None:
    """Raise Problem where a converter is not installed; it names all that are missing."""
    if missing := [name for name in CONVERTERS if not shutil.which(name)]:
        advice = tuple((system, command.format(" ".join(missing))) for system, command in HOW)
        what = f"needs {' and '.join(missing)} to be installed"
        raise Problem(FAILED, "the book", None, what, "", advice)


def epub(project: Project, body: Tag, folder: Path, target: Path) -> None:
    """Write the book for readers of EPUB; `folder` is for what pandoc reads. Raises Problem."""
    write_sources(project, body, folder, wide=False)
    run(project, folder, *PANDOC, "--to=epub3", f"--output={target}", "--css=book.css",
        f"--epub-cover-image={COVER}", "--split-level=2")  # fmt: skip


def compare(epub: Path, on_site: Counter[str]) -> None:
    """Raise Problem where an EPUB doesn't show what the site shows."""
    in_epub = Counter[str]()
    with zipfile.ZipFile(epub) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                in_epub += shown(BeautifulSoup(archive.read(name), "html.parser"))
    if in_epub != on_site:
        lacks, has = (sorted(more) for more in (on_site - in_epub, in_epub - on_site))
        detail = difference("the site", "\n".join(lacks), "the EPUB", "\n".join(has))
        raise Problem(WRONG_PAGE, "the book", None, "doesn't show the same as the site", detail)


def pdf(project: Project, body: Tag, folder: Path, target: Path) -> None:
    """Write the book for paper; `folder` is for what both converters read. Raises Problem."""
    write_sources(project, body, folder, wide=True)
    # As a file, the picture would be named after its path, and no two PDFs would be the same.
    picture = b64encode((folder / COVER).read_bytes()).decode()
    html = f'<div class="cover"><img src="data:image/png;base64,{picture}" alt=""></div>'
    (folder / "cover.html").write_text(html, encoding="utf-8")
    run(project, folder, *PANDOC, "--to=html5", "--output=paper.html", "--standalone", "--toc",
        "--css=book.css", "--css=paper.css", "--metadata=document-css:false",
        "--variable=toc-title:Contents", "--include-before-body=cover.html")  # fmt: skip
    run(project, folder, "weasyprint", "paper.html", str(target))


def write_sources(project: Project, body: Tag, folder: Path, wide: bool) -> None:
    """Write pandoc's input into a new folder: the HTML, the files it needs, and its metadata."""
    folder.mkdir(parents=True)
    body = copy(body)
    for pre in body.select("pre"):
        pre["data-html"] = (pre.select_one("code") or pre).decode_contents()
    for math in body.select(".math"):
        math["data-html"] = math.decode_contents()
    (folder / "book.html").write_text(str(body), encoding="utf-8")
    for name in ("book.css", "paper.css"):
        shutil.copyfile(HERE / name, folder / name)
    for path in (path for _, paths in contents(project) for path in paths):
        for name, drawing in figures_of(project, path, wide).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(drawing.svg, encoding="utf-8")
    about = settings(project)
    title, description = site_name(project), str(about.get("site_description", ""))
    (folder / COVER).write_bytes(cover(title, description))
    address = uuid5(NAMESPACE_URL, site_address(project))
    said = {
        "title": title,
        "lang": about.get("theme", {}).get("language", "en"),
        "author": project.settings.author,
        "description": description,
        "rights": BeautifulSoup(str(about.get("copyright", "")), "html.parser").get_text(),
        "identifier": [{"scheme": "UUID", "text": f"urn:uuid:{address}"}],
        "date": day(project),
    }
    said = {key: value for key, value in said.items() if value}
    (folder / "about.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")


def run(project: Project, folder: Path, *command: str) -> None:
    """Run a converter, which dates its output by the book's day. Raises Problem."""
    dated = datetime.fromisoformat(day(project)).replace(tzinfo=UTC)
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": f"{dated.timestamp():.0f}",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True,
        preexec_fn=end_with_parent, check=False,
    )  # fmt: skip
    if done.returncode or "ERROR" in done.stderr:  # WeasyPrint goes on after some
        what = f"couldn't be converted by {command[0]}"
        raise Problem(FAILED, "the book", None, what, done.stderr)
