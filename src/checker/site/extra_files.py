"""Files that no builder makes: how one is written, and compared with what it should be.

files = {"run/a.js": Path("a.js"), "run/all.zip": {"a.py": b"print(1)"}}
write(site, files)
problems = list(differences(site / "run/a.js", Path("a.js")))
"""

import filecmp
import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.running.record import difference

Content = Path | bytes | str | dict[str, bytes]  # a file, what one holds, or the members of a zip


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip: the same bytes for the same members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in members.items():
            info = zipfile.ZipInfo(path)  # dated 1980
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def size(content: Content) -> int:
    """How many bytes the file has."""
    if isinstance(content, Path):
        return content.stat().st_size
    return len(data(content))


def data(content: bytes | str | dict[str, bytes]) -> bytes:
    """The bytes of a file that is no copy."""
    if isinstance(content, str):
        return content.encode()
    return zipped(content) if isinstance(content, dict) else content


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
    """How a file is not what it should be, with details; a zip may be packed otherwise."""
    if isinstance(content, Path):
        if not (file.samefile(content) or filecmp.cmp(file, content, shallow=False)):
            yield f"is not {content.name}, byte for byte", ""
    elif isinstance(content, dict):
        try:
            there = unzipped(file.read_bytes())
        except zipfile.BadZipFile as error:
            yield f"is damaged: {error}", ""
            return
        for name in sorted({*content, *there}):
            if content.get(name) != there.get(name):
                yield f"holds another {name} than the project", ""
    elif (found := file.read_bytes()) != data(content):
        detail = ""
        if isinstance(content, str):
            detail = difference("what it should be", content, file.name, found.decode())
        yield "is not what was made of its sources", detail
