"""lessoncode: check that a page shows only what its code prints."""

import argparse
import difflib
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from textwrap import indent

from lessoncode.check import cache, recipe
from lessoncode.check.example import (
    cut,
    difference,
    names_of,
    read_record,
    replace_files,
    same,
)
from lessoncode.check.lane import CACHE, NUMPY, on_reference_lane
from lessoncode.check.lint import lint, placed
from lessoncode.check.page import Page, pages_of
from lessoncode.check.problem import DIFFERS, FAILED, WRONG_PAGE, Problem, report

GATE = "LESSONCODE_GATE"  # set while `build` runs MkDocs, whose hook then has nothing to do
MADE_ELSEWHERE = (
    ("open a pull request", "its check keeps the new record as changed-records"),
    ("then commit that", "unpacked into examples/"),
)

Outcome = cache.Printed | Problem
Outcomes = dict[str, Outcome]


def check(root: Path, names: list[str], everything: bool) -> int:
    """Run what is stale, compare it with the records, lint the pages; returns the exit code."""
    pages = pages_of(root)
    chosen = names or names_of(root)
    outcomes = run(root, chosen, fresh=everything, twice=everything)
    problems = list(compare(root, outcomes, pages).values())
    problems += [] if names else lint(root, pages)
    once = {(p.path, p.line or 0, p.message): p for p in reversed(problems)}  # the first stays
    problems = [once[key] for key in sorted(once)]
    code = report(problems)
    state = f"{len(problems)} wrong" if problems else "all true"
    print(f"examples: {len(chosen)}, pages: {len(pages)}; {state}")
    return code


def accept(root: Path, names: list[str]) -> int:
    """Run twice what differs from its record, write what is stable, show the difference."""
    pages = pages_of(root)
    written: list[str] = []
    problems: list[Problem] = []
    try:
        for group in recipe.in_order(root, names or names_of(root)):
            outcomes = run(root, group, fresh=False, twice=False)
            differing = compare(root, outcomes, pages)
            again = [name for name in differing if not settled(root, name, outcomes[name])]
            outcomes |= run(root, again, fresh=False, twice=True)
            for name in differing:
                outcome = outcomes[name]
                if isinstance(outcome, Problem):
                    problems.append(placed(outcome, pages))
                else:
                    written.append(name)
                    write(root, name, outcome)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"records that may be new: {', '.join(written)}" if written else ""
        ) from None
    if not written and not problems:
        print("nothing to accept: every record is what its example prints")
        return 0
    print(f"records written: {len(written)}, refused: {len(problems)}")
    return report(problems)


def settled(root: Path, name: str, outcome: Outcome) -> bool:
    """Whether a second run is needless: the first failed, or trained to what the record holds."""
    if isinstance(outcome, Problem) or not outcome.trained:
        return isinstance(outcome, Problem)
    with suppress(ValueError):
        old = recipe.recorded(root, name)
        return (old.output, old.arrays) == (outcome.output, outcome.trained.arrays)
    return False


def write(root: Path, name: str, printed: cache.Printed) -> None:
    """Replace the record of an example and show the difference."""
    path, recorded = read_record(root, name)
    parts = [difference(path, recorded, "accepted", printed.output)]
    weights, note = recipe.compare(root, name, printed.trained) if printed.trained else ("", "")
    if weights:
        parts.append(f"examples/{name}.npz  accepted\n{indent(note, '    ')}")
    replace_files(root, files_of(f"examples/{name}", printed))
    if not printed.output:
        (root / path).unlink(missing_ok=True)
    print("\n\n".join(part for part in parts if part), end="\n\n")


def files_of(stem: str, printed: cache.Printed) -> dict[str, str | bytes]:
    """The files of a record. Weights come first: they hold the output, so that `check` notices
    where a crash let only these be written.
    """
    weights = {f"{stem}.npz": recipe.pack(printed.trained)} if printed.trained else {}
    return {**weights, f"{stem}.out": printed.output}


def prove(root: Path, site: Path) -> int:
    """Account for all that a built site shows."""
    from lessoncode.check import proof  # BeautifulSoup is slow to load

    if not (site / "index.html").is_file():
        raise ValueError(f"{site} holds no index.html; name the folder of a built site")
    problems = proof.prove(root, site)
    print(f"{site.name}: {len(problems)} wrong" if problems else f"{site.name}: proven")
    return report(problems)


