"""Stands in for tqdm, which draws bars into a terminal."""

from collections.abc import Iterable, Iterator
from typing import Any


class tqdm:  # noqa: N801  # its name
    """What is gone through, and no bar."""

    def __init__(self, iterable: Iterable[Any], *_: object, **__: object) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def set_postfix(self, **_: object) -> None:
        """Nothing to write it behind."""
