"""The last release of a project: its last tag like `v0.1.0`."""

import subprocess

from checker.project import Project


def last_release(project: Project) -> str:
    """The name of the tag; empty until there is one, and where there is no git."""
    return git(project, "describe", "--tags", "--abbrev=0", "--match", "v*").strip()


def git(project: Project, *arguments: str) -> str:
    """What git prints about a project; empty where there is no git, or no such thing."""
    command = ["git", "-C", str(project.root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return ""
    return "" if done.returncode else done.stdout
