"""How each kind of block is written: the docstrings of their classes, for `lessoncode help`."""

from inspect import getdoc

from checker.pages.reading import READ
from checker.project import Project


def explain(project: Project, kind: str | None) -> int:
    """Print how a kind is written; returns the exit code."""
    print(explained(kind))
    return 0


def explained(kind: str | None) -> str:
    """Explain how the fence of a kind is written, or without one list the kinds.

    Raises ValueError where there is no such kind.
    """
    if kind is None:
        width = max(map(len, READ))
        rows = [f"  {name:<{width}}  {str(getdoc(READ[name])).splitlines()[0]}" for name in READ]
        return "\n".join(["A page shows these kinds of blocks:", "", *rows])
    if kind not in READ:
        raise ValueError(f"no kind of block is called {kind}; there are {', '.join(READ)}")
    return str(getdoc(READ[kind]))
