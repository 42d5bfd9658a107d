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
        print("A page shows these kinds of blocks:", "", *rows, sep="\n")
        return 0
    if kind not in READ:
        raise ValueError(f"no kind of block is called {kind}; there are {', '.join(READ)}")
    print(getdoc(READ[kind]))
    return 0
