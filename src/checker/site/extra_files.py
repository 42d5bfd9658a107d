"""Files that no builder makes: how one is written, and compared with what it should be.

files = {"run/a.js": Path("a.js"), "feed.xml": "<feed/>"}
write(site, files)
problems = list(differences(site / "run/a.js", Path("a.js")))
"""

import filecmp
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.running.record import difference

Content = Path | bytes | str  # a file, or what one holds


def size(content: Content) -> int:
    """How many bytes the file has."""
    if isinstance(content, Path):
        return content.stat().st_size
    return len(data(content))


def data(content: bytes | str) -> bytes:
    """The bytes of a file that is no copy."""
    return content.encode() if isinstance(content, str) else content


def write(folder: Path, contents: Mapping[str, Content]) -> None:
    """Write files into a folder; one that is a copy is linked, where the disk can."""
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if not isinstance(content, Path):
            target.write_bytes(data(content))
            continue
        try:
            target.hardlink_to(content)
        except OSError:  # another disk
            shutil.copyfile(content, target)


def differences(file: Path, content: Content) -> Iterator[tuple[str, str]]:
    """How a file is not what it should be, with details."""
    if isinstance(content, Path):
        if not (file.samefile(content) or filecmp.cmp(file, content, shallow=False)):
            yield f"is not {content.name}, byte for byte", ""
    elif (found := file.read_bytes()) != data(content):
        detail = ""
        if isinstance(content, str):
            detail = difference("what it should be", content, file.name, found.decode())
        yield "is not what was made of its sources", detail
