"""An example run as a page asks for it, by this machine's Python: the records are the truth."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker.running.record import record_text

ROOT = Path(__file__).parents[2]
# All runs share its interpreter, as in a browser; it is not the tests' own, since modules are
# loaded anew in it.
SERVER = """
import json, sys
from checker.browser.tasks import call
for line in sys.stdin:
    said = []
    result = call("checker.browser.example.run", line, lambda text: said.append(json.loads(text)))
    print(json.dumps([json.loads(result), said]), flush=True)
"""


class Ran(NamedTuple):
    result: dict[str, Any]
    said: list[dict[str, Any]]

    @property
    def printed(self) -> str:
        return "".join(m["text"] for m in self.said if m["kind"] == "printed")

    @property
    def record(self) -> str:
        told = [(m["region"], m["text"]) for m in self.said if m["kind"] == "printed"]
        return record_text(told)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.result["error"]
        return found


class Server:
    def __init__(self) -> None:
        command = [sys.executable, "-c", SERVER]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd="/")

    def run(self, example: str, **edits: str) -> Ran:
        """`whole` is the edit of a file that is shown whole."""
        edits = {"" if region == "whole" else region: code for region, code in edits.items()}
        assert self.process.stdin and self.process.stdout
        print(
            json.dumps({"example": example, "edits": edits}),
            file=self.process.stdin,
            flush=True,
        )
        result, said = json.loads(self.process.stdout.readline())
        return Ran(result, [m for m in said if m["kind"] != "entered"])  # told from Python 3.12 on


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.process.kill()
    server.process.wait()


def recorded(example: str) -> str:
    return (ROOT / f"examples/{example}.out").read_text(encoding="utf-8")


WORLD, COST = "next_token/world", "real_runs/cost"


@pytest.mark.parametrize("example", [WORLD, COST, "inside/stream"])
def test_prints_the_record_region_by_region(server: Server, example: str) -> None:
    ran = server.run(example)
    assert ran.error is None
    assert ran.record == recorded(example)


def test_edits_are_spliced_into_the_file(server: Server) -> None:
    code = 'print("one", len(p) > 60)\n\n\nprint("two")\n'
    ran = server.run(WORLD, truth=f"words = Words(p)\ntruth = world.next_token(words)\n{code}")
    first, start, rest = recorded(WORLD).partition("--8<-- [start:truth]\n")
    end = "--8<-- [end:truth]\n"
    assert ran.record == f"{first}{start}one True\ntwo\n{end}{rest.partition(end)[2]}"


def test_lines_after_a_longer_edit_are_still_of_their_region(server: Server) -> None:
    ran = server.run(WORLD, sentences="\n" * 60 + 'print("moved")\nWords, p, world = set, {}, None')
    assert [(m["region"], m["text"]) for m in ran.said] == [("sentences", "moved\n")]
    source = (ROOT / f"examples/{WORLD}.py").read_text(encoding="utf-8")
    before = source.partition("[start:truth]\n")[2].partition("world.next_token")[0]
    line = before.count("\n") + 1
    assert ran.error["region"] == "truth"
    assert f"Line {line} failed: AttributeError: 'NoneType'" in ran.error["text"]


def test_a_file_shown_whole_is_edited_whole(server: Server) -> None:
    ran = server.run(WORLD, whole='print("all of it")\n')
    assert [(m["region"], m["text"]) for m in ran.said] == [(None, "all of it\n")]
    unchanged = (ROOT / f"examples/{WORLD}.py").read_text(encoding="utf-8").split("\n")
    shown = "\n".join(line for line in unchanged if "--8<--" not in line)
    assert server.run(WORLD, whole=shown).record == recorded(WORLD)


def test_a_traceback_has_the_lines_that_the_reader_sees(server: Server) -> None:
    ran = server.run(WORLD, truth="def f():\n    return rare.nothing\n\nf()")
    assert ran.error["traceback"].rstrip() == (
        "Traceback (most recent call last):\n"
        f'  File "examples/{WORLD}.py [truth]", line 4, in <module>\n'
        "    f()\n"
        f'  File "examples/{WORLD}.py [truth]", line 2, in f\n'
        "    return rare.nothing\n"
        "           ^^^^^^^^^^^^\n"
        "AttributeError: 'str' object has no attribute 'nothing'"
    )
    assert ran.error["region"] == "truth"
    text = "Line 2 failed: AttributeError: 'str' object has no attribute 'nothing'."
    assert ran.error["text"] == text


def test_a_traceback_names_the_files_of_the_package(server: Server) -> None:
    code = 'from lessoncode.text.bpe import *\nBytePairTokenizer({b"a": 0}, "(")'
    ran = server.run(WORLD, sentences=code)
    assert 'File "src/lessoncode/text/split.py", line' in ran.error["traceback"]
    assert str(ROOT) not in ran.error["traceback"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("x = (1,\ny = 2", "Line 1 is not Python: "),
        ("x = 1\nfor x in 3 print(x)", "Line 2 is not Python: "),
        ("x = '\ud800'", "It is not Python: 'utf-8' codec can't encode"),
        ("x = " + "-" * 100_000 + "1", "It is not Python: "),
        ("input('name? ')", "input() can't ask anyone here. "),
        ("import sys\nsys.exit(3)", "Line 2 ended the program: sys.exit(3)."),
        ("x = bytearray(2**62)", "Line 1 asked for more memory than "),
        ("raise KeyboardInterrupt", "Line 1 failed: KeyboardInterrupt."),
        ("def f(): f()\nf()", "Line 1 is in a function that calls itself "),
        ("while True: print('x' * 70)", "It printed more than 50,000 characters, "),
        ("while True:\n  try: print('x' * 70)\n  except Exception: pass", "It printed"),
        ("print('\\ud800')", "Line 1 failed: UnicodeEncodeError: "),
    ],
)
def test_what_ends_a_run_is_a_sentence(server: Server, code: str, text: str) -> None:
    ran = server.run(WORLD, sentences=code)
    assert ran.error["text"].startswith(text), ran.error["text"]
    assert len(ran.printed) <= 50_000
    assert len(ran.said) < 100  # a flood comes in few messages
    assert server.run(COST).record == recorded(COST)  # the next one is fine


def test_a_figure_comes_with_its_region_and_caption(server: Server) -> None:
    [figure] = [m for m in server.run("inside/stream").said if m["kind"] == "figure"]
    assert figure["region"] == "path"
    assert figure["svg"].startswith("<svg") and figure["caption"].startswith("The prediction at")


LEAVES = """
import builtins, os, sys, random, warnings
import numpy as np
from lessoncode.worlds import world
builtins.print("begun")
world.grammar = None
builtins.sorted = None
np.set_printoptions(precision=1)
np.seterr(all="raise")
os.environ["LEFT"] = "1"
os.chdir("/")
sys.argv.append("left")
sys.path.insert(0, "/left")
sys.setrecursionlimit(200)
warnings.simplefilter("error")
sys.stdout = None
"""
LOOKS = """
import os, sys, warnings
import numpy as np
print(sorted([2, 1]), np.array([1 / 3]), np.geterr()["over"], os.environ.get("LEFT"))
print(os.listdir("."), len(sys.argv), "/left" in sys.path, sys.getrecursionlimit() > 500)
warnings.warn("only told")
left = [name for name in ("world", "LEFT") if name in globals()]
print(left, np.random.random(), __name__)
"""


def test_a_run_finds_all_as_new(server: Server) -> None:
    server.run(WORLD, sentences=LEAVES + "\nopen('/tmp/../' + os.devnull, 'w')")
    first = server.run(COST, operations=LOOKS + "\noperations = {}").printed.split("\n")
    assert first[0] == "[1, 2] [0.33333333] warn None"
    assert first[1] == "[] 1 False True"
    assert "UserWarning: only told" in first[2]
    second = server.run(COST, operations=LOOKS + "\noperations = {}").printed.split("\n")
    assert first[4].split()[0] == "[]" and first[4].split()[2] == "__main__"
    assert first[4] != second[4]  # NumPy's random numbers go on being random
    assert server.run(WORLD).record == recorded(WORLD)


@pytest.mark.parametrize("path", ["src/lessoncode/svg.py", f"examples/{WORLD}.out"])
def test_the_projects_own_files_cannot_be_written(server: Server, path: str) -> None:
    before = (ROOT / path).read_bytes()
    ran = server.run(WORLD, sentences=f"open({str(ROOT / path)!r}, 'w')")
    assert "PermissionError" in ran.error["text"]
    assert (ROOT / path).read_bytes() == before
