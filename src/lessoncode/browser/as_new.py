"""What one run leaves behind, undone for the next: all share one interpreter."""

import builtins
import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager

import numpy as np

from lessoncode.browser import smollm2
from lessoncode.browser.script import ROOT

HERE = f"{ROOT}/src/lessoncode/browser/"  # runs examples; what else is the project's, is new


@contextmanager
def as_new(folder: str) -> Iterator[None]:
    """Run something in a folder, with modules and settings as after a start."""
    forget()
    smollm2.stand_in()
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
        if file.startswith((f"{ROOT}/src/", f"{ROOT}/examples/")) and not file.startswith(HERE):
            del sys.modules[name]
