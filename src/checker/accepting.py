"""The command `accept`: it writes new records where two runs agree."""

from contextlib import suppress
from textwrap import indent

from checker import generated
from checker.checking import files_of, problems_by_example
from checker.pages import traces
from checker.pages.reading import pages_of
from checker.problem import Problem, report
from checker.project import Project
from checker.rules.lint import on_page
from checker.running import recipe
from checker.running.cache import Printed
from checker.running.example import names_of
from checker.running.outcomes import confirmed, outcomes_of
from checker.running.picture import paths_of, read_pictures
from checker.running.picture_faults import faults_of_pictures
from checker.running.record import difference, read_record, replace_files
from checker.running.recordable import unrecordable


def accept(project: Project, names: list[str]) -> int:
    """Run twice what differs from its record, write what is stable, show the difference."""
    pages = pages_of(project)
    written: list[str] = []
    problems: list[Problem] = []
    good: list[str] = []
    try:
        for group in recipe.in_order(project, names or names_of(project)):
            project = Project(project.root)  # the records of the group before are new
            outcomes = outcomes_of(project, group)
            differing = problems_by_example(project, outcomes, pages)
            again = {
                name: outcome
                for name in differing
                if isinstance(outcome := outcomes[name], Printed)
                and needs_second_run(project, name, outcome)
            }
            outcomes |= confirmed(project, again)
            good += [name for name in outcomes if name not in differing]
            for name in differing:
                outcome = outcomes[name]
                if not isinstance(outcome, Problem):
                    outcome = unrecordable(project, name, outcome) or outcome
                if isinstance(outcome, Problem):
                    problems.append(on_page(outcome, pages))
                else:
                    written.append(name)
                    good.append(name)
                    write_record_of(project, name, outcome)
    except KeyboardInterrupt:
        new = f"these records may be new: {', '.join(written)}" if written else ""
        raise KeyboardInterrupt(new) from None
    steps = traces.write(Project(project.root), pages, good)
    problems += [what for what in steps.values() if isinstance(what, Problem)]
    files = [path for path, what in steps.items() if isinstance(what, str)]
    try:
        files += generated.write(Project(project.root))
    except Problem as problem:
        problems.append(on_page(problem, pages))
    print("".join(f"{path}  written\n" for path in files), end="")
    if written or problems:
        print(f"records written: {len(written)}, refused: {len(problems)}")
    elif not files:
        print("nothing to accept: every record matches what its example prints")
    return report(problems)


def needs_second_run(project: Project, name: str, printed: Printed) -> bool:
    """Whether a second run must confirm what differs from the record.

    A recipe or a slow example that left the recorded output and weights again needs none.
    """
    new = printed.kept
    if new and new.output == recipe.hash_of(*recipe.recorded_output(project, name)):
        return False
    with suppress(ValueError):
        old = recipe.recorded(project, name)
        return not new or (old.output, old.arrays) != (new.output, new.arrays)
    return True


def write_record_of(project: Project, name: str, printed: Printed) -> None:
    """Replace the record of an example and show the difference."""
    path, recorded = read_record(project, name)
    parts = [difference(path, recorded, "accepted", printed.output)]
    kept, note = recipe.compare(project, name, printed.kept)
    if kept:
        parts.append(f"{recipe.file_of(project, name)}  accepted\n{indent(note, '    ')}")
    faults = faults_of_pictures(read_pictures(project, name), printed.pictures, exact=True)
    for fault in faults:
        parts.append(f"{fault.message}, accepted\n{indent(fault.difference, '    ')}".rstrip())
    files = files_of(f"examples/{name}", printed)
    replace_files(project.root, files)
    for old in {path, *paths_of(project, name)} - files.keys():
        (project.root / old).unlink(missing_ok=True)
    print("\n\n".join(part for part in parts if part), end="\n\n")
