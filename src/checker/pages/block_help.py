"""How each kind of block is written: the docstrings of their classes, for `lessoncode help`."""

from inspect import getdoc

from checker.pages.reading import READ
from checker.project import Project


def explain(project: Project, kind: str | None) -> int:
    """Print how a kind of fence is written, or list the kinds; returns the exit code.

    Raises ValueError where there is no such kind.
    """
    if kind is None:
        width = max(map(len, READ))
        rows = [f"  {name:<{width}}  {str(getdoc(READ[name])).splitlines()[0]}" for name in READ]
        print("A page can have these kinds of blocks:", "", *rows, sep="\n")
        return 0
    if kind not in READ:
        known = ", ".join(READ)
        raise ValueError(f"there is no kind of block called {kind}; the kinds are {known}")
    print(getdoc(READ[kind]))
    return 0
