"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """Give a place beside `path` to write to; at the end it moves.

        with whole("model.npz") as partial:
            partial.write_bytes(content)

    Until then `path` is what it was. If the block fails or is stopped, that stays so, and nothing
    is left beside it. Of two processes that write at once, the last to end wins. A folder can be
    made likewise, if `path` is new or an empty folder; else OSError is raised.
    """
    path = Path(path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=path.parent) as scratch:
        partial = Path(scratch, path.name)
        yield partial
        partial.replace(path)
