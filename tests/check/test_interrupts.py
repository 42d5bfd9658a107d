"""Stopped in the middle or met by another of its kind: nothing is lost or left running."""

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT
from tiny_site import MKDOCS, environment, left_behind, started_in, write_site

from checker.running.lane import on_reference_lane

HANGS = """\
# time limit: 30 s
import os
import time
from pathlib import Path

if os.environ["PYTHONHASHSEED"] == "{seed}":
    Path("hangs").touch()
    time.sleep(120)
print("new")
"""
SLOW_BUILD = """\
import time
from pathlib import Path


def on_post_build(config):
    Path("hangs").touch()
    time.sleep(120)
"""
WAITING_BUILD = """\
import time
from pathlib import Path


def on_post_build(config):
    Path("hangs").touch()
    while not Path("go").exists():
        time.sleep(0.01)
"""
PATIENCE = 100  # seconds, where others use the machine
STOPPED = "\nstopped; all records and the site are unchanged\n"
SITE = {
    "examples/a/one.py": "print('new')\n",
    "examples/a/one.out": "old\n",
    "site/index.html": "old\n",
}


class Site:
    """A tiny site and the commands started in it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.temporary = folder / "site", folder / "temporary"
        self.temporary.mkdir()

    def write(self, files: dict[str, str]) -> None:
        write_site(self.root, files)

    def left_behind(self) -> str:
        return left_behind(self.root, self.temporary)

    def processes_end(self) -> bool:
        """Whether all that was started here ends by itself."""
        end = time.monotonic() + PATIENCE
        while started_in(self.temporary) and time.monotonic() < end:
            time.sleep(0.01)
        return not started_in(self.temporary)

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=self.root, env=environment(self.temporary), start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_for(self, pattern: str, folder: Path | None = None) -> None:
        """Wait until a file is there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(FileNotFoundError):  # a folder that ended while it was looked into
                if list((folder or self.temporary).glob(pattern)):
                    return
            time.sleep(0.01)
        pytest.fail(f"no {pattern}")

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Its commands feel every signal, also where nohup or a script has the tests ignore some."""
    stops = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
    ignored = [stop for stop in stops if signal.getsignal(stop) == signal.SIG_IGN]
    for stop in ignored:
        signal.signal(stop, signal.SIG_DFL)
    site = Site(tmp_path)
    yield site
    site.left_behind()
    for stop in ignored:
        signal.signal(stop, signal.SIG_IGN)


def interrupt_group(process: subprocess.Popen[str]) -> None:
    """Ctrl-C in a terminal."""
    os.killpg(process.pid, signal.SIGINT)


def interrupt(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)


def terminate(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)


def hang_up(process: subprocess.Popen[str]) -> None:
    """The terminal's window is closed."""
    process.send_signal(signal.SIGHUP)


STOPS = [interrupt_group, interrupt, terminate, hang_up]
Stop = Callable[[subprocess.Popen[str]], None]


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize(("command", "seed"), [("check", 0), ("accept", 1)])
def test_stopped_while_examples_run(site: Site, command: str, seed: int, stop: Stop) -> None:
    """Seed 1 is that of the second run, in the middle of which `accept` is stopped."""
    hangs = HANGS.format(seed=seed)
    site.write({**SITE, "examples/a/two.py": hangs})
    process = site.start("lessoncode", command)
    site.wait_for("*/*/hangs")
    stop(process)
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, STOPPED)
    assert site.text("examples/a/one.out") == "old\n"
    assert site.left_behind() == ""


def test_what_has_run_need_not_run_again(site: Site) -> None:
    """Each result is kept as it ends: what was done before Ctrl-C is taken as it was."""
    site.write({**SITE, "examples/a/two.py": HANGS.format(seed=0)})
    process = site.start("lessoncode", "check")
    site.wait_for("runs/a/one.json", site.root / ".cache/lessoncode")
    site.wait_for("*/*/hangs")
    interrupt(process)
    process.communicate(timeout=PATIENCE)
    kept = site.root / ".cache/lessoncode/runs/a/one.json"
    kept.write_text(kept.read_text().replace("new", "kept"))
    _, errors = site.start("lessoncode", "check", "a/one").communicate(timeout=PATIENCE)
    assert "+kept" in errors


