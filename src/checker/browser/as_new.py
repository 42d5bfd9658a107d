"""What one run leaves behind, undone for the next: all share one interpreter."""

import builtins
import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager

import numpy as np

from checker.browser.script import ROOT
from checker.browser.tasks import SETTINGS
from checker.settings import named

# What else is the project's is loaded anew.
STAY = (f"{ROOT}/src/checker/", f"{ROOT}/{SETTINGS.stays_loaded or 'src/checker'}/")


@contextmanager
def as_new(folder: str) -> Iterator[None]:
    """Run something in a folder, with modules and settings as after a start."""
    forget()
    if SETTINGS.before_a_run:
        named(SETTINGS.before_a_run)()
    random.seed()
    np.random.seed()
    names, environment, path = dict(vars(builtins)), dict(os.environ), list(sys.path)
    script, limit = sys.modules["__main__"], sys.getrecursionlimit()
    given = sys.argv, sys.stdin, sys.stdout, sys.stderr
    try:
        with chdir(folder), warnings.catch_warnings(), np.errstate(), np.printoptions():
            yield
    finally:
        vars(builtins).update(names)
        sys.argv, sys.stdin, sys.stdout, sys.stderr = given
        sys.modules["__main__"], sys.path[:] = script, path
        sys.settrace(None)
        sys.setrecursionlimit(limit)
        os.environ.clear()
        os.environ.update(environment)


def forget() -> None:
    """Load the project's modules anew, whatever an example did to them."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith((f"{ROOT}/src/", f"{ROOT}/examples/")) and not file.startswith(STAY):
            del sys.modules[name]
