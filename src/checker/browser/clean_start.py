"""Undoes what one run leaves behind, because all runs in a browser share one interpreter."""

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

# The project's other modules are loaded anew for each run.
STAY = (f"{ROOT}/src/checker/", f"{ROOT}/{SETTINGS.stays_loaded or 'src/checker'}/")


@contextmanager
def clean_start(folder: str) -> Iterator[None]:
    """Run the body of a `with` in a folder, with modules and settings as when Python starts."""
    unload_modules()
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


def unload_modules() -> None:
    """Forget the project's modules, which examples may have changed; imports load them anew."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith((f"{ROOT}/src/", f"{ROOT}/examples/")) and not file.startswith(STAY):
            del sys.modules[name]
