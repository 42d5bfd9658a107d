"""In place of tqdm, which draws bars into a terminal: the same loop, without a bar."""

from collections.abc import Iterable, Iterator
from typing import Any


class tqdm:  # noqa: N801  # its name
    """The items of an iterable, without a bar."""

    def __init__(self, iterable: Iterable[Any], *_: object, **__: object) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def set_postfix(self, **_: object) -> None:
        """Ignore the text that tqdm would write after its bar."""
