"""What examples print now: from the cache where that holds, else from a run, or from two."""

from pathlib import Path

from lessoncode.check import cache, recipe
from lessoncode.check.lane import NUMPY, on_reference_lane
from lessoncode.check.problem import DIFFERS, FAILED, Problem
from lessoncode.check.record import difference

MADE_ELSEWHERE = (
    ("open a pull request", "its check keeps the new record as changed-records"),
    ("then commit that", "unpacked into examples/"),
)

Outcome = cache.Printed | Problem
Outcomes = dict[str, Outcome]


def outcomes_of(root: Path, names: list[str], fresh: bool, twice: bool) -> Outcomes:
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
    from lessoncode.check.runner import run_all  # tqdm and more, which a full cache does not need

    first = run_all(root, stale)
    outcomes |= {name: ran if isinstance(ran, Problem) else ran[0] for name, ran in first.items()}
    again = [name for name in names if twice and name not in foreign]
    recipes = [name for name in again if recipe.saves(root, name)]
    others = [name for name in again if name not in recipes]
    second = run_all(root, recipes, second=True) | run_all(root, others, second=True)
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
