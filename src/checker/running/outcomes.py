"""What examples print now: from the cache if that is valid, else from a run, or from two."""

from dataclasses import replace

from checker.problem import DIFFERS, FAILED, Problem
from checker.project import Project
from checker.running import cache, recipe
from checker.running.lane import numpy_of, on_reference_lane
from checker.running.picture_faults import details_of, faults_of_pictures
from checker.running.record import difference, same
from checker.running.recordable import advice_to_accept

MADE_ELSEWHERE = (
    ("open a pull request", "its check uploads the new record as changed-records"),
    ("then commit that", "its .out and .npz, unpacked into examples/"),
)

Outcome = cache.Printed | Problem
Outcomes = dict[str, Outcome]


def outcomes_of(project: Project, names: list[str], everything: bool = False) -> Outcomes:
    """What each example prints, or why it fails. Each good run is kept as it ends.

    With `everything`, examples in the cache run as well, and each runs again under other settings:
    an output that changes is a Problem. Off the reference lane, no recipe runs.
    """
    recipes = {name for name in names if recipe.saves(project, name)}
    foreign = set() if on_reference_lane(project.root) else recipes
    outcomes: Outcomes = {}
    for name in names:
        if printed := cache.load(project, name) if name in foreign or not everything else None:
            outcomes[name] = printed
        elif name in foreign:
            numpy = numpy_of(project.root)
            what = f"weights must be trained again, on x86-64 Linux with AVX2 and NumPy {numpy}"
            source, why = f"examples/{name}.py", recipe.stale(project, name)
            outcomes[name] = Problem(DIFFERS, source, None, what, why, MADE_ELSEWHERE)
    stale = [name for name in names if name not in outcomes]
    if not stale and not everything:
        return outcomes
    from checker.running.runner import run_all  # it loads what a full cache does not need

    for name, ran in run_all(project, stale):
        outcomes[name] = ran if isinstance(ran, Problem) else ran[0]
        if not isinstance(ran, Problem):
            cache.store(project, name, *ran)
    good = {name: one for name, one in outcomes.items() if not isinstance(one, Problem)}
    again = [name for name in good if everything and name not in foreign]
    for name, ran in run_all(project, again, second=True):
        outcomes[name] = ran if isinstance(ran, Problem) else agreed(name, good[name], ran[0])
    return {name: outcomes[name] for name in names}  # they ended in another order


def confirmed(project: Project, first: dict[str, cache.Printed]) -> Outcomes:
    """What each of these runs left, if a second, guarded run leaves the same; else a Problem.

    `unrepeatable` says what ends the second run. Whatever else depends on the settings changes what
    it prints.
    """
    from checker.running.runner import run_all

    outcomes: Outcomes = {}
    for name, ran in run_all(project, [*first], second=True, guarded=True):
        one = ran if isinstance(ran, Problem) else agreed(name, first[name], ran[0])
        if isinstance(one, Problem):
            one = replace(one, advice=advice_to_accept(project, name))
        outcomes[name] = one
    return outcomes


def is_recorded(project: Project, name: str, printed: cache.Printed) -> bool:
    """Whether an example's records hold what a run left: its output and its pictures."""
    exact = on_reference_lane(project.root)
    output, pictures = recipe.recorded_output(project, name)
    is_same = same(output, printed.output, exact)
    return is_same and not faults_of_pictures(pictures, printed.pictures, exact)


def agreed(name: str, one: cache.Printed, two: cache.Printed) -> Outcome:
    """What two runs of an example both left; a Problem where they differ."""
    if one == two:
        return one
    text = difference("the first run", one.output, "a second", two.output)
    if one.kept and two.kept and not text:
        text = recipe.differing(one.kept.arrays or {}, two.kept.arrays or {})
    what = "changes from run to run; seed random numbers, sort listings, "
    what += "and don't print a time, path or address"
    text = text or "\n".join(details_of(faults_of_pictures(one.pictures, two.pictures, exact=True)))
    return Problem(FAILED, f"examples/{name}.py", None, what, text)