@pytest.mark.parametrize("stop", STOPS)
def test_stopped_while_mkdocs_builds(site: Site, stop: Stop) -> None:
    mkdocs = MKDOCS + "hooks: [slow.py]\n"
    files = {**SITE, "examples/a/one.out": "new\n", "mkdocs.yml": mkdocs, "slow.py": SLOW_BUILD}
    site.write(files)
    process = site.start("lessoncode", "build")
    site.wait_for("hangs", site.root)
    stop(process)
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert errors.endswith(STOPPED)
    assert site.text("site/index.html") == "old\n"
    assert site.left_behind() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_killed_while_an_example_runs(site: Site) -> None:
    """No handler runs on SIGKILL: records are whole, and the example ends with its runner."""
    site.write({**SITE, "examples/a/two.py": HANGS.format(seed=0)})
    process = site.start("lessoncode", "check")
    site.wait_for("*/*/hangs")
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert site.processes_end()
    assert site.text("examples/a/one.out") == "old\n"
    again = site.start("lessoncode", "accept", "a/one")  # the lock died with its holder
    assert again.wait(PATIENCE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_killed_while_mkdocs_builds(site: Site) -> None:
    """MkDocs ends, too: the next build writes into the same folder."""
    mkdocs = MKDOCS + "hooks: [slow.py]\n"
    files = {**SITE, "examples/a/one.out": "new\n", "mkdocs.yml": mkdocs, "slow.py": SLOW_BUILD}
    site.write(files)
    process = site.start("lessoncode", "build")
    site.wait_for("hangs", site.root)
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert site.processes_end()
    assert site.text("site/index.html") == "old\n"


@pytest.mark.skipif(
    not on_reference_lane(ROOT),
    reason="off the reference lane no recipe runs, so none can be stopped",
)
def test_stopped_between_a_recipe_and_what_loads_it(site: Site) -> None:
    """Some records are new: the message says which, and they are whole."""
    train = 'import numpy\n\nimport checkpoints\n\ncheckpoints.save("train", w=numpy.ones(3))\n'
    use = HANGS.format(seed=1) + 'import checkpoints\n\ncheckpoints.load("a/train")\n'
    site.write({"examples/a/train.py": train, "examples/a/one.py": use})
    process = site.start("lessoncode", "accept")
    site.wait_for("*/*/hangs")
    interrupt(process)
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, "\nstopped; these records may be new: a/train\n")
    assert site.left_behind() == ""
    assert site.start("lessoncode", "check", "a/train").wait(PATIENCE) == 0
    assert not (site.root / "examples/a/one.out").exists()


def test_a_terminal_shows_what_runs(site: Site) -> None:
    """Also while nothing has ended."""
    site.write({"examples/a/one.py": HANGS.format(seed=0)})
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        ["lessoncode", "check"], cwd=site.root, env=environment(site.temporary),
        stderr=theirs, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    shown = os.read(ours, 1000)
    while b"a/one" not in shown:  # once the command has ended, reading fails
        shown += os.read(ours, 1000)
    assert b"0/1" in shown
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    os.close(ours)


def test_two_builds_at_once(site: Site) -> None:
    """The second waits for the first, says so, and both succeed."""
    mkdocs = MKDOCS + "hooks: [waits.py]\n"
    files = {**SITE, "examples/a/one.out": "new\n", "mkdocs.yml": mkdocs, "waits.py": WAITING_BUILD}
    site.write(files)
    first = site.start("lessoncode", "build")
    site.wait_for("hangs", site.root)
    second = site.start("lessoncode", "build")
    assert second.stderr
    said = "waiting for another command in this project to finish\n"
    assert second.stderr.readline() == said
    (site.root / "go").touch()
    (printed, _), (printed_second, _) = first.communicate(), second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert printed == printed_second
    assert "site: proven" in printed
    assert site.left_behind() == ""


def test_check_while_accept_writes(site: Site) -> None:
    """However they fall together, a record is one of the two whole ones."""
    prints = "print(*range({most}))\n"
    site.write({"examples/a/one.py": prints.format(most=1000)})
    assert site.start("lessoncode", "accept").wait(PATIENCE) == 0
    whole = {" ".join(map(str, range(most))) + "\n" for most in (1000, 2000)}
    (site.root / "examples/a/one.py").write_text(prints.format(most=2000))
    process = site.start("lessoncode", "accept")
    while process.poll() is None:
        assert site.text("examples/a/one.out") in whole
    assert process.returncode == 0