def build(root: Path) -> int:
    """Check, build strictly into a new folder, prove that, and only then replace site/."""
    from lessoncode.check.runner import tree

    new, old = root / CACHE / "site", root / CACHE / "site-before"
    before = tree(root)
    if code := check(root, [], everything=False):
        return code
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(new)]
    environment = {**os.environ, GATE: "1", "NO_MKDOCS_2_WARNING": "1"}  # an advertisement
    if subprocess.run(command, cwd=root, env=environment, check=False).returncode:
        message = "does not build, as said above; site/ is as it was"
        return report([Problem(WRONG_PAGE, "docs", None, message)])
    if code := prove(root, new):
        return code
    if changed := sorted(before.items() ^ tree(root).items()):
        message = "changed while the site was built; build again, site/ is as it was"
        return report([Problem(WRONG_PAGE, changed[0][0], None, message)])
    shutil.rmtree(old, ignore_errors=True)
    if (root / "site").exists():
        (root / "site").rename(old)
    new.rename(root / "site")
    return 0


def export(name: str, folder: Path) -> int:
    """Write a trained model as a folder for transformers and other tools."""
    from lessoncode.pretrained.export import export  # the library, which the checker is free of

    try:
        export(name, folder)
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None
    print(f"{name} is in {folder}: AutoModelForCausalLM.from_pretrained({str(folder)!r})")
    return 0


def run(root: Path, names: list[str], fresh: bool, twice: bool) -> Outcomes:
    """What each example prints, from the cache where that holds; with `fresh` none is trusted.

    With `twice` an output that changes in a second run, under other settings, is a Problem. Off the
    reference lane no recipe runs.
    """
    foreign = {name for name in names if recipe.saves(root, name) and not on_reference_lane()}
    outcomes: Outcomes = {}
    for name in names:
        if printed := cache.load(root, name) if name in foreign or not fresh else None:
            outcomes[name] = printed
        elif name in foreign:
            what = f"weights must be made anew, on x86-64 Linux with AVX2 and NumPy {NUMPY}"
            source, why = f"examples/{name}.py", recipe.stale(root, name)
            outcomes[name] = Problem(DIFFERS, source, None, what, why, MADE_ELSEWHERE)
    stale = [name for name in names if name not in outcomes]
    if not stale and not twice:
        return outcomes
    from lessoncode.check.runner import run_all

    first = run_all(root, stale, shaken=False)
    outcomes |= {name: ran if isinstance(ran, Problem) else ran[0] for name, ran in first.items()}
    again = [name for name in names if twice and name not in foreign]
    recipes = [name for name in again if recipe.saves(root, name)]
    others = [name for name in again if name not in recipes]
    second = run_all(root, recipes, shaken=True) | run_all(root, others, shaken=True)
    for name, ran in second.items():
        outcomes[name] = agreed(name, outcomes[name], ran if isinstance(ran, Problem) else ran[0])
    for name, ran in first.items():
        if not isinstance(ran, Problem) and outcomes[name] is ran[0]:
            cache.store(root, name, *ran)
    return outcomes


def agreed(name: str, one: Outcome, two: Outcome) -> Outcome:
    """What two runs of an example agree in, or the Problem that they do not."""
    if isinstance(one, Problem) or one == two:
        return one
    if isinstance(two, Problem):
        return two
    text = difference("the first run", one.output, "a second", two.output)
    if one.trained and two.trained and not text:
        text = recipe.difference(one.trained.arrays, two.trained.arrays)
    what = "changes from run to run: seed what is random, print no time, path or address"
    text = text or "(the output is the same, a figure is not)"
    return Problem(FAILED, f"examples/{name}.py", None, what, text)


