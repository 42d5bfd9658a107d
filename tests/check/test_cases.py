"""Tiny broken sites, each with the message it must get: one text file a site, in cases/.

A case opens with a sentence that says what is broken. `=== PATH` begins a file of its site and
`=== $ COMMAND` a step: below that stand `exit N` and all that the command printed, standard error
before standard output. A case without docs/index.md gets one that shows every example.

Review a changed message, then write it down:  python tests/check/test_cases.py --write [NAME ...]
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from at_once import programs
from tiny_site import environment, left_behind, write_site

CASES = Path(__file__).with_name("cases")
MARKS = re.compile(r"^ +[~^]+\n", re.MULTILINE)  # in a traceback; each Python sets them otherwise
PATIENCE = 300  # seconds, where others use the machine
LINUX_ONLY = "(Linux)"  # stands in the sentence of a case whose guard macOS lacks


def sections(text: str) -> list[tuple[str, str]]:
    """A case's (title, body) pairs; the first has no title and holds the sentence."""
    parts = re.split(r"^=== (|[^\"].*)\n", "=== \n" + text, flags=re.MULTILINE)[1:]
    return [
        (title, body.strip("\n") + "\n")
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    ]


def play(case: str, root: Path, temporary: Path) -> str:
    """Make the site, run its steps; returns the case with what they really printed and left."""
    parts = sections(case)
    write_site(root, {title: body for title, body in parts[1:] if not title.startswith("$ ")})
    temporary.mkdir()
    played = []
    for title, body in parts:
        if title.startswith("$ "):
            settings = environment(temporary)
            if "ulimit" in title:  # which a process that was there before would not feel
                settings["PYTHONDONTWRITEBYTECODE"] = "1"  # or our own would be cut short
            else:
                settings["PATH"] = f"{programs()}:{settings['PATH']}"
            step = subprocess.run(
                ["bash", "-o", "pipefail", "-c", title[2:]],
                cwd=root, env=settings, capture_output=True, text=True, timeout=PATIENCE,
            )  # fmt: skip
            body = f"exit {step.returncode}\n{step.stderr}{step.stdout}".strip("\n") + "\n"
            body = MARKS.sub("", body)
        played.append(f"=== {title}\n{body}")
    return "\n".join(played).removeprefix("=== \n") + left_behind(root, temporary)


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_case(name: str, tmp_path: Path) -> None:
    case = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    if LINUX_ONLY in case and sys.platform != "linux":
        pytest.skip("rests on what only Linux has")
    assert play(case, tmp_path / "site", tmp_path / "temporary") == case


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit(__doc__)
    for path in sorted(CASES.glob("*.txt")):
        if path.stem in sys.argv[2:] or not sys.argv[2:]:
            with tempfile.TemporaryDirectory() as folder:
                case = path.read_text(encoding="utf-8")
                played = play(case, Path(folder, "site"), Path(folder, "temporary"))
            if played != case:
                path.write_text(played, encoding="utf-8")
                print("wrote", path.name)
