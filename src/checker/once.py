"""Keeps what a function finds out about a project, so that one command finds it out once.

    @once_per_project
    def page_of(project: Project, path: str) -> Page: ...

The result is kept as `project.known[page_of, path]`, where a newer one can replace it.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from checker.project import Project

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


def once_per_project(
    function: Callable[[Project, *Arguments], Result],
) -> Callable[[Project, *Arguments], Result]:
    """Let a function keep its result for each project and its further arguments."""

    @wraps(function)
    def remembered(project: Project, *arguments: *Arguments) -> Result:
        key = (remembered, *arguments)
        if key not in project.known:
            project.known[key] = function(project, *arguments)
        found: Result = project.known[key]
        return found

    return remembered
