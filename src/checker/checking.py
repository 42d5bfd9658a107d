"""The command `check`: it compares what examples print now with their records, and lints pages."""

import shutil
from dataclasses import replace

from checker import generated, last_check
from checker.pages import traces
from checker.pages.embed import embeds_of
from checker.pages.page import Page
from checker.pages.reading import pages_of
from checker.problem import DIFFERS, Problem, report
from checker.project import CACHE, Project
from checker.rules.lint import lint, on_page
from checker.running import recipe
from checker.running.cache import Printed
from checker.running.example import cut, names_of
from checker.running.lane import on_reference_lane
from checker.running.outcomes import Outcome, Outcomes, outcomes_of
from checker.running.picture import read_pictures
from checker.running.picture_faults import details_of, faults_of_pictures
from checker.running.record import difference, read_record, replace_files, same
from checker.running.recordable import unrecordable

MANY = 5  # examples that are reported one by one


def check(project: Project, names: list[str], everything: bool) -> int:
    """Run what is stale, compare it with the records, lint the pages; returns the exit code.

    With `names`, it checks these examples, and the pages that show them or link to their output.
    """
    pages = pages_of(project)
    linted = pages_about(pages, names) if names else pages
    chosen = names or names_of(project)
    outcomes = outcomes_of(project, chosen, everything)
    problems = gathered(project, list(problems_by_example(project, outcomes, pages).values()))
    good = [name for name, one in outcomes.items() if not isinstance(one, Problem)]
    problems += traces.problems(project, pages, good, twice=everything)
    told = {page.path for page in linted} | {f"examples/{name}.py" for name in names}
    found = [*lint(project, pages), *generated.problems(project)]
    problems += [p for p in found if not names or p.path in told]
    # Of several alike, the first is kept.
    once = {(p.path, p.line or 0, p.message): p for p in reversed(problems)}
    problems = [once[key] for key in sorted(once)]
    code = report(problems)
    state = f"{len(problems)} wrong" if problems else "all true"
    said = f"examples: {len(chosen)}, pages: {len(linted)}; {state}"
    if not names and not problems:
        last_check.keep(project, said)
    print(said)
    return code


def gathered(project: Project, problems: list[Problem]) -> list[Problem]:
    """These problems, with a single one in place of many pictures that only moved.

    A new version of what draws them moves all.
    """
    distances = [problem.moved for problem in problems if problem.moved]
    if len(distances) <= MANY:
        return problems
    what = f"has {len(distances)} scripts whose pictures have moved by up to {max(distances)}, "
    what += "and nothing else has changed"
    advice = (("if they look right", f"{project.settings.program} accept"),)
    others = [problem for problem in problems if not problem.moved]
    return [*others, Problem(DIFFERS, "examples", None, what, "", advice)]


def pages_about(pages: list[Page], names: list[str]) -> list[Page]:
    """The pages that show one of these examples, or link to its output."""
    shown = [embed for embed in embeds_of(*pages) if embed.example in names]
    on, anchors = {embed.page for embed in shown}, {embed.anchor for embed in shown}
    linked = {page.path for page in pages for link in page.measured if link.anchor in anchors}
    return [page for page in pages if page.path in on | linked]


def problems_by_example(
    project: Project, outcomes: Outcomes, pages: list[Page]
) -> dict[str, Problem]:
    """The Problem of each example that fails or doesn't print what its record says, by its name.

    The new output is kept in `.cache/lessoncode/printed/`, where CI collects it.
    """
    shutil.rmtree(project.root / CACHE / "printed", ignore_errors=True)
    found = {name: fault(project, name, one, pages) for name, one in outcomes.items()}
    return {name: problem for name, problem in found.items() if problem}


def fault(project: Project, name: str, printed: Outcome, pages: list[Page]) -> Problem | None:
    """The Problem of one example; None if it prints what its record says."""
    if isinstance(printed, Problem):
        return on_page(printed, pages)
    path, recorded = read_record(project, name)
    kept, note = recipe.compare(project, name, printed.kept)
    exact = on_reference_lane(project.root)
    agrees = same(recorded, printed.output, exact)
    pictures = faults_of_pictures(read_pictures(project, name), printed.pictures, exact)
    if agrees and not kept and not pictures:
        return None
    if refused := unrecordable(project, name, printed):
        return on_page(refused, pages)
    replace_files(project.root, files_of(f"{CACHE}/printed/{name}", printed))
    program = project.settings.program
    again = ("run it again", f"{program} check {name}")
    right = ("if it is right", f"{program} accept {name}")
    try:
        before, now = cut(path, recorded), cut(path, printed.output)
    except Problem as broken:
        return replace(broken, advice=(("write it again", right[1]),))
    changed = {region for region in {*before, *now} if before.get(region) != now.get(region)}
    changed |= {picture.region for picture in printed.pictures} if pictures and agrees else set()
    output = "output has changed" if recorded else "output has no record yet"
    drawn = [fault.message for fault in pictures]
    what = ", ".join(part for part in ("" if agrees else output, *drawn, kept) if part)
    distances = [fault.moved for fault in pictures if fault.moved]
    moved = None
    if agrees and not kept and len(distances) == len(pictures):
        moved = max(distances)
        what = f"pictures have moved by up to {moved}, and nothing else changed"
    text = difference(path, recorded, "what it printed now", printed.output)
    text = "\n\n".join(part for part in (text, note, *details_of(pictures)) if part)
    problem = Problem(DIFFERS, f"examples/{name}.py", None, what, text, (again, right), moved)
    return on_page(problem, pages, changed - {None})


def files_of(stem: str, printed: Printed) -> dict[str, str | bytes]:
    """The files of a record, by their paths: what is kept of the run, then output and pictures.

    The first also has the output, or its hash, so that `check` notices a crash between them.
    """
    kept = printed.kept
    ending = "json" if kept and kept.arrays is None else "npz"
    first = {f"{stem}.{ending}": recipe.pack(kept)} if kept else {}
    pictures = {f"{stem}.{picture.name}.svg": picture.svg for picture in printed.pictures}
    output = {f"{stem}.out": printed.output} if printed.output else {}
    return {**first, **output, **pictures}
