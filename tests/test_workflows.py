"""The scripts in GitHub's workflows, run here: their programs are stand-ins that note each call.

Git, jq and the scripts of `.ci` are the real ones where a test says so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pages import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
STANDS_IN = (  # a program that notes how it was called, and says what a test has it say
    '#!/bin/sh\necho "$(basename "$0") $*" >> "$CALLS"\n'
    'answer="$ANSWERS/$(basename "$0") $1 $2"\n'
    'test ! -e "$answer" || . "$answer"\n'
)
PROGRAMS = ("chromium-headless-shell", "firefox", "gh", "java", "make", "node", "npm", "sudo")
OURS = (".ci/run", ".venv/bin/lessoncode", ".venv/bin/python")


class Step(NamedTuple):
    """A step with a script: the workflow and the name that it has, the script, its variables."""

    title: str
    script: str
    env: dict[str, str]


def steps() -> dict[str, Step]:
    found = {}
    for file in FILES:
        workflow: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
        for job in workflow["jobs"].values():
            for step in (step for step in job.get("steps", ()) if "run" in step):
                env = {**workflow.get("env", {}), **job.get("env", {}), **step.get("env", {})}
                given = {name: re.sub(r"\$\{\{.*?\}\}", "given", it) for name, it in env.items()}
                title = f"{file.stem}: {step['name']}"
                found[title] = Step(title, step["run"], given)
    return found


STEPS = steps()
every_script = pytest.mark.parametrize("title", [*STEPS, ".ci/run"])


class Ran(NamedTuple):
    """How a script ended, what it called, what it said to later steps."""

    code: int
    calls: list[str]
    output: dict[str, str]
    said: str


class Runner:
    """A machine of GitHub's: a folder with stand-ins, in which a script runs."""

    def __init__(self, root: Path) -> None:
        self.root, self.work = root, root / "work"
        for name in (*(f"bin/{name}" for name in PROGRAMS), *(f"work/{name}" for name in OURS)):
            self.write(name, STANDS_IN).chmod(0o755)
        (root / "answers").mkdir()

    def write(self, name: str, text: str) -> Path:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, encoding="utf-8")
        return self.root / name

    def answer(self, call: str, script: str) -> None:
        """Let a program do this when its first words are those of `call`."""
        self.write(f"answers/{call}", script + "\n")

    def run(self, script: str, env: Mapping[str, str]) -> Ran:
        """Run a script as GitHub does, and end it at a variable that nothing has set."""
        for name in ("calls", "output"):
            self.write(name, "")
        own = {
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "HOME": str(self.root),
            "CALLS": str(self.root / "calls"), "ANSWERS": str(self.root / "answers"),
            "GITHUB_OUTPUT": str(self.root / "output"), "RUNNER_TEMP": str(self.root),
            "GITHUB_REF_NAME": "v0.2.0", "GITHUB_RUN_ID": "7",
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-eu", "-c", script], cwd=self.work, env={**own, **env}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        calls = (self.root / "calls").read_text("utf-8").splitlines()
        rows = (self.root / "output").read_text("utf-8").splitlines()
        output = dict(row.split("=", 1) for row in rows)
        return Ran(done.returncode, calls, output, done.stdout)

    def step(self, title: str, **env: str) -> Ran:
        return self.run(STEPS[title].script, STEPS[title].env | env)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@every_script
def test_shellcheck_finds_nothing(title: str) -> None:
    if title in STEPS:  # GitHub's `bash -e`, with the variables of the step
        given = "".join(f"export {name}=\n" for name in STEPS[title].env)
        script = f"set -e\n{given}{STEPS[title].script}"
    else:
        script = (ROOT / title).read_text("utf-8")
    command = [str(Path(sys.executable).with_name("shellcheck")), "--shell=bash", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


ALONE = ("preview: Publish it", "release: Make the release", "preview: Find the pull request")


@pytest.mark.parametrize("title", [title for title in STEPS if title not in ALONE])
def test_it_runs_to_its_end(runner: Runner, title: str) -> None:
    done = runner.step(title)
    assert (done.code, done.calls != []) == (0, True), done.said


# What `.ci/run` does, for the jobs that call it.

SITE_AND_LINT = "make --keep-going --jobs=2 site lint"


@pytest.mark.parametrize(
    ("arguments", "calls"),
    [
        ("build", [SITE_AND_LINT, "make tests ONLY=not browser"]),
        ("browsers", ["make site", "make tests ONLY=browser", "python .ci/in_node.py"]),
        ("training", ["make set-up", "python .ci/train.py"]),
        (
            "",
            [
                SITE_AND_LINT,
                "make tests",
                "python .ci/in_node.py --seconds 60",
                "python .ci/train.py 60",
            ],
        ),
        ("all training", ["make set-up", "python .ci/train.py"]),
    ],
)
def test_each_job_calls_what_it_is_for(runner: Runner, arguments: str, calls: list[str]) -> None:
    shutil.copy(ROOT / ".ci/run", runner.work / ".ci/run")
    done = runner.run(f".ci/run {arguments}", {})
    assert (done.code, done.calls) == (0, calls), done.said
    runner.answer("make --keep-going --jobs=2", "exit 3")
    failed = runner.run(".ci/run build", {})
    assert failed == (3, [SITE_AND_LINT, "make tests ONLY=not browser"], {}, "")
    assert runner.run(".ci/run nothing", {}).code == 2


def test_a_push_checks_everything(runner: Runner) -> None:
    for everything, call in (("", "run build"), ("all", "run all build")):
        done = runner.step("check: Run the job", EVERYTHING=everything, JOB="build")
        assert done.calls == [call]


# Links.


@pytest.mark.parametrize("code", [0, 1, 2])
def test_an_error_ends_the_asking_and_a_dead_link_does_not(runner: Runner, code: int) -> None:
    runner.answer("python .ci/links.py ", f"echo found; exit {code}")
    done = runner.step("links: Ask")
    assert (done.code, done.output["code"]) == (code > 1, str(code))
    assert "found" in done.said


@pytest.mark.parametrize(
    ("code", "number", "call"),
    [
        ("0", "", ""),
        ("0", "12", "gh issue close 12 --comment All links answer"),
        ("1", "12", "gh issue edit 12 --body-file report.md"),
        ("1", "", "gh issue create --title Links that died"),
    ],
)
def test_one_issue_is_kept(runner: Runner, code: str, number: str, call: str) -> None:
    runner.answer("gh issue list", f"echo {number}")
    done = runner.step("links: Keep the issue", CODE=code)
    assert done.code == 0, done.said
    assert [it for it in done.calls[1:] if it.startswith(call)] == done.calls[1:]
    assert len(done.calls) == 1 + bool(call)


# A preview: with jq, Git and `.ci/preview.py` themselves.


@pytest.mark.skipif(
    not shutil.which("jq"), reason="the script calls jq: GitHub has it, many machines have not"
)
def test_the_pull_request_is_found_by_its_commit(runner: Runner) -> None:
    listed = [{"number": 3, "headRefOid": "abc"}, {"number": 8, "headRefOid": "def"}]
    runner.answer("gh pr list", f"echo '{json.dumps(listed)}'")
    found = runner.step("preview: Find the pull request", COMMIT="def")
    assert found.output == {"number": "8", "open": "3 8"}
    closed = runner.step("preview: Find the pull request", COMMIT="fed")
    assert closed.output == {"number": "", "open": "3 8"}


def test_a_preview_replaces_all_that_was_there(runner: Runner) -> None:
    shutil.copy(ROOT / ".ci/preview.py", runner.work / ".ci/preview.py")
    runner.write("site/index.html", "<head></head>new")
    hosted, first = runner.root / "hosted/toy/previews.git", runner.root / "first"
    git = {
        "GIT_CONFIG_GLOBAL": str(runner.write("config", f'[url "{runner.root}/hosted/"]\n'
            "insteadOf = git@github.com:\n[init]\ndefaultBranch = main\n")),
        "GIT_CONFIG_SYSTEM": "/dev/null",
    }  # fmt: skip
    begin = f"git init -q --bare {hosted}; git init -q {first}; cd {first}; mkdir pr-2 pr-3\n"
    begin += "echo old | tee pr-2/index.html pr-3/index.html; git add -A\n"
    begin += f"git -c user.name=a -c user.email=a@b commit -qm old; git push -q {hosted} main"
    assert runner.run(begin, git).code == 0
    given = {"PREVIEWS": "toy/previews", "KEY": "secret", "NUMBER": "3", "OPEN": "3 8"}
    done = runner.step("preview: Publish it", **given, **git)
    assert done.code == 0, done.said
    looked = runner.run(
        f"cd {hosted}; git log --format=%s main; git ls-tree -r --name-only main", {}
    )
    assert looked.said.splitlines()[0] == "pull request 3"
    assert "old" not in looked.said.splitlines()
    assert "pr-3/index.html" in looked.said and "pr-2" not in looked.said
    assert (runner.root / "key").stat().st_mode & 0o077 == 0


def test_the_preview_is_told(runner: Runner) -> None:
    done = runner.step(
        "preview: Say where", PREVIEWS="toy/previews", COMMIT="0123456789", NUMBER="3"
    )
    assert len(done.calls) == 1 and done.calls[0].startswith("gh pr comment 3 --edit-last")
    assert "The site of 0123456: https://toy.github.io/previews/pr-3/" in done.calls[0]


# A release.


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_release_is_made_of_whole_files_alone(runner: Runner, is_whole: bool) -> None:
    runner.write("work/release/notes.md", "What changed.")
    runner.write("work/release/a.whl", "wheel")
    runner.run("cd release && sha256sum a.whl > SHA256SUMS", {})
    if not is_whole:
        runner.write("work/release/a.whl", "another")
    done = runner.step("release: Make the release")
    files = "--notes-file notes.md release/SHA256SUMS release/a.whl"
    made = [f"gh release create v0.2.0 --verify-tag --title v0.2.0 {files}"]
    assert (done.code == 0, done.calls) == (is_whole, made if is_whole else [])
