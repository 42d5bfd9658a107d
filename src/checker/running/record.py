"""Records: what an example printed, in the file `.out` beside it, cut by the script's markers."""

import difflib
import os
import re
import unicodedata
from contextlib import suppress
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from checker.problem import FAILED, Problem
from checker.project import Project
from checker.running.example import cut

DECIMAL = re.compile(r"([-+]?\d+\.\d+(?:[eE][-+]?\d+)?)")
# A zero with a sign, which depends on a number's last bit; nan and inf, except in quotes.
NO_NUMBER = re.compile(
    r"(?<![\w.)\]-])[-\u2212]0+\.?0*(?:[eE][-+]?\d+)?(?!\.?\w)"
    r"|(?<![\w'\"`])-?(?:nan|inf)(?![\w'\"`-])"
)


def read_record(project: Project, name: str) -> tuple[str, str]:
    """The path of an example's record, and its text, which is empty where there is no record."""
    path = f"examples/{name}.out"
    return path, project.text(path, "replace") if project.has(path) else ""


def record_text(segments: list[tuple[str | None, str]]) -> str:
    """Join printed pieces, each with its region (None outside all), into a record.

    Raises ValueError where the record could not be cut into the same pieces again.
    """
    record = ""
    for region, pieces in groupby(segments, key=itemgetter(0)):
        text = "".join(text for _, text in pieces)
        if "--8<--" in text:
            raise ValueError("it prints the sign of a region marker, --8<--")
        if control := re.search(r"[^\n\t -~\x80-\ufefe\uff00-\U0010ffff]", text):
            raise ValueError(f"it prints a control character, {control[0]!r}")
        if not text.endswith("\n"):
            where = f"region [{region}]" if region else "it"
            raise ValueError(f"{where} doesn't end with a line break")
        record += f"--8<-- [start:{region}]\n{text}--8<-- [end:{region}]\n" if region else text
    return record


def forbidden_number(record: str) -> tuple[str | None, str, str] | None:
    """The first number that no record may hold: its region, what is wrong, and its line."""
    for region, text in cut("", record).items():  # the last has the key None and holds all text
        if found := NO_NUMBER.search(text):
            number = found[0]
            what = f"{number} isn't a number; print what it means instead"
            if "0" in number:
                what = f"{number} is {number[1:]} elsewhere; print  round(x, PLACES) + 0.0  instead"
            end = text.find("\n", found.end())
            return region, what, text[text.rfind("\n", 0, end) + 1 : end]
    return None


def same(recorded: str, printed: str, exact: bool) -> bool:
    """Whether a run printed what the record holds.

    If not `exact`, off the reference lane, a decimal may differ by one unit of its last place.
    """
    old, new = DECIMAL.split(recorded), DECIMAL.split(printed)
    if exact or len(old) != len(new) or old[::2] != new[::2]:
        return recorded == printed
    pairs = [(Decimal(a), Decimal(b)) for a, b in zip(old[1::2], new[1::2], strict=True)]
    return all(  # the same number of places, and at most one unit of the last: 0.01 for 0.25
        a.same_quantum(b) and abs(a - b) <= Decimal(1).scaleb(int(a.as_tuple().exponent))
        for a, b in pairs
    )


def difference(old_name: str, old: str, new_name: str, new: str) -> str:
    """A unified diff, in ASCII escapes where two texts differ in blanks or Unicode forms alone."""

    def plain(text: str) -> list[str]:
        return [unicodedata.normalize("NFKC", line).rstrip() for line in text.split("\n")]

    def lines(text: str) -> list[str]:
        end = [] if text.endswith("\n") or not text else ["(no line break here)"]
        return [show(line) for line in text.removesuffix("\n").split("\n") if text] + end

    show = ascii if plain(old) == plain(new) else str
    before, after = lines(old), lines(new)
    diff = list(difflib.unified_diff(before, after, old_name, new_name, n=2, lineterm=""))
    return "\n".join(diff[:2] + ["..." if line[:2] == "@@" else line for line in diff[3:]])


def replace_files(root: Path, contents: dict[str, str | bytes]) -> None:
    """Write files whole or not at all: into temporary ones, which then replace the old.

    Raises Problem where a file can't be written; it names the files that are new already.
    """
    temporary: dict[str, Path] = {}
    moved = ""
    try:
        for path, content in contents.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            temporary[path] = (root / path).with_name(f".{Path(path).name}.{os.getpid()}")
            temporary[path].write_bytes(content.encode() if isinstance(content, str) else content)
        for path, file in temporary.items():
            file.replace(root / path)
            moved += f", but {path} is new"
    except OSError as error:
        message = f"could not be written ({error.strerror}); the old file is unchanged{moved}"
        raise Problem(FAILED, path, None, message) from None
    finally:
        for left in temporary.values():
            with suppress(OSError):  # it has replaced the old one, or there was no room for it
                left.unlink()
