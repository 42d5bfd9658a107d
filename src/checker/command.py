"""The checker's commands, which the project's program offers where the checker is installed."""

import argparse
import difflib
import errno
import os
import re
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from checker.last_check import still_true
from checker.lock import alone
from checker.problem import FAILED, Problem, report
from checker.project import Project
from checker.settings import named

MENDS = {  # what to do about a file that cannot be written
    errno.ENOSPC: "free some space on this disk, for example:  rm -r .cache/lessoncode",
    errno.EDQUOT: "free some space in your quota, for example:  rm -r .cache/lessoncode",
    errno.EFBIG: "ulimit -f unlimited",
    errno.EROFS: "make this disk writable, or work in a copy on another disk",
    errno.EACCES: "chmod -R u+w {}",
    errno.EPERM: "chmod -R u+w {}",
}
Command = Callable[[Project, argparse.Namespace], int]  # of a project and the options


def add_to(commands: Any, find_root: Callable[[], Path]) -> None:
    """Add these commands to a command line, whose parsed options then have `run`.

    `run(options)` returns the exit code. It raises ValueError where the command is given wrongly,
    as `find_root` does outside a project.
    """

    def command(name: str, run: Command, does: str, writes: bool = True) -> Any:
        added = commands.add_parser(name, help=does)
        added.set_defaults(run=lambda given: reported(run, find_root(), given, writes))
        return added

    does = "run changed examples, compare outputs with their records, check pages"
    check = command("check", check_, does)
    which = "such as tokens/utf8, or tokens for the whole folder"
    check.add_argument("names", nargs="*", metavar="ID", help=which)
    check.add_argument("--all", action="store_true", help="ignore the cache, run all twice")
    does = "run changed examples twice, write their records if both runs agree"
    accept = command("accept", accept_, does)
    accept.add_argument("names", nargs="*", metavar="ID", help=which)
    does = "check that everything a built site shows comes from its sources"
    prove = command("prove", later("checker.building:prove", "site"), does, writes=False)
    prove.add_argument("site", type=Path, metavar="SITE", help="the folder of a built site")
    does = "check, build into a new folder, prove the result, then replace site/"
    command("build", later("checker.building:build"), does)
    does = "write the site as an EPUB, a PDF and a zip, to read offline"
    book = command("book", later("checker.making_book:make_book", "folder"), does)
    book.add_argument("folder", type=Path, metavar="DIR", help="a folder; it may already exist")
    does = "create a page with examples and exercises, and say what to do next"
    new = command("new", later("checker.new_page:new_page", "slug"), does)
    new.add_argument("kind", choices=["page"], metavar="page")
    new.add_argument("slug", metavar="SLUG", help="such as in-context")
    does = "explain how to write a kind of block on a page"
    kinds = command("help", later("checker.pages.block_help:explain", "kind"), does, writes=False)
    kinds.add_argument("kind", nargs="?", metavar="KIND", help="such as guess; default: list all")


def later(function: str, *options: str) -> Command:
    """A command that imports a function only to call it, with the project and some options."""
    return lambda project, given: int(
        named(function)(project, *(getattr(given, option) for option in options))
    )


def reported(run: Command, root: Path, given: argparse.Namespace, writes: bool) -> int:
    """Run a command, alone in its project if it `writes`, and report what goes wrong.

    Returns the exit code.
    """
    try:
        with alone(root) if writes else nullcontext():
            return run(Project(root), given)
    except BrokenPipeError:
        raise
    except (Problem, OSError) as error:
        return report([with_advice(error, root)])


def with_advice(error: Problem | OSError, root: Path) -> Problem:
    """Add advice to the Problem of a file that can't be written."""
    cause = error if isinstance(error, OSError) else error.__context__
    if isinstance(error, OSError):
        path = str(error.filename or ".").replace(f"{root}/", "")
        error = Problem(FAILED, path, None, f"cannot be used: {error.strerror}")
    if not error.advice and isinstance(cause, OSError) and cause.errno in MENDS:
        mend = MENDS[cause.errno].format(os.path.dirname(error.path) or ".")
        error.advice = (("to continue", mend),)
    return error


def check_(project: Project, given: argparse.Namespace) -> int:
    """Check examples and pages, unless nothing has changed since all was true."""
    if not given.names and not given.all and (said := still_true(project)):
        print(said)
        return 0
    return int(named("checker.checking:check")(project, select(project, given.names), given.all))


def accept_(project: Project, given: argparse.Namespace) -> int:
    """Write the records of examples."""
    if os.environ.get("CI"):
        raise ValueError("accept writes records, which CI must not do; run it on your machine")
    return int(named("checker.accepting:accept")(project, select(project, given.names)))


def select(project: Project, given: list[str]) -> list[str]:
    """The names of examples, given by name, path or folder. Raises ValueError for others."""
    from checker.running.example import names_of

    known = names_of(project)
    chosen: list[str] = []
    for name in given:
        here = os.path.relpath(name, project.root / "examples")
        names = [re.sub(r"^(\./)?examples/|\.(py|out|npz)$|/$", "", path) for path in (name, here)]
        found = [one for one in known for path in names if f"{one}/".startswith(f"{path}/")]
        if not found:
            near = [one for one in known if one.endswith(f"/{names[0]}")]
            near += difflib.get_close_matches(names[0], [*known, *map(os.path.dirname, known)], 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ValueError(f"there is no example or folder of examples called {names[0]}{hint}")
        chosen += found
    return list(dict.fromkeys(chosen))
