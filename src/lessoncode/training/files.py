"""Files that are written whole or not at all.

    >>> from lessoncode.training.files import whole
    >>> with whole("model.npz") as partial:
    ...     n_bytes = partial.write_bytes(b"content")

No reader of the file ever sees half of it, even if writing it is interrupted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def whole(path: str | Path) -> Iterator[Path]:
    """A path beside `path` to write to; at the end of the block it replaces `path`.

    Missing parent folders are made. If the block fails or is stopped, `path` stays as it was,
    and nothing is left beside it. If two processes write at once, the last to finish wins. You can
    write a folder in this way if `path` is missing or an empty folder; otherwise it is an OSError.
    """
    path = Path(path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=path.parent) as scratch:
        partial = Path(scratch, path.name)
        yield partial
        partial.replace(path)
