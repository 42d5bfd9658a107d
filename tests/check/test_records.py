"""Records: what agrees with them on the reference lane and off it, and that they are whole."""

import argparse
import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT

from checker.command import reported
from checker.problem import Problem
from checker.project import Project
from checker.running.lane import numpy_of
from checker.running.record import forbidden_number, replace_files, same

AGREE_OFF_THE_LANE = [
    ("loss 0.777", "loss 0.778"),
    ("loss 0.778", "loss 0.777"),
    ("0.999 1.5", "1.000 1.4"),
    ("-0.001", "0.000"),
    ("1.5e-07", "1.6e-07"),
    ("[0.25, -3.5]", "[0.24, -3.6]"),
]
NEVER_AGREE = [
    ("loss 0.777", "loss 0.779"),  # more than the last place
    ("loss 0.77", "loss 0.770"),  # another number of places
    ("1.5e-07", "1.5e-06"),
    ("9470", "9471"),  # an integer
    ("step 1: 0.5", "step 2: 0.5"),
    ("9.99", "10.000"),
    ("the cat 0.5", "the dog 0.5"),
    ("0.5 0.5", "0.5"),
    ("0.5\n", "0.5"),
    ("0.5", "0.5 "),
    ("v1.2.3", "v1.2.4"),
    ("nan", "0.0"),
    ("", "0.5"),
]


@pytest.mark.parametrize(("recorded", "printed"), AGREE_OFF_THE_LANE)
def test_last_place_counts_on_the_lane_alone(recorded: str, printed: str) -> None:
    assert same(recorded, printed, exact=False)
    assert not same(recorded, printed, exact=True)


@pytest.mark.parametrize(("recorded", "printed"), NEVER_AGREE)
def test_all_else_counts_everywhere(recorded: str, printed: str) -> None:
    assert not same(recorded, printed, exact=False)
    assert not same(recorded, printed, exact=True)


@pytest.mark.parametrize("text", ["", "0.5\n", "[9470]\n", "caf\u00e9\n"])
def test_the_same_is_the_same(text: str) -> None:
    assert same(text, text, exact=True)
    assert same(text, text, exact=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("loss -0.00\n", "-0.00"),
        ("[-0.  1.]\n", "-0."),
        ("[ 0.5,-0.0]\n", "-0.0"),
        ("(-0)\n", "-0"),
        ("-0%\n", "-0"),
        ("x=-0.0e+00\n", "-0.0e+00"),
        ("\u22120.00\n", "\u22120.00"),
        ("kl nan, inf\n", "nan"),
        ("[-inf]\n", "-inf"),
    ],
)
def test_no_record_holds(text: str, number: str) -> None:
    record = f"before 0.5\n--8<-- [start:one]\nfirst\n{text}last\n--8<-- [end:one]\n"
    found = forbidden_number(record)
    assert found
    region, what, line = found
    assert (region, line) == ("one", text.strip("\n"))
    assert what.startswith(f"{number} is")
    assert forbidden_number(f"first\n{text}") == (None, what, line)


@pytest.mark.parametrize(
    "text",
    [
        "0.00 -0.01 -0.5 -0.005 -1.0e-07 -10 +0.00",
        "10-0 a-0 gpt-0 1.0-0.0 x[1]-0 f(x)-0",
        "-0x10 -0b1 -0.5.0",
        "banana infinite inf-orm nan_count -informed 'inf' \"nan\" `inf`",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert forbidden_number(f"{text}\n") is None


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file may grow beyond `most` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_record(tmp_path: Path) -> None:
    (tmp_path / "one.out").write_text("old\n")
    with full_disk(1000), pytest.raises(Problem, match=r"one\.out  could not be written"):
        replace_files(tmp_path, {"one.out": "new\n" * 1000})
    assert [path.name for path in tmp_path.iterdir()] == ["one.out"]
    assert (tmp_path / "one.out").read_text() == "old\n"


def test_two_files_are_replaced_or_none(tmp_path: Path) -> None:
    """The second does not fit; or its name is a folder's, which is said."""
    (tmp_path / "one.npz").write_bytes(b"old")
    pair: dict[str, str | bytes] = {"one.npz": b"new", "one.out": "new\n" * 1000}
    with full_disk(1000), pytest.raises(Problem, match=r"one\.out  could not .* unchanged\n"):
        replace_files(tmp_path, pair)
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]
    assert (tmp_path / "one.npz").read_bytes() == b"old"
    (tmp_path / "one.out").mkdir()
    with pytest.raises(Problem, match=r"one\.out  could not .* unchanged, but one\.npz is new"):
        replace_files(tmp_path, pair)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "one.out"]
    assert (tmp_path / "one.npz").read_bytes() == b"new"


def test_a_read_only_disk_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The temporary file that cannot be removed does not hide which file was to be written."""

    def refused(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    def writes(project: Project, _: argparse.Namespace) -> int:
        replace_files(project.root, {"a/one.out": "new\n"})
        return 0

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    assert reported(writes, tmp_path, argparse.Namespace(), writes=False) == 3
    told = capsys.readouterr().err
    assert told.startswith("a/one.out  could not be written (Read-only file system)")
    assert "\n  to continue  make this disk writable" in told


def test_a_record_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    """The folder may not be written in, or the name is a folder's."""
    (tmp_path / "one.out").mkdir()
    with pytest.raises(Problem, match="the old file is unchanged"):
        replace_files(tmp_path, {"one.out": "new\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["one.out"]


def test_the_lane_is_that_of_the_lock() -> None:
    assert f"\nnumpy=={numpy_of(ROOT)} " in (ROOT / "requirements.lock").read_text("utf-8")
