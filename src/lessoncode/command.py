"""lessoncode: check and build the site, hand out exercises, export a model, talk with one."""

import argparse
import os
import signal
import sys
from importlib.metadata import entry_points
from io import TextIOWrapper
from pathlib import Path
from textwrap import indent

FAILED = 3  # the exit code when something could not be done
CHECKING = ("check", "accept", "prove", "build", "book", "new", "help")  # commands of the checker


def find_root() -> Path:
    """The nearest project folder, from the current one up. Raises ValueError outside a project."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "examples").is_dir():
            return folder
    from lessoncode.pretrained.lessons import address_of

    message = "not in a project: no folder from here up has both mkdocs.yml and examples/"
    raise ValueError(f"{message}; to get one: git clone {address_of('repository')}")


def failed(what: str, message: str, detail: str = "") -> int:
    """Print to stderr what could not be done and why; return the exit code `FAILED`."""
    said = indent(detail.strip(), "    ")
    print(f"{what}  {message}\n", *([f"{said}\n"] if said else []), sep="\n", file=sys.stderr)
    return FAILED


def export(given: argparse.Namespace) -> int:
    """Write a trained model as a folder for transformers and other tools."""
    from lessoncode.pretrained.export import export

    try:
        export(given.name, given.folder)
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None
    except ConnectionError as error:
        return failed(given.name, "cannot be exported", str(error))
    load = f"AutoModelForCausalLM.from_pretrained({str(given.folder)!r})"
    print(f"{given.name} is in {given.folder}: {load}")
    return 0


def chat(given: argparse.Namespace) -> int:
    """Talk with SmolLM2 in this terminal."""
    from lessoncode.pretrained import talk

    return talk.main(given.temperature, given.seed)


def exercise(given: argparse.Namespace) -> int:
    """Hand out an exercise, or grade an answer."""
    from lessoncode.grading import handout

    return handout.main(find_root(), given.name, given.hint)


def lacks_checker(given: argparse.Namespace) -> int:
    """Raise a ValueError that says how to install the checker, or how to get a project."""
    find_root()
    raise ValueError(f"{given.command} needs the checker, which is not installed; run: make set-up")


def parser() -> argparse.ArgumentParser:
    """The command line. Without the checker, its commands only say how to install it."""
    parser = argparse.ArgumentParser(prog="lessoncode", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for found in entry_points(group="lessoncode.commands"):
        try:
            found.load()(commands, find_root)
        except ModuleNotFoundError:  # the checker is not installed
            for name in CHECKING:
                alone = commands.add_parser(name)
                alone.add_argument("given", nargs="*")
                alone.set_defaults(run=lacks_checker)
    does = "write a trained model as a folder for transformers and other tools"
    exporting = commands.add_parser("export", help=does)
    exporting.add_argument("name", metavar="ID", help="such as pre_training/train, or smollm2")
    exporting.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    exporting.set_defaults(run=export)
    talking = commands.add_parser("chat", help="chat with SmolLM2 in this terminal")
    talking.add_argument("--temperature", type=float, default=0.7, help="0: the likeliest token")
    talking.add_argument("--seed", type=int, help="a number, to get the same answers again")
    talking.set_defaults(run=chat)
    task = commands.add_parser("exercise", help="hand out an exercise, or grade your answer")
    task.add_argument("name", nargs="?", metavar="NAME", help="such as tokens-1; default: list all")
    task.add_argument("--hint", type=int, metavar="N", help="show hint 1, 2, ...")
    task.set_defaults(run=exercise)
    return parser


def main() -> int:
    """Parse the command line and run its command; return the exit code."""
    for stream in (sys.stdin, sys.stdout):  # escape what their encoding lacks
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    commands = parser()
    given = commands.parse_args()
    for stop in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(stop) != signal.SIG_IGN:  # which nohup sets
            signal.signal(stop, signal.default_int_handler)
    code = 141  # what a shell gives a program that its pipe ended
    try:
        code = int(given.run(given))
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; Python's last flush must not fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ValueError as error:
        commands.error(str(error))
    except OSError as error:
        return failed(str(error.filename or "."), f"cannot be used: {error.strerror}")
    except KeyboardInterrupt as stop:
        left = str(stop) or "all records and the site are unchanged"
        print(f"\nstopped; {left}", file=sys.stderr)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
