"""Which examples a reader's browser can run: their blocks have a Run button, which a script makes.

None is a recipe or a lab. `browser.yml` says which have no button and which take long; without that
file, a site has no buttons.

    seconds:  # how long slow examples take in a browser, rounded up
      world_models/carry: 30
    none:  # no button
      tokens/same_ids: It compares the package with tiktoken, which a browser lacks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from checker.once import once_per_project
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.running import cache as runs
from checker.running import recipe
from checker.running.example import is_lab, names_of

FILE = "browser.yml"
CLASSES = (10, 20, 30, 60)  # seconds
VOCABULARY = "cl100k_base.tiktoken"  # examples that import tiktoken need it
TIKTOKEN = re.compile(r"^(import|from) tiktoken\b", re.MULTILINE)
DRAWN = ' data-drawn-by="matplotlib"'  # in each SVG that matplotlib draws


@dataclass(frozen=True)
class Listed:
    """The content of `browser.yml`."""

    seconds: dict[str, int] = field(default_factory=dict)
    none: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Needs:
    """What a browser needs to run an example: weights, matplotlib, the model's file."""

    reads: list[str]
    figures: bool
    model: bool


@once_per_project
def read_listed(project: Project) -> Listed:
    """What `browser.yml` says. Raises Problem where it is malformed."""
    text = project.text(FILE) if project.has(FILE) else ""
    try:
        listed = Listed(**{key: value or {} for key, value in (yaml.safe_load(text) or {}).items()})
        if not all(isinstance(names, dict) for names in vars(listed).values()):
            raise TypeError("each needs lines  EXAMPLE: ...  below it")
    except (AttributeError, TypeError, yaml.YAMLError) as error:
        form = "write  seconds  and  none,  each with lines  EXAMPLE: ...  below it"
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {form}", str(error)) from None
    return listed


def is_candidate(project: Project, name: str) -> bool:
    """Whether a browser might run an example: it is neither a lab nor a recipe."""
    return not is_lab(project, f"examples/{name}.py") and not recipe.saves(project, name)


def has_button(project: Project, name: str) -> bool:
    """Whether the blocks of an example have a button. Raises Problem."""
    return (
        project.has(FILE) and name not in read_listed(project).none and is_candidate(project, name)
    )


def runnable(project: Project) -> list[str]:
    """All the examples with a button. Raises Problem."""
    return [name for name in names_of(project) if has_button(project, name)]


def needs(project: Project, name: str) -> Needs:
    """What a browser needs to run an example, according to its last run."""
    read = runs.reads(project, name)
    printed = runs.load(project, name)
    drawn = printed.pictures if printed else []
    files = sorted(path for path in read if path.endswith(".npz"))
    files += [VOCABULARY] if TIKTOKEN.search(project.text(f"examples/{name}.py")) else []
    by_matplotlib = any(DRAWN in picture.svg for picture in drawn)
    return Needs(files, by_matplotlib, project.settings.model_reader in read)


def attributes(project: Project, name: str) -> str:
    """The HTML attributes that describe an example's button; empty without a button."""
    if not project.runs_in_browser or not has_button(project, name):
        return ""
    listed = read_listed(project)
    model = ' data-model=""' if needs(project, name).model else ""
    return f' data-run="{listed.seconds.get(name, "")}"{model}'


def problems(project: Project) -> Iterator[Problem]:
    """Entries of `browser.yml` that name no example, have wrong seconds or lack a reason."""
    listed = read_listed(project)
    names = names_of(project)
    for name in listed.seconds | listed.none:
        if name not in names:
            yield Problem(WRONG_PAGE, FILE, None, f"names {name}, which isn't an example")
    for name, seconds in listed.seconds.items():
        if seconds not in CLASSES:
            fits = ", ".join(map(str, CLASSES))
            message = f"gives {name} {seconds!r} seconds; write one of {fits}"
            yield Problem(WRONG_PAGE, FILE, None, message)
    for name, reason in listed.none.items():
        if not reason:
            yield Problem(WRONG_PAGE, FILE, None, f"gives no reason for {name}; write a sentence")