def compare(root: Path, outcomes: Outcomes, pages: list[Page]) -> dict[str, Problem]:
    """The examples that fail, or whose record is not what they print, each with its Problem.

    What differs is kept in `.cache/lessoncode/printed/`, where CI collects it.
    """
    wrong = {}
    shutil.rmtree(root / CACHE / "printed", ignore_errors=True)
    for name, outcome in outcomes.items():
        if isinstance(outcome, Problem):
            wrong[name] = placed(outcome, pages)
            continue
        path, recorded = read_record(root, name)
        weights, note = recipe.compare(root, name, outcome.trained) if outcome.trained else ("", "")
        agrees = same(recorded, outcome.output, exact=on_reference_lane())
        if agrees and not weights:
            continue
        replace_files(root, files_of(f"{CACHE}/printed/{name}", outcome))
        again = ("run it again", f"lessoncode check {name}")
        right = ("if it is right", f"lessoncode accept {name}")
        try:
            before, now = cut(path, recorded), cut(path, outcome.output)
        except Problem as broken:
            wrong[name] = replace(broken, advice=(("write it anew", right[1]),))
            continue
        changed = {region for region in {*before, *now} if before.get(region) != now.get(region)}
        output = "output has changed" if recorded else "output has no record yet"
        what = ", ".join(part for part in ("" if agrees else output, weights) if part)
        text = difference(path, recorded, "what it printed now", outcome.output)
        text = "\n\n".join(part for part in (text, note) if part)
        problem = Problem(DIFFERS, f"examples/{name}.py", None, what, text, (again, right))
        wrong[name] = placed(problem, pages, changed - {None})
    return wrong


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """One check, accept or build at a time in a project; another waits, and says so."""
    (root / CACHE).mkdir(parents=True, exist_ok=True)
    with (root / CACHE / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another lessoncode in this project to end", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def find_root() -> Path:
    """The project around the current folder. Raises ValueError outside one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "examples").is_dir():
            return folder
    raise ValueError("no project here: no mkdocs.yml beside a folder examples, here or above")


def select(root: Path, given: list[str]) -> list[str]:
    """Examples by name, or by path. Raises ValueError for one that is not there."""
    known = names_of(root)
    names = [re.sub(r"^(\./)?examples/|\.(py|out|npz)$", "", name) for name in given]
    for name in set(names) - set(known):
        near = difflib.get_close_matches(name, known, 1)
        raise ValueError(f"no example {name}" + (f"; did you mean {near[0]}?" if near else ""))
    return names


def main() -> int:
    """Parse the command line, run one command, return its exit code."""
    parser = argparse.ArgumentParser(prog="lessoncode", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for function in (check, accept, prove, build, export):
        name, doc = function.__name__, str(function.__doc__).split("\n")[0]
        command = commands.add_parser(name, help=doc[0].lower() + doc[1:].rstrip("."))
        if name == "prove":
            command.add_argument("site", type=Path, metavar="SITE")
        elif name == "export":
            command.add_argument("name", metavar="ID", help="like pre_training/train, or smollm2")
            command.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
        elif name != "build":
            command.add_argument("names", nargs="*", metavar="ID", help="like tokens/utf8")
        if name == "check":
            command.add_argument("--all", action="store_true", help="no cache, and all twice")
    chat = commands.add_parser("chat", help="talk with SmolLM2 in this terminal")
    chat.add_argument("--temperature", type=float, default=0.7, help="0: always the likeliest")
    chat.add_argument("--seed", type=int, help="of the random numbers, to hear it all again")
    task = commands.add_parser("exercise", help="hand out an exercise, grade your answer to it")
    task.add_argument("name", nargs="?", metavar="NAME", help="like tokens-1; without, list all")
    task.add_argument("--hint", type=int, metavar="N", help="show the first hint, the second, ...")
    given = parser.parse_args()
    if given.command == "chat":
        from lessoncode.pretrained import talk

        return talk.main(given.temperature, given.seed)
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.default_int_handler)
    root = Path.cwd()
    try:
        root = find_root()
        if given.command == "prove":
            return prove(root, given.site)
        if given.command == "export":
            return export(given.name, given.folder)
        if given.command == "exercise":
            from lessoncode.grading import handout

            return handout.main(root, given.name, given.hint)
        if given.command == "accept" and os.environ.get("CI"):
            raise ValueError("accept writes records, which CI must not: run it on your machine")
        with alone(root):
            if given.command == "build":
                return build(root)
            names = select(root, given.names)
            if given.command == "check":
                return check(root, names, given.all)
            return accept(root, names)
    except ValueError as error:
        parser.error(str(error))
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
