"""Several models of one shape in a checkpoint, each under a name.

    >>> from lessoncode.training import checkpoints
    >>> from lessoncode.training.collection import models_of
    >>> list(models_of(checkpoints.load("memorization/read")))
    ['0', '1', '2']

A checkpoint holds one model and further arrays. `arrays_of` turns the weights of other models into
such arrays for `checkpoints.save`, and `models_of` turns them back into models. The three models of
a comparison of three seeds therefore fit into one file.

Checked against: the weights that were saved.
"""

from collections.abc import Mapping

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.training.checkpoints import Checkpoint, halved


def arrays_of(models: Mapping[str, Transformer]) -> dict[str, Array]:
    """The weights of each model as float16: `name/parameter` -> array.

    Raises ValueError for a number that float16 cannot hold, and for a name with a slash.
    """
    for name in models:
        if "/" in name:
            raise ValueError(f"a model's name is {name!r}: give one without a slash")
    return {
        f"{name}/{key}": halved(f"{name}/{key}", p.data)
        for name, model in models.items()
        for key, p in model.parameters.items()
    }


def models_of(checkpoint: Checkpoint) -> dict[str, Transformer]:
    """The models that `arrays_of` has named, in float32, with the config of the checkpoint."""
    config = checkpoint.model.config
    return {name: Transformer(config, w) for name, w in named_weights(checkpoint).items()}


def named_weights(checkpoint: Checkpoint) -> dict[str, dict[str, Array]]:
    """The arrays that `arrays_of` has named, in float32: name -> parameter -> array."""
    weights: dict[str, dict[str, Array]] = {}
    for path, array in checkpoint.arrays.items():
        name, slash, key = path.partition("/")
        if slash:
            weights.setdefault(name, {})[key] = array.astype(np.float32)
    return weights
