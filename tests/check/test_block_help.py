"""`lessoncode help`: what it says of a kind of block can be written so."""

import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import environment

from checker.pages.block_help import explain
from checker.pages.reading import READ
from checker.project import Project


@pytest.mark.parametrize("kind", READ)
def test_the_example_in_its_grammar_is_read(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explain(Project(tmp_path), kind)
    text = capsys.readouterr().out
    fences = re.findall(r"^    ```(\w+)\n(.*?)\n    ```$", text, re.DOTALL | re.MULTILINE)
    assert [fence for fence, _ in fences] == [kind]
    body = "\n".join(line.removeprefix("    ") for line in fences[0][1].split("\n"))
    block = READ[kind].read("docs/lesson/next-token.md", 1, body)
    assert type(block) is READ[kind]
    assert max(map(len, text.split("\n"))) <= 100


def test_without_a_kind_all_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explain(Project(tmp_path), None)
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split()[0] for row in rows] == [*READ]
    assert all(row.endswith(".") for row in rows)


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("doors", 0, "pages: [lesson/tokens.md, lesson/inside.md]"),
        ("door", 2, "the kinds are example,"),
    ],
)
def test_the_command_explains_a_kind(kind: str, code: int, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["lessoncode", "help", kind], cwd=ROOT, env=environment(tmp_path), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert said in done.stdout + done.stderr
