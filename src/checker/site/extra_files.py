"""Files that a site has beside its pages: written into a folder of it, and held against that.

files = {"a.js": Path("a.js"), "all.zip": {"a.py": b"print(1)"}}
write(site, "run", files)
problems = list(differing(site, "run", files))
"""

import filecmp
import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from checker.problem import WRONG_PAGE, Problem

Content = Path | bytes | dict[str, bytes]  # a file, what one holds, or the members of a zip


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
    return len(zipped(content) if isinstance(content, dict) else content)


def write(site: Path, folder: str, contents: Mapping[str, Content]) -> None:
    """Write the files of a folder; one that is a copy is linked, where the disk can."""
    for path, content in contents.items():
        target = site / folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if not isinstance(content, Path):
            target.write_bytes(zipped(content) if isinstance(content, dict) else content)
            continue
        try:
            target.hardlink_to(content)
        except OSError:  # another disk
            shutil.copyfile(content, target)


def differing(site: Path, folder: str, contents: Mapping[str, Content]) -> Iterator[Problem]:
    """What in a folder of a built site is not what `write` puts there."""
    paths = [path for path in (site / folder).glob("**/*") if path.is_file()]
    there = {path.relative_to(site / folder).as_posix() for path in paths}
    for path in sorted(contents.keys() | there):
        if path not in there:
            messages = ["is not published"]
        elif path not in contents:
            messages = ["has nothing of the project behind it"]
        else:
            messages = [*differences(site / folder / path, contents[path])]
        for message in messages:
            yield Problem(WRONG_PAGE, f"{folder}/{path}", None, message)


def differences(file: Path, content: Content) -> Iterator[str]:
    """How a file is not what it should be; a zip may be packed otherwise."""
    if isinstance(content, Path):
        if not (file.samefile(content) or filecmp.cmp(file, content, shallow=False)):
            yield f"is not {content.name}, byte for byte"
    elif isinstance(content, bytes):
        if file.read_bytes() != content:
            yield "is not what was made of its sources"
    else:
        try:
            there = unzipped(file.read_bytes())
        except zipfile.BadZipFile as error:
            yield f"is damaged: {error}"
            return
        for name in sorted({*content, *there}):
            if content.get(name) != there.get(name):
                yield f"holds another {name} than the project"
