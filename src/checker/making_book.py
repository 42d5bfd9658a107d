"""The command `book`: writes the whole site to take along, once it is proven."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.book.chapters import day
from checker.building import STAMP, stamp
from checker.pages.addresses import book_files, book_name
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.site import package
from checker.site.archives import zipped


def make_book(project: Project, folder: Path) -> int:
    """Write an EPUB, a PDF and a zip of the site into a folder, all of them or none.

    Raises Problem where site/ is not that of these sources, a converter is missing or fails, or the
    EPUB shows something else than the site.
    """
    from checker.book import converting, offline, whole  # slow to load

    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; give a folder for the book")
    converting.ready()
    current(project)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".book-", dir=folder.absolute().parent) as scratch:
        made = Path(scratch, "made")
        made.mkdir()
        epub, pdf, archive, sums = (made / Path(file).name for file in book_files(project))
        say("the zip of the site")
        held = offline.members(project, project.root / "site", day(project))
        name = book_name(project)
        archive.write_bytes(zipped({f"{name}/{path}": data for path, data in held.items()}))
        say("the book's text")
        body, on_site = whole.whole(project, project.root / "site")
        say("the EPUB, by pandoc")
        converting.epub(project, body, Path(scratch, "epub"), epub)
        converting.compare(epub, on_site)
        say("the PDF, by WeasyPrint; this takes a minute or two")
        converting.pdf(project, body, Path(scratch, "pdf"), pdf)
        files = [archive, epub, pdf]
        sums.write_bytes(b"".join(package.sums(it.name, it.read_bytes()) for it in files))
        for file in files:
            print(f"{file.stat().st_size:>12,} bytes  {folder / file.name}")
        folder.mkdir(exist_ok=True)
        for file in (*files, sums):
            file.replace(folder / file.name)
    print("the book: proven")
    return 0


def current(project: Project) -> None:
    """Raise Problem where site/ is not there, or was built from other sources."""
    kept, page = project.root / STAMP, project.root / "site/index.html"
    if not (page.is_file() and kept.is_file() and kept.read_text("utf-8") == stamp(project)):
        what = "is missing or was built from other sources, and the book is made from it"
        advice = (("build it", f"{project.settings.program} build"),)
        raise Problem(WRONG_PAGE, "site", None, what, "", advice)


def say(what: str) -> None:
    """Print what is being made."""
    print(f"making {what} ...", file=sys.stderr, flush=True)
