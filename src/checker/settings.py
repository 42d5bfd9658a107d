"""What the checker knows of a project: the table `[tool.checker]` of its `pyproject.toml`.

    settings = read(Path("pyproject.toml").read_text())
    grade = named(settings.grade)

What a project does not set is as in `Settings`: it then has none of that.
"""

import tomllib
from dataclasses import dataclass, field, fields
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Settings:
    """The settings, under their names in the file with `-` for `_`."""

    package: str = ""  # what examples import, below src/
    prepare: dict[str, str] = field(default_factory=dict)
    # In the reader's browser:
    stand_ins: str = ""  # the folder of modules that stand in for what no browser has
    stays_loaded: str = ""  # the folder of modules that keep what they have for the next run
    before_a_run: str = ""  # a function that is called before each run
    model: str = ""  # a function that finds the file of a large model, and what reads that file
    model_reader: str = ""
    model_address: str = ""  # where readers get it: a name in site/run/, or another host's address
    published: str = ""  # a function that makes what pages to play on load
    grade: str = ""  # a function that judges an answer to an exercise


def read(text: str) -> Settings:
    """The settings in the text of a `pyproject.toml`. Raises ValueError for a name that is none."""
    table: dict[str, Any] = tomllib.loads(text).get("tool", {}).get("checker", {})
    known = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
    if unknown := sorted(table.keys() - known.keys()):
        raise ValueError(f"[tool.checker] has {unknown[0]}; it knows {', '.join(sorted(known))}")
    return Settings(**{known[name]: value for name, value in table.items()})


def named(name: str) -> Any:
    """What a setting like `package.module:function` names."""
    module, _, found = name.partition(":")
    return getattr(import_module(module), found)
