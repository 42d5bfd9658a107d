"""From HTML to an EPUB, by pandoc, and to a PDF, by WeasyPrint.

Both are programs of their own, which only this needs; `make site` does without.
"""

import os
import shutil
import subprocess
import zipfile
from base64 import b64encode
from collections import Counter
from copy import copy
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import yaml
from bs4 import BeautifulSoup, Tag

from checker.book.chapters import contents, day
from checker.book.cover import cover
from checker.book.text import shown
from checker.book.whole import figures_of
from checker.pages.addresses import FILE, settings, site_address
from checker.problem import FAILED, WRONG_PAGE, Problem
from checker.project import Project
from checker.running.child import end_with_parent
from checker.running.record import difference

HERE = Path(__file__).parent
COVER = "cover.png"
CONVERTERS = ("pandoc", "weasyprint")  # so their packages are called, too
HOW = (
    ("Debian, Ubuntu", "sudo apt install {} fonts-sil-charis fonts-noto-core fonts-droid-fallback"),
    ("macOS", "brew install {}"),
)
PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="{about}">
<link rel="stylesheet" href="book.css">
<link rel="stylesheet" href="paper.css">
</head>
<body>
<div class="cover"><img src="data:image/png;base64,{cover}" alt="{title}"></div>
{contents}
{body}
</body>
</html>
"""


def ready() -> None:
    """Raise Problem where a converter is not installed; it names all that are missing."""
    if missing := [name for name in CONVERTERS if not shutil.which(name)]:
        advice = tuple((system, command.format(" ".join(missing))) for system, command in HOW)
        what = (
            f"needs {' and '.join(missing)}, which {'are' if missing[1:] else 'is'} not installed"
        )
        raise Problem(FAILED, "the book", None, what, "", advice)


def epub(project: Project, body: Tag, folder: Path, target: Path) -> None:
    """Write the book for readers of EPUB; `folder` is for what pandoc reads. Raises Problem."""
    about = settings(project.text(FILE))
    here = site_address(project)
    write_beside(project, folder, wide=False)
    metadata = {
        "title": str(about["site_name"]),
        "lang": language(project),
        "author": project.settings.author,
        "description": str(about.get("site_description", "")),
        "rights": BeautifulSoup(str(about.get("copyright", "")), "html.parser").get_text(),
        "identifier": [{"scheme": "UUID", "text": f"urn:uuid:{uuid5(NAMESPACE_URL, here)}"}],
        "date": day(project),
    }
    said = {key: value for key, value in metadata.items() if value}
    (folder / "about.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    body = copy(body)
    for pre in body.select("pre"):
        pre["data-html"] = (pre.select_one("code") or pre).decode_contents()
    for math in body.select(".math"):
        math["data-html"] = math.decode_contents()
    (folder / "book.html").write_text(str(body), encoding="utf-8")
    run(project, folder, "pandoc", "book.html", "--from=html", "--to=epub3", f"--output={target}",
        "--metadata-file=about.yaml", "--css=book.css", f"--epub-cover-image={COVER}",
        "--split-level=2", "--toc-depth=2", f"--lua-filter={HERE / 'code.lua'}")  # fmt: skip


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
        raise Problem(WRONG_PAGE, "the book", None, "shows something else than the site", detail)


def pdf(project: Project, body: Tag, folder: Path, target: Path) -> None:
    """Write the book for paper; `folder` is for what WeasyPrint reads. Raises Problem."""
    about = settings(project.text(FILE))
    write_beside(project, folder, wide=True)
    page = PAGE.format(
        lang=language(project),
        title=escape(str(about["site_name"])),
        about=escape(str(about.get("site_description", ""))),
        # A file's picture would be named by where that file is, and no two PDFs be the same.
        cover=b64encode((folder / COVER).read_bytes()).decode(),
        contents=listed(project, body),
        body=body.decode_contents(),
    )
    (folder / "book.html").write_text(page, encoding="utf-8")
    run(project, folder, "weasyprint", "book.html", str(target))


def language(project: Project) -> str:
    """The language in which the site is written, like `en`."""
    theme = settings(project.text(FILE)).get("theme")
    return str(theme.get("language", "en")) if isinstance(theme, dict) else "en"


def listed(project: Project, body: Tag) -> str:
    """Write the table of contents of the PDF; the style sheet adds the numbers of pages."""
    rows = []
    for number, part in enumerate(contents(project), 1):
        titles = (body.select_one(f'[id="{it.id}"]') for it in part.chapters)
        links = "".join(
            f'<li><a href="#{title["id"]}">{escape(title.get_text())}</a></li>'
            for title in titles
            if title
        )
        rows.append(f'<li><a href="#part-{number}">{escape(part.title)}</a><ol>{links}</ol></li>')
    return f'<nav class="contents"><h1>Contents</h1><ol>{"".join(rows)}</ol></nav>'


def write_beside(project: Project, folder: Path, wide: bool) -> None:
    """Write the files that the book's HTML refers to into its folder."""
    about = settings(project.text(FILE))
    folder.mkdir(parents=True)
    for name in ("book.css", "paper.css"):
        shutil.copyfile(HERE / name, folder / name)
    title, said = str(about["site_name"]), str(about.get("site_description", ""))
    (folder / COVER).write_bytes(cover(title, said))
    for part in contents(project):
        for chapter in part.chapters:
            for name, drawing in figures_of(project, chapter, wide).items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(drawing.svg, encoding="utf-8")


def run(project: Project, folder: Path, *command: str) -> None:
    """Run a converter, which dates all it writes by the book's day. Raises Problem."""
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
    if done.returncode or "ERROR" in done.stderr:  # WeasyPrint goes on without a figure, say
        raise Problem(FAILED, "the book", None, f"was refused by {command[0]}", done.stderr)
