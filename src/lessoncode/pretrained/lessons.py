"""The models that the lessons trained, wherever the package runs.

    >>> from lessoncode.pretrained import lessons
    >>> lessons.load("next_token/train").model.n_parameters
    21248

In a clone of the project, their weights are beside the examples that trained them. Elsewhere `load`
fetches a model on first use, by HTTPS and without an account, and keeps it. It asks the site first.
If the site does not answer, or has newer weights by now, `load` asks the repository for the weights
of this version's release. Neither is trusted: at every load, the SHA-256 of the bytes must be the
one in `lessons.txt`, which is part of the package and names both addresses.

Checked against: a server that answers with the right bytes, wrong ones, too few, or none.
"""

import difflib
import hashlib
import os
from collections.abc import Iterator
from http.client import HTTPException
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from lessoncode.training import checkpoints
from lessoncode.training.checkpoints import Checkpoint
from lessoncode.training.files import whole

LIST = Path(__file__).with_suffix(".txt")


class Weights(NamedTuple):
    """The name, size in bytes and SHA-256 of a file of weights in this version of the package."""

    name: str
    size: int
    sha256: str

    def are(self, content: bytes) -> bool:
        """Whether these bytes are the file's."""
        return hashlib.sha256(content).hexdigest() == self.sha256


def load(name: str) -> Checkpoint:
    """Load what the example `name`, like "pre_training/train", saved, with weights in float32.

    A fetched file is kept under XDG_CACHE_HOME, or else ~/.cache. Raises FileNotFoundError if no
    example of that name saved a model, ConnectionError if the weights cannot be fetched, OSError if
    they cannot be kept, and ValueError for a damaged file in a clone.
    """
    if (checkpoints.EXAMPLES / f"{name}.npz").is_file():  # a clone
        return checkpoints.load(name)
    weights = known(name)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    stem = f"{name}-{weights.sha256[:8]}"
    path = Path(cache, "lessoncode", f"{stem}.npz").absolute()
    if not (path.is_file() and weights.are(path.read_bytes())):
        content = fetch(weights)
        with whole(path) as partial:
            partial.write_bytes(content)
    return checkpoints.load(str(path.with_suffix("")))


def known(name: str) -> Weights:
    """The weights of an example in this version. Raises FileNotFoundError if there are none."""
    weights = (row for row in listed_rows() if len(row) == 3)
    listed = {name: Weights(name, int(n), sha) for name, n, sha in weights}
    if name not in listed:
        here = checkpoints.EXAMPLES.glob("*/*.npz")  # new ones, in a clone
        names = [*listed, *(f"{p.parent.name}/{p.stem}" for p in here)]
        near = difflib.get_close_matches(name, names, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise FileNotFoundError(f"no example {name} saved a model{hint}")
    return listed[name]


def listed_rows() -> Iterator[list[str]]:
    """The words of each row of `lessons.txt`, without its comments."""
    for row in LIST.read_text("utf-8").splitlines():
        if row[:1] != "#":
            yield row.split()


def address_of(what: str) -> str:
    """The address of the "site" or the "repository". Raises KeyError for anything else."""
    places = dict(row for row in listed_rows() if len(row) == 2)
    if what not in places:
        raise KeyError(f"{what!r} is none of {', '.join(places)}")
    return places[what]


def fetch(weights: Weights) -> bytes:
    """Fetch a file's bytes. Raises ConnectionError, which says what each address answered."""
    from urllib.request import urlopen  # slow to load

    tried = [f"the weights of {weights.name} cannot be fetched"]
    why = "Is there a network? In Kaggle, switch on Internet in the"
    why += " settings of the notebook."
    for url in addresses(weights.name):
        try:
            with urlopen(url, timeout=30) as answer:
                content: bytes = answer.read(weights.size + 1)
        except (OSError, HTTPException) as error:
            tried.append(f"  {url}  gives no answer: {error}")
            continue
        if weights.are(content):
            return content
        tried.append(f"  {url}  has other bytes")
        why = "They have changed since your package was made. Install"
        why += f" it anew, as {address_of('site')}reference/api/ says."
    raise ConnectionError("\n".join([*tried, why]))


def addresses(name: str) -> Iterator[str]:
    """The addresses from which the weights of an example can be fetched: site, repository."""
    yield f"{address_of('site')}run/examples/{name}.npz"
    version = metadata.version("lessoncode")
    yield f"{address_of('repository')}/raw/v{version}/examples/{name}.npz"
