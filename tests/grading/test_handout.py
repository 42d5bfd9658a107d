"""What the command says."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from lessoncode import command
from lessoncode.grading import grade, handout
from lessoncode.grading.exercise import find, load_all


def begin(root: Path, text: str) -> None:
    it = find("tokens-2")
    handout.answer_file(root, it).parent.mkdir(exist_ok=True)
    handout.answer_file(root, it).write_text(text, encoding="utf-8")


Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return lambda: capsys.readouterr().out


def test_hands_out_once_and_overwrites_nothing(tmp_path: Path, said: Said) -> None:
    assert handout.main(tmp_path, "tokens-2", None) == 0
    assert said() == (
        "answers/tokens_2.py is ready for your answer:\n"
        "\n"
        "    def merge(ids, pair, new_id):\n"
        '        """Replace a pair of ids with a new id wherever it occurs: a BPE step.\n'
        "\n"
        "        - `ids`: a list of whole numbers.\n"
        "        - `pair`: two ids. If two pairs overlap, replace the one further left.\n"
        "\n"
        "        Returns a new list: `merge([1, 2, 1, 1, 2], (1, 2), 9)` is `[9, 1, 9]`.\n"
        '        """\n'
        "        raise NotImplementedError  # your code\n"
        "\n"
        "  read about it  docs/lesson/tokens.md\n"
        "  then grade it  lessoncode exercise tokens-2\n"
        "  for a hint     lessoncode exercise tokens-2 --hint 1\n"
    )
    file = tmp_path / "answers/tokens_2.py"
    file.write_text(file.read_text("utf-8") + "# mine\n", encoding="utf-8")
    assert handout.main(tmp_path, "tokens-2", None) == 1
    assert said().startswith("tokens-2: still to be written\n")
    assert file.read_text("utf-8").endswith("# mine\n")


def test_shows_the_first_case_that_fails(tmp_path: Path, said: Said) -> None:
    begin(tmp_path, "def merge(ids, pair, new_id):\n    return ids[:-1] + [new_id]\n")
    assert handout.main(tmp_path, "tokens-2", None) == 1
    assert said() == (
        "tokens-2: not right yet, in case 1\n"
        "\n"
        "  ids     [1, 2]\n"
        "  pair    [1, 2]\n"
        "  new_id  9\n"
        "\n"
        "  expected  [9]\n"
        "  yours     [1, 9]\n"
        "\n"
        "  grade it again  lessoncode exercise tokens-2\n"
        "  for a hint      lessoncode exercise tokens-2 --hint 1\n"
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("def merge(ids, pair, new_id:\n    pass\n", "doesn't run\n\n  File"),
        ("x = 1 / 0\n", "ZeroDivisionError: division by zero"),
        (
            "def other():\n    pass\n",
            "doesn't define a function merge; delete the file to start over",
        ),
        ("merge = 3\n", "doesn't define a function merge"),
        ("def merge(ids, pair, new_id):\n    ids.append(new_id)\n", "it returns nothing"),
        ("def merge(ids):\n    return ids\n", "takes 1 positional argument but 3 were given"),
        ("def merge(ids, pair, new_id):\n    return ids[99]\n", "line 2, in merge"),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, said: Said, answer: str, expected: str) -> None:
    begin(tmp_path, answer)
    assert handout.main(tmp_path, "tokens-2", None) == 1
    text = said()
    assert expected in text
    assert "lessoncode/grading" not in text, "only the answer's own lines matter"


def test_a_file_that_does_not_end(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade, "SECONDS", 0.2)
    begin(tmp_path, "def merge(ids, pair, new_id):\n    return ids\n\nwhile True:\n    pass\n")
    assert handout.main(tmp_path, "tokens-2", None) == 1
    assert said() == "answers/tokens_2.py doesn't finish: it takes more than 0.2 s\n"


def test_a_file_in_another_encoding(tmp_path: Path, said: Said) -> None:
    begin(tmp_path, "")
    handout.answer_file(tmp_path, find("tokens-2")).write_bytes(b"word = '\xe9'\n")
    assert handout.main(tmp_path, "tokens-2", None) == 1
    assert "can't decode byte 0xe9" in said()


def test_a_file_as_some_editors_save_it(tmp_path: Path, said: Said) -> None:
    """With a mark of its encoding first, and both signs for a line's end."""
    begin(tmp_path, "")
    code = b"\xef\xbb\xbfdef merge(ids, pair, new_id):\r\n    return ids[99]\r\n"
    handout.answer_file(tmp_path, find("tokens-2")).write_bytes(code)
    assert handout.main(tmp_path, "tokens-2", None) == 1
    assert "line 2, in merge\n    return ids[99]\n" in said()


def test_hints_come_one_at_a_time(tmp_path: Path, said: Said) -> None:
    hints = find("tokens-2").hints
    for number, hint in enumerate(hints, 1):
        assert handout.main(tmp_path, "tokens-2", number) == 0
        text = said()
        assert [other for other in hints if other in text] == [hint]
    assert "the solution, at the end of docs/lesson/tokens.md" in text
    for number in (0, len(hints) + 1):
        with pytest.raises(ValueError, match="tokens-2 has hints 1 to 3"):
            handout.main(tmp_path, "tokens-2", number)


@pytest.mark.parametrize("name", ["tokens-9", "tokens", "nowhere-1", "grading-1", "../tokens-1"])
def test_knows_what_is_no_exercise(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"no exercise .*; lessoncode exercise lists them"):
        handout.main(tmp_path, name, None)


def test_lists_all_and_marks_what_is_begun(tmp_path: Path, said: Said) -> None:
    begin(tmp_path, "")
    assert handout.main(tmp_path, None, None) == 0
    lines = said().split("\n")
    assert [line.split()[:2] for line in lines if line.startswith("  *")] == [["*", "tokens-2"]]
    assert sum(line.startswith("    tokens-") for line in lines) == 2


def test_names_the_next_exercise(tmp_path: Path, said: Said) -> None:
    solutions = {
        "tokens-2": "next  lessoncode exercise tokens-3",
        "tokens-3": "next  lessoncode exercise next-token-1",
        load_all()[-1].name: "that was the last; list all  lessoncode exercise",
    }
    for name, following in solutions.items():
        page, number = find(name).oracle.__module__.removeprefix("exercises."), name[-1]
        file = handout.answer_file(tmp_path, find(name))
        file.parent.mkdir(exist_ok=True)
        file.write_bytes((ROOT / f"examples/{page}/solution_{number}.py").read_bytes())
        assert handout.main(tmp_path, name, None) == 0
        after = said().rpartition(f"{name}: right, in all ")[2].partition(" cases\n")[2]
        assert after == f"\n  {following}\n"


def test_what_utf_8_cannot_write_is_escaped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path, 'def merge(ids, pair, new_id):\n    raise ValueError("\\ud800")\n')
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "examples").mkdir()
    monkeypatch.chdir(tmp_path)
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, "utf-8"))
    monkeypatch.setattr(sys, "argv", ["lessoncode", "exercise", "tokens-2"])
    assert command.main() == 1
    assert b"ValueError: \\ud800\n" in printed.getvalue()


@pytest.mark.parametrize("arguments", [["exercise"], ["help"], ["help", "guess"]])
def test_a_pipe_may_close(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "lessoncode.command", *arguments],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.returncode in {0, 141}  # what is printed last can still be in a buffer
    assert done.stderr == ""
