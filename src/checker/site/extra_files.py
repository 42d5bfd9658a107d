"""The files that no builder makes: which they are, how they are written, and how one differs.

files = contents(project)
write(site, files)
problems = list(differences(site / "changes.xml", files["changes.xml"]))
"""

import filecmp
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.once import once_per_project
from checker.project import Project
from checker.running.record import difference
from checker.site import (
    as_markdown,
    feed,
    formula_font,
    in_browser,
    old_addresses,
    package,
    sharing,
)

Content = Path | bytes | str  # a file, or what one holds
FOLDERS = (in_browser.RUN, package.FOLDER, sharing.FOLDER)  # which contain nothing else


@once_per_project
def contents(project: Project) -> dict[str, Content]:
    """Each file that no builder makes, by its path in a built site. Raises Problem."""
    texts = old_addresses.stubs(project) | feed.feed(project) | as_markdown.files(project)
    found: dict[str, Content] = {**texts, **formula_font.files(project)}
    within: dict[str, Mapping[str, Content]] = {
        in_browser.RUN: in_browser.contents(project) if project.runs_in_browser else {},
        package.FOLDER: package.contents(project),
        sharing.FOLDER: sharing.pictures(project),
    }
    for folder, files in within.items():
        found |= {f"{folder}/{name}": content for name, content in files.items()}
    return found


def encoded(content: bytes | str) -> bytes:
    """The bytes of a file's content."""
    return content.encode() if isinstance(content, str) else content


def write(folder: Path, contents: Mapping[str, Content]) -> None:
    """Write files into a folder; one that is a copy is linked, where the disk can."""
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if not isinstance(content, Path):
            target.write_bytes(encoded(content))
            continue
        try:
            target.hardlink_to(content)
        except OSError:  # another disk
            shutil.copyfile(content, target)


def differences(file: Path, content: Content) -> Iterator[tuple[str, str]]:
    """How a file differs from what it should contain, with details."""
    if isinstance(content, Path):
        if not (file.samefile(content) or filecmp.cmp(file, content, shallow=False)):
            yield f"is not an exact copy of {content.name}", ""
    elif (found := file.read_bytes()) != encoded(content):
        detail = ""
        if isinstance(content, str):
            detail = difference("what it should be", content, file.name, found.decode())
        yield "doesn't match its sources", detail
