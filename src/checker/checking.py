"""The command `check`: what examples print now beside their records, and pages beside both."""

import shutil
from dataclasses import replace

from checker import generated
from checker.pages.lint import lint, on_page
from checker.pages.page import Page
from checker.pages.reading import pages_of
from checker.problem import DIFFERS, Problem, report
from checker.project import CACHE, Project
from checker.running import recipe
from checker.running.cache import Printed
from checker.running.example import cut, names_of
from checker.running.lane import on_reference_lane
from checker.running.outcomes import Outcomes, outcomes_of
from checker.running.record import difference, read_record, replace_files, same


def check(project: Project, names: list[str], everything: bool) -> int:
    """Run what is stale, compare it with the records, lint the pages; returns the exit code.

    With `names`, only these examples, and the pages that show them or link to what they print.
    """
    pages = pages_of(project)
    linted = concerned(pages, names) if names else pages
    chosen = names or names_of(project)
    outcomes = outcomes_of(project, chosen, fresh=everything, twice=everything)
    problems = list(compare(project, outcomes, pages).values())
    told = {page.path for page in linted} | {f"examples/{name}.py" for name in names}
    found = [*lint(project, pages), *generated.problems(project)]
    problems += [p for p in found if not names or p.path in told]
    once = {(p.path, p.line or 0, p.message): p for p in reversed(problems)}  # the first stays
    problems = [once[key] for key in sorted(once)]
    code = report(problems)
    state = f"{len(problems)} wrong" if problems else "all true"
    print(f"examples: {len(chosen)}, pages: {len(linted)}; {state}")
    return code


def concerned(pages: list[Page], names: list[str]) -> list[Page]:
    """The pages that show one of these examples, or link to what one printed."""
    shown = [embed for page in pages for embed in page.embeds if embed.example in names]
    on, anchors = {embed.page for embed in shown}, {embed.anchor for embed in shown}
    linked = {page.path for page in pages for link in page.measured if link.anchor in anchors}
    return [page for page in pages if page.path in on | linked]


def compare(project: Project, outcomes: Outcomes, pages: list[Page]) -> dict[str, Problem]:
    """The examples that fail, or whose record is not what they print, each with its Problem.

    What differs is kept in `.cache/lessoncode/printed/`, where CI collects it.
    """
    wrong = {}
    shutil.rmtree(project.root / CACHE / "printed", ignore_errors=True)
    for name, outcome in outcomes.items():
        if isinstance(outcome, Problem):
            wrong[name] = on_page(outcome, pages)
        elif problem := differs(project, name, outcome, pages):
            wrong[name] = problem
    return wrong


def differs(project: Project, name: str, printed: Printed, pages: list[Page]) -> Problem | None:
    """The Problem that the record of an example is not what it prints; None where it is."""
    path, recorded = read_record(project, name)
    weights, note = recipe.compare(project, name, printed.trained) if printed.trained else ("", "")
    agrees = same(recorded, printed.output, exact=on_reference_lane(project.root))
    if agrees and not weights:
        return None
    replace_files(project.root, files_of(f"{CACHE}/printed/{name}", printed))
    program = project.settings.program
    again = ("run it again", f"{program} check {name}")
    right = ("if it is right", f"{program} accept {name}")
    try:
        before, now = cut(path, recorded), cut(path, printed.output)
    except Problem as broken:
        return replace(broken, advice=(("write it anew", right[1]),))
    changed = {region for region in {*before, *now} if before.get(region) != now.get(region)}
    output = "output has changed" if recorded else "output has no record yet"
    what = ", ".join(part for part in ("" if agrees else output, weights) if part)
    text = difference(path, recorded, "what it printed now", printed.output)
    text = "\n\n".join(part for part in (text, note) if part)
    problem = Problem(DIFFERS, f"examples/{name}.py", None, what, text, (again, right))
    return on_page(problem, pages, changed - {None})


def files_of(stem: str, printed: Printed) -> dict[str, str | bytes]:
    """The files of a record. Weights come first: they hold the output, so that `check` notices
    where a crash let only these be written.
    """
    weights = {f"{stem}.npz": recipe.pack(printed.trained)} if printed.trained else {}
    return {**weights, f"{stem}.out": printed.output}
