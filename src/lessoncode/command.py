"""lessoncode: check and build the site, hand out exercises, export a model, talk with one."""

import argparse
import difflib
import os
import re
import signal
import sys
from pathlib import Path

from lessoncode.check.problem import FAILED, Problem, report
from lessoncode.check.project import Project

REPOSITORY = "https://github.com/lessoncode/lessoncode"


def find_root() -> Path:
    """The project around the current folder. Raises ValueError outside one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "examples").is_dir():
            return folder
    message = "no project here: no mkdocs.yml beside a folder examples, here or above"
    raise ValueError(f"{message}; to have one: git clone {REPOSITORY}")


def select(project: Project, given: list[str]) -> list[str]:
    """Examples, by name or path, or all of a folder. Raises ValueError for what is not there."""
    from lessoncode.check.running.example import names_of

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
            raise ValueError(f"no example or folder of examples {names[0]}{hint}")
        chosen += found
    return list(dict.fromkeys(chosen))


def export(name: str, folder: Path) -> int:
    """Write a trained model as a folder for transformers and other tools."""
    from lessoncode.pretrained import export as exporting

    try:
        exporting.export(name, folder)
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None
    except ConnectionError as error:
        raise Problem(FAILED, name, None, "cannot be exported", str(error)) from None
    print(f"{name} is in {folder}: AutoModelForCausalLM.from_pretrained({str(folder)!r})")
    return 0


def list_sources(project: Project, given: argparse.Namespace) -> int:
    """List the sources on pages that nobody looked at for some months."""
    from lessoncode.check.pages.reading import pages_of
    from lessoncode.check.pages.sources import report

    if given.names or given.all:
        raise ValueError("--sources reads all pages and runs nothing: give neither ID nor --all")
    return report([it for page in pages_of(project) for it in page.sources], given.sources)


def parser() -> argparse.ArgumentParser:
    """Of the command line."""
    parser = argparse.ArgumentParser(prog="lessoncode", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does)

    check = command("check", "run what is stale, compare it with the records, lint the pages")
    check.add_argument("names", nargs="*", metavar="ID", help="like tokens/utf8, or tokens")
    check.add_argument("--all", action="store_true", help="no cache, and all twice")
    old = "run nothing; list the sources that nobody looked at for so many months"
    check.add_argument("--sources", type=int, metavar="MONTHS", help=old)
    accept = command("accept", "run twice what differs from its record, write what is stable")
    accept.add_argument("names", nargs="*", metavar="ID", help="like tokens/utf8, or tokens")
    prove = command("prove", "account for all that a built site shows")
    prove.add_argument("site", type=Path, metavar="SITE")
    command("build", "check, build strictly into a new folder, prove that, then replace site/")
    book = command("book", "write the site as an EPUB, a PDF and a zip, to read without a network")
    book.add_argument("folder", type=Path, metavar="DIR", help="a folder, which may be there")
    new = command("new", "lay out a page with an example and exercises, say what is left to do")
    new.add_argument("kind", choices=["page"], metavar="page")
    new.add_argument("slug", metavar="SLUG", help="like in-context")
    export = command("export", "write a trained model as a folder for transformers and other tools")
    export.add_argument("name", metavar="ID", help="like pre_training/train, or smollm2")
    export.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    chat = command("chat", "talk with SmolLM2 in this terminal")
    chat.add_argument("--temperature", type=float, default=0.7, help="0: always the likeliest")
    chat.add_argument("--seed", type=int, help="of the random numbers, to hear it all again")
    task = command("exercise", "hand out an exercise, grade your answer to it")
    task.add_argument("name", nargs="?", metavar="NAME", help="like tokens-1; without, list all")
    task.add_argument("--hint", type=int, metavar="N", help="show the first hint, the second, ...")
    return parser


def dispatch(root: Path, given: argparse.Namespace) -> int:
    """Run one command in a project. Raises ValueError where it is given wrongly."""
    match given.command:
        case "prove":
            from lessoncode.check.building import prove

            return prove(Project(root), given.site)
        case "exercise":
            from lessoncode.grading import handout

            return handout.main(root, given.name, given.hint)
        case "check" if given.sources is not None:
            return list_sources(Project(root), given)
        case "accept" if os.environ.get("CI"):
            raise ValueError("accept writes records, which CI must not: run it on your machine")
    from lessoncode.check.lock import alone

    with alone(root):
        project = Project(root)
        match given.command:
            case "build":
                from lessoncode.check.building import build

                return build(project)
            case "book":
                from lessoncode.check.binding import book

                return book(project, given.folder)
            case "new":
                from lessoncode.check.new_page import new_page

                return new_page(project, given.slug)
            case "check":
                from lessoncode.check.checking import check

                return check(project, select(project, given.names), given.all)
            case _:
                from lessoncode.check.accepting import accept

                return accept(project, select(project, given.names))


def main() -> int:
    """Parse the command line, run one command, return its exit code."""
    commands = parser()
    given = commands.parse_args()
    if given.command == "chat":
        from lessoncode.pretrained import talk

        return talk.main(given.temperature, given.seed)
    for stop in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(stop) != signal.SIG_IGN:  # as nohup sets it
            signal.signal(stop, signal.default_int_handler)
    root = Path.cwd()
    try:
        if given.command == "export":
            return export(given.name, given.folder)  # a project or none
        root = find_root()
        return dispatch(root, given)
    except ValueError as error:
        commands.error(str(error))
    except Problem as problem:
        return report([problem])
    except OSError as error:
        path = str(error.filename or ".").replace(f"{root}/", "")
        return report([Problem(FAILED, path, None, f"cannot be used: {error.strerror}")])
    except KeyboardInterrupt as stop:
        left = str(stop) or "every record and the site are as they were"
        print(f"\nstopped; {left}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
