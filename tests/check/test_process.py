"""A fork finds what an example by hand finds: nothing of others, and nothing of ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import write_site

from checker.problem import Problem
from checker.project import Project
from checker.running.child import Child
from checker.running.lane import REFERENCE, environment, on_reference_lane
from checker.running.process import Server
from checker.running.runner import MANY, run_all

# Says all that another example may have changed, and then changes it.
SPOILS = """\
import decimal
import os
import resource
import signal
import sys
import threading
import time

import matplotlib
import numpy as np
from matplotlib import font_manager

files = [os.readlink(link.path) for link in os.scandir("/proc/self/fd") if int(link.name) > 2]
print("environment", sorted({*os.environ} - {"LC_CTYPE"}))
print("settings", matplotlib.rcParams["lines.linewidth"], np.get_printoptions()["precision"])
print("arithmetic", np.geterr()["over"], decimal.getcontext().prec, sys.getrecursionlimit())
print("threads", threading.active_count(), "signals", signal.getsignal(signal.SIGUSR1).name)
print("files", [path for path in files if not path.endswith(("/fd", "/report"))], os.listdir("."))
print("folder", os.getcwd() == os.environ["HOME"], "mask", os.umask(0o022), time.tzname)
print("arguments", len(sys.argv), len(sys.orig_argv[0]) > 0, sys.path[-1] == "spoilt")
print("modules", sorted({"lessoncode", "tiktoken", "tqdm"} & {*sys.modules}), hasattr(np, "spoilt"))
print("fonts", font_manager.fontManager.defaultFamily["ttf"], "hash", hash("a"))
print("limit", resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 99)

os.environ["SPOILT"] = "1"
matplotlib.rcParams["lines.linewidth"] = 9
np.set_printoptions(precision=1)
np.seterr(over="raise")
np.spoilt = decimal.getcontext().prec = 5
sys.setrecursionlimit(500)
sys.path.append("spoilt")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
left_open = open("spoilt", "w")
os.umask(0o077)
font_manager.fontManager.defaultFamily["ttf"] = "spoilt"
resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
threading.Thread(target=time.sleep, args=[100], daemon=True).start()
"""


def printed(root: Path, script: str) -> list[str]:
    """What as many copies of a script print as are worth a process that has loaded NumPy."""
    copies = range(MANY * (os.cpu_count() or 1))
    write_site(root, {f"examples/a/n{copy}.py": script for copy in copies})
    names = [f"a/n{copy}" for copy in copies]
    outputs = []
    for _, ran in run_all(Project(root), names):
        assert not isinstance(ran, Problem), ran
        outputs.append(ran[0].output)
    return outputs


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is loaded before a fork")
def test_nothing_leaks(tmp_path: Path) -> None:
    forked = printed(tmp_path, SPOILS)
    home = tmp_path / "home"
    home.mkdir()
    by_hand = subprocess.run(
        [sys.executable, "-s", "-P", "-B", tmp_path / "examples/a/n0.py"],
        cwd=home, env=environment(tmp_path, home, second=False),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(forked) == {by_hand.stdout}


def test_random_numbers_without_a_seed_are_others_in_each_fork(tmp_path: Path) -> None:
    random = "import random\n\nimport numpy as np\n\nprint(np.random.random(), random.random())\n"
    pairs = [output.split() for output in printed(tmp_path, random)]
    for numbers in zip(*pairs, strict=True):
        assert len(set(numbers)) == len(pairs)


def test_a_process_ended_from_outside_fails_one_example_alone(tmp_path: Path) -> None:
    ends = "import os\nimport signal\n\nos.kill(os.getppid(), signal.SIGKILL)\nprint(1)\n"
    write_site(tmp_path, {"examples/a/ends.py": ends, "examples/a/one.py": "print(1)\n"})
    ran = dict(run_all(Project(tmp_path), ["a/ends", "a/one", "a/one"]))
    assert isinstance(ran["a/ends"], Problem)
    assert ran["a/ends"].message == "was stopped by another program; run it again"
    assert not isinstance(ran["a/one"], Problem)
    server = Server(tmp_path, [], second=False)
    server.process.kill()
    server.process.wait()
    with pytest.raises((BrokenPipeError, EOFError)):
        server.run("examples/a/one.py", {}, 20, tmp_path)
    server.close()


def test_a_project_below_a_folder_of_python_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As /usr/src/project, or a clone in the folder of its virtual environment."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    root, venv = tmp_path / "project", tmp_path / "project/.venv/lib"
    monkeypatch.setattr(sys, "path", [*sys.path, str(venv), str(root / "src")])
    root.mkdir()
    order = {
        "root": str(root),
        "script": "examples/a/one.py",
        "regions": {},
        "too_long": "",
        "unsaved": "",
    }
    child = Child({**order, "report": str(tmp_path / "report")})
    os.close(child.report)
    for path in (venv / "one.py", tmp_path / "lib/two.py", root / "src/b.py", root / "docs/c.md"):
        child.may_read(str(path))
    assert child.reads == {"src", "src/b.py", "docs/c.md"}


@pytest.mark.skipif(
    not on_reference_lane(ROOT), reason="this machine cannot compute as records ask"
)
@pytest.mark.parametrize("modules", [[], ["numpy"]])
def test_the_lane_takes(tmp_path: Path, modules: list[str]) -> None:
    """NumPy ignores names that it does not know, and OpenBLAS a kernel: ask both what they use."""
    lane = """\
import ctypes
from pathlib import Path

import numpy

features = numpy._core._multiarray_umath.__cpu_features__
print([name for name in "X86_V3 X86_V4 AVX512_ICL AVX512_SPR".split() if features[name]])
library = next(Path(numpy.__file__).parents[1].glob("numpy.libs/*scipy_openblas*"))
openblas = ctypes.CDLL(str(library))
openblas.scipy_openblas_get_corename64_.restype = ctypes.c_char_p
print(openblas.scipy_openblas_get_corename64_().decode())
print(openblas.scipy_openblas_get_num_threads64_())
"""
    write_site(tmp_path, {"examples/a/one.py": lane})
    server = Server(tmp_path, modules, second=False)
    report = server.run("examples/a/one.py", {}, 20, tmp_path)
    server.close()
    said = "".join(text for _, text in report["segments"]).split("\n")
    assert said[:3] == ["['X86_V3']", REFERENCE["OPENBLAS_CORETYPE"], "1"]
