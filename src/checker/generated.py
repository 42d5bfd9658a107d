"""Committed files that are made from other files: `accept` writes them, `check` compares them.

The package has a file of what it must know outside a clone: where the site and the repository are,
and all weights with their hashes. Beside each lab is its notebook, which Colab and Kaggle open.
"""

import hashlib
from collections.abc import Iterator

from checker.pages.addresses import repository, site_address
from checker.pages.reading import labs_of
from checker.problem import DIFFERS, WRONG_PAGE, Problem
from checker.project import Project
from checker.running.example import names_of
from checker.running.record import replace_files


def outdated(project: Project) -> dict[str, str]:
    """What each outdated or missing generated file should contain, by its path. Raises Problem
    where a lab is broken.
    """
    found = {}
    if path := project.settings.weights:
        found[path] = "".join(f"{row}\n" for row in known_outside(project))
    for path in labs_of(project):
        from checker.site import lab  # nbformat is slow to load

        found[lab.stored(path)] = lab.notebook(project, path, ran=False) + "\n"
    return {
        path: text
        for path, text in found.items()
        if not project.has(path) or project.text(path) != text
    }


def known_outside(project: Project) -> Iterator[str]:
    """The lines of the file with what the package must know outside a clone."""
    program = project.settings.program
    yield f"# Written by `{program} accept`: each model with its bytes and its SHA-256, behind"
    yield "# the addresses that mkdocs.yml names."
    yield f"site {site_address(project)}"
    yield f"repository {repository(project)}"
    for name in names_of(project, ".npz"):
        data = project.data(f"examples/{name}.npz")
        yield f"{name} {len(data)} {hashlib.sha256(data).hexdigest()}"


def problems(project: Project) -> Iterator[Problem]:
    """The generated files that are outdated, and notebooks whose lab is gone."""
    try:
        for path in outdated(project):
            advice = (("write it again", f"{project.settings.program} accept"),)
            yield Problem(DIFFERS, path, None, "doesn't match its sources", "", advice)
    except Problem as problem:
        yield problem
    for path in project.files("examples", ".ipynb"):
        if not project.has(path.removesuffix(".ipynb") + ".py"):
            yield Problem(WRONG_PAGE, path, None, "is a notebook without its lab; remove it")


def write(project: Project) -> list[str]:
    """Rewrite the generated files that are outdated; returns their paths. Raises Problem."""
    new: dict[str, str | bytes] = {**outdated(project)}
    replace_files(project.root, new)
    return sorted(new)
