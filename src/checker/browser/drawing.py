"""Makes matplotlib ready before an example draws."""

import importlib
import logging
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

UNUSED = ("afm", "pdfcorefonts", "ttf/STIX*")  # fonts that no figure here is set in
MODULES = ("matplotlib.figure", "matplotlib.backends.backend_svg")


def ready() -> None:
    """Import matplotlib, with fewer fonts to search and without its message about the search."""
    found = find_spec("matplotlib")
    if sys.platform == "emscripten" and found and found.origin:
        folder = Path(found.origin).parent / "mpl-data/fonts"
        for path in (path for pattern in UNUSED for path in folder.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for module in MODULES:
        importlib.import_module(module)
