"""Puts into a folder what a release on GitHub is made of: what pip installs, hashes, and notes.

    python .ci/release.py v0.2.0 release

The tag must be the version in `pyproject.toml`, and the commit one of main. The notes are what
`docs/changes.md` says that it did not say at the release before. The project's own Python runs
this. `release.yml` hands the folder to a job that may write, and runs nothing.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from checker.pages.addresses import site_address
from checker.project import Project
from checker.settings import FILE
from checker.site import extra_files, package
from checker.site.as_markdown import linked

MAIN = "origin/main"
CHANGES = "docs/changes.md"
NOTES = "notes.md"
SDIST = "import sys; from flit_core import buildapi; buildapi.build_sdist(sys.argv[1])"


def git(root: Path, *arguments: str) -> str | None:
    """What git says; None where it fails."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return None if done.returncode else done.stdout


def wrong(root: Path, tag: str) -> str:
    """Why this commit is not to be released under a tag; empty where it is."""
    version = tomllib.loads((root / FILE).read_text("utf-8"))["project"]["version"]
    if tag != f"v{version}":
        return f"the tag is {tag}, and {FILE} has the version {version}: tag v{version}"
    if git(root, "merge-base", "--is-ancestor", "HEAD", MAIN) is None:
        return f"this commit is not in {MAIN}: merge it, then tag what was merged"
    return ""


def notes(project: Project) -> str:
    """What is new for readers since the release before, with links that lead to the site."""
    last = git(project.root, "describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^")
    before = git(project.root, "show", f"{last.strip()}:{CHANGES}") if last else None
    told = set((before or "").splitlines())
    days = project.text(CHANGES).split("\n## ")[1:]
    new = []
    for day in days:
        title, *lines = day.splitlines()
        items = [line for line in lines if line and line not in told]
        new += ["", f"## {title}", "", *items] if items else []
    text = "\n".join(new).strip() or "Nothing that readers would notice."
    return linked(CHANGES, text, site_address(project)) + "\n"


def main(root: Path, tag: str, folder: Path) -> int:
    """Make the folder, or say why not."""
    if why := wrong(root, tag):
        print(why, file=sys.stderr)
        return 2
    folder.mkdir(parents=True)
    project = Project(root)
    wheel = Path(package.wheel(project)).name
    extra_files.write(folder, {wheel: package.contents(project)[wheel]})
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-c", SDIST, str(folder.resolve())]
    subprocess.run(command, cwd=root, env=environment, check=True)
    files = sorted(path for path in folder.iterdir())
    sums = [package.sums(path.name, path.read_bytes()) for path in files]
    (folder / "SHA256SUMS").write_bytes(b"".join(sums))
    (folder / NOTES).write_text(notes(project), encoding="utf-8")
    print("\n".join(sorted(path.name for path in folder.iterdir())))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent.parent, sys.argv[1], Path(sys.argv[2])))
