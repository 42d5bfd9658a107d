"""Whole or not at all: after errors, a stop, a full disk, and with two writers at once."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from models import CASES, make

from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.files import whole


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt])
def test_an_error_changes_nothing(error: type[BaseException], tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("before")
    with pytest.raises(error), whole(path) as partial:
        partial.write_text("half")
        assert path.read_text() == "before"
        raise error
    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]
    assert path.read_text() == "before"


def test_a_new_file_may_be_read_by_whom_any_file_may(tmp_path: Path) -> None:
    with whole(tmp_path / "new" / "it.txt") as partial:
        partial.write_text("whole")
    (tmp_path / "plain.txt").write_text("")
    assert (tmp_path / "new/it.txt").read_text() == "whole"
    modes = {p.stat().st_mode for p in (tmp_path / "new/it.txt", tmp_path / "plain.txt")}
    assert len(modes) == 1
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["it.txt"]


def test_a_folder(tmp_path: Path) -> None:
    for name in ("first", "second"):
        with whole(tmp_path / name) as partial:
            partial.mkdir()
            (partial / "file").write_text(name)
    with pytest.raises(OSError), whole(tmp_path / "first") as partial:
        partial.mkdir()
    assert (tmp_path / "first/file").read_text() == "first"
    assert {p.name for p in tmp_path.iterdir()} == {"first", "second"}


TWO_WRITERS = """
import sys
from lessoncode.training.files import whole
with whole("it") as partial, partial.open("w") as file:
    print("begun", flush=True)
    sys.stdin.readline()
    file.write(sys.argv[1] * 10)
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", TWO_WRITERS, letter],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for letter in "ab"
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
    for writer, letter in zip(writers, "ab", strict=True):  # both are in the middle now
        writer.communicate("\n")
        assert writer.returncode == 0
        assert (tmp_path / "it").read_text() == letter * 10
    assert [p.name for p in tmp_path.iterdir()] == ["it"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full, which Linux alone has")
def test_a_checkpoint_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """numpy.savez ends in the middle, as it does when no block is left."""
    model, *_ = make(next(iter(CASES)))
    monkeypatch.chdir(tmp_path)
    checkpoints.save("it", model, Words(["a b"]))
    before = (tmp_path / "it.npz").read_bytes()

    def savez(file: Path, **_: object) -> None:
        Path(file).write_bytes(b"half")
        Path("/dev/full").write_bytes(b"the rest")

    monkeypatch.setattr(np, "savez", savez)
    with pytest.raises(OSError, match="No space left"):
        checkpoints.save("it", model, Words(["a b"]))
    assert [p.name for p in tmp_path.iterdir()] == ["it.npz"]
    assert (tmp_path / "it.npz").read_bytes() == before
