"""Old addresses keep working: `moved.yml` says where things are now.

    pages:
      lesson/words: lesson/tokens
    anchors:
      lesson/next-token:
        the-floor: lesson/perplexity#no-model-can-pass
        out-words-cut: lesson/next-token#out-tokens-cut

A page that is gone leaves a stub, which leads to the new one. The anchor of a heading or an output
that moved to another page becomes a link on the old page; without a # after the new page, it has
the same id there. An output that has a new id, or is now part of another output of its page, keeps
its old id there.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml

from checker.once import once_per_project
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

FILE = "moved.yml"

Place = tuple[str, str]  # a page like `docs/lesson/tokens.md`, and an id on it


@dataclass(frozen=True)
class Moved:
    """The content of `moved.yml`."""

    pages: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)


@once_per_project
def read_moved(project: Project) -> Moved:
    """What has moved, if anything has. Raises Problem where the file is malformed."""
    text = project.text(FILE) if project.has(FILE) else ""
    try:
        moved = Moved(**{key: mapping(it) for key, it in mapping(yaml.safe_load(text)).items()})
        if not all(isinstance(names, dict) for names in moved.anchors.values()):
            raise TypeError("write each anchor below the page that had it")
        for names in (moved.pages, *moved.anchors.values()):
            if lost := [old for old, new in names.items() if not isinstance(new, str)]:
                raise TypeError(f"{lost[0]} has no new address after it")
    except (yaml.YAMLError, TypeError) as error:
        form = "write  pages  and  anchors,  each a list of  OLD: NEW"
        raise Problem(WRONG_PAGE, FILE, None, f"is malformed; {form}", str(error)) from None
    return moved


def mapping(value: Any) -> dict[Any, Any]:
    """A mapping as it is, and an empty one for nothing. Raises TypeError for any other value."""
    if not isinstance(value, dict | None):
        raise TypeError(f"{value!r} is not a list of  OLD: NEW")
    return value or {}


def old_anchors(project: Project, page: str, anchor: str) -> list[str]:
    """The former ids of an output on its page."""
    ids = old_ids(project, page)
    return [old for old, place in ids.items() if place == (page, anchor)]


def old_ids(project: Project, page: str) -> dict[str, Place]:
    """The former ids of a page, even of one that is gone, each with its new place."""
    anchors = read_moved(project).anchors.get(name_of(page), {})
    return {old: place(old, new) for old, new in anchors.items()}


def name_of(page: str) -> str:
    """How `moved.yml` names a page: `lesson/tokens`."""
    return page.removeprefix("docs/").removesuffix(".md")


def place(old: str, new: str) -> Place:
    """The new place of an anchor, by its line of `moved.yml`."""
    page, _, anchor = new.partition("#")
    return f"docs/{page}.md", anchor or old
