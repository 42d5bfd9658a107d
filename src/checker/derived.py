"""Files that are committed although made of others: `accept` writes them, `check` compares.

The package carries a list of all weights with their hashes, since outside a clone it fetches them.
Beside each lab lies its notebook, which Colab and Kaggle open.
"""

import hashlib
from collections.abc import Iterator

from checker.pages.reading import labs_of
from checker.problem import DIFFERS, WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import names_of
from checker.running.record import replace_files

WEIGHTS = "src/lessoncode/pretrained/lessons"  # the module that reads the list
HEAD = "# Written by `lessoncode accept`: a model of the lessons, its bytes, its SHA-256.\n"


def made(project: Project) -> dict[str, str]:
    """What these files should hold, by path. Raises Problem where a lab is broken."""
    found = {}
    if project.has(f"{WEIGHTS}.py"):
        found[f"{WEIGHTS}.txt"] = HEAD + "".join(weights(project))
    for path in labs_of(project):
        from checker.site import lab  # nbformat is slow to load

        found[lab.stored(path)] = lab.notebook(project, path, ran=False) + "\n"
    return found


def weights(project: Project) -> Iterator[str]:
    """A line for each file of weights."""
    for name in names_of(project, ".npz"):
        data = project.data(f"examples/{name}.npz")
        yield f"{name} {len(data)} {hashlib.sha256(data).hexdigest()}\n"


def outdated(project: Project) -> dict[str, str]:
    """Those of them that hold something else, or are not there. Raises Problem."""
    return {
        path: text
        for path, text in made(project).items()
        if not project.has(path) or project.text(path) != text
    }


def problems(project: Project) -> Iterator[Problem]:
    """Each of those, and notebooks that are left over."""
    try:
        for path in outdated(project):
            advice = (("write it anew", "lessoncode accept"),)
            yield Problem(DIFFERS, path, None, "is not what its sources make", "", advice)
    except Problem as problem:
        yield problem
    for path in project.files("examples", ".ipynb"):
        if not project.has(path.removesuffix(".ipynb") + ".py"):
            yield Problem(WRONG_PAGE, path, None, "is the notebook of no lab; remove it")


def write(project: Project) -> list[str]:
    """Write them anew; returns the paths of those that were outdated. Raises Problem."""
    new: dict[str, str | bytes] = {**outdated(project)}
    replace_files(project.root, new)
    return sorted(new)
