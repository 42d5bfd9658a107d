"""The command `book`: the whole site to take along, proven before it is there."""

import hashlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from lessoncode.check.book.chapters import day, name
from lessoncode.check.building import STAMP, stamp
from lessoncode.check.problem import WRONG_PAGE, Problem, report
from lessoncode.check.project import Project
from lessoncode.check.site.carried import zipped

SUMS = "SHA256SUMS"


def book(project: Project, folder: Path) -> int:
    """Write an EPUB, a PDF and a zip of the site into a folder, all of them or none.

    Raises Problem where site/ is not that of these sources, or a converter is missing or fails.
    """
    from lessoncode.check.book import converting, offline, proof, whole  # slow to load

    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; name a folder for the book")
    converting.ready()
    current(project)
    site, called = project.root / "site", name(project)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".book-", dir=folder.absolute().parent) as scratch:
        work, made = Path(scratch), Path(scratch, "made")
        made.mkdir()
        say("the zip of the site")
        held = offline.members(project, site, day(project))
        problems = list(offline.problems(held))
        files = {f"{called}/{path}": data for path, data in held.items()}
        (made / f"{called}-site.zip").write_bytes(zipped(files))
        say("the book's text")
        body = whole.whole(project, site)
        say("the EPUB, by pandoc")
        converting.epub(project, body, work / "epub", made / f"{called}.epub")
        say("the proof of the EPUB")
        problems += proof.prove(project, made / f"{called}.epub")
        if problems:
            print(f"the book: {len(problems)} wrong; {folder} is as it was")
            return report(problems)
        say("the PDF, by WeasyPrint; this takes a minute or two")
        converting.pdf(project, body, work / "pdf", made / f"{called}.pdf")
        files_made = sorted(made.iterdir())
        sums = "".join(f"{digest(file)}  {file.name}\n" for file in files_made)
        (made / SUMS).write_text(sums, encoding="utf-8")
        folder.mkdir(exist_ok=True)
        for file in files_made:
            print(f"{file.stat().st_size:>12,} bytes  {folder / file.name}")
        for file in [*files_made, made / SUMS]:
            file.replace(folder / file.name)
    print("the book: proven")
    return 0


def current(project: Project) -> None:
    """Raises Problem where site/ is not there, or was built from other sources."""
    kept = project.root / STAMP
    if not (project.root / "site/index.html").is_file() or not kept.is_file():
        what = "is not there, and the book is made of it"
    elif kept.read_text("utf-8") != stamp(project):
        what = "was built from other sources than these"
    else:
        return
    raise Problem(WRONG_PAGE, "site", None, what, "", (("build it", "lessoncode build"),))


def say(what: str) -> None:
    """Tell what is being made."""
    print(f"making {what} ...", file=sys.stderr, flush=True)


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
