"""What examples print now: from the cache where that holds, else from a run, or from two."""

from checker.problem import DIFFERS, FAILED, Problem
from checker.project import Project
from checker.running import cache, recipe
from checker.running.lane import numpy_of, on_reference_lane
from checker.running.record import difference

MADE_ELSEWHERE = (
    ("open a pull request", "its check keeps the new record as changed-records"),
    ("then commit that", "its .out and .npz, unpacked into examples/"),
)

Outcome = cache.Printed | Problem
Outcomes = dict[str, Outcome]


def outcomes_of(project: Project, names: list[str], fresh: bool, twice: bool) -> Outcomes:
    """What each example prints, from the cache where that holds; with `fresh` none is trusted.

    Each good run is kept as it ends. With `twice` an output that changes in a second run, under
    other settings, is a Problem. Off the reference lane no recipe runs.
    """
    at_home = on_reference_lane(project.root)
    foreign = {name for name in names if recipe.saves(project, name) and not at_home}
    outcomes: Outcomes = {}
    for name in names:
        if printed := cache.load(project, name) if name in foreign or not fresh else None:
            outcomes[name] = printed
        elif name in foreign:
            numpy = numpy_of(project.root)
            what = f"weights must be made anew, on x86-64 Linux with AVX2 and NumPy {numpy}"
            source, why = f"examples/{name}.py", recipe.stale(project, name)
            outcomes[name] = Problem(DIFFERS, source, None, what, why, MADE_ELSEWHERE)
    stale = [name for name in names if name not in outcomes]
    if not stale and not twice:
        return outcomes
    # It loads tqdm and more, which a full cache does not need.
    from checker.running.runner import run_all

    for name, ran in run_all(project, stale):
        if isinstance(ran, Problem):
            outcomes[name] = ran
        else:
            outcomes[name] = ran[0]
            cache.store(project, name, *ran)
    good = {name: one for name, one in outcomes.items() if not isinstance(one, Problem)}
    again = [name for name in good if twice and name not in foreign]
    recipes = [name for name in again if recipe.saves(project, name)]
    for group in (recipes, [name for name in again if name not in recipes]):
        for name, ran in run_all(project, group, second=True):
            outcomes[name] = ran if isinstance(ran, Problem) else agreed(name, good[name], ran[0])
    return {name: outcomes[name] for name in names}  # not in the order in which they ended


def agreed(name: str, one: cache.Printed, two: cache.Printed) -> Outcome:
    """What two runs of an example agree in, or the Problem that they do not."""
    if one == two:
        return one
    text = difference("the first run", one.output, "a second", two.output)
    if one.trained and two.trained and not text:
        text = recipe.difference(one.trained.arrays, two.trained.arrays)
    what = "changes from run to run: seed what is random, print no time, path or address"
    text = text or "(the output is the same, a figure is not)"
    return Problem(FAILED, f"examples/{name}.py", None, what, text)
