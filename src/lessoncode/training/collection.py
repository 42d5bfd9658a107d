"""Several models of one shape in a checkpoint, each under a name.

A checkpoint holds one model, and further arrays. The weights of other models are such arrays:
`arrays_of` names them, for `checkpoints.save`, and `models_of` finds them again. A comparison over
three seeds needs three models, and so one file.

Checked against: the weights that went in.
"""

from collections.abc import Mapping

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.training.checkpoints import Checkpoint, halved


def arrays_of(models: Mapping[str, Transformer]) -> dict[str, Array]:
    """The weights of each as float16: `name/parameter` -> array.

    Raises ValueError if float16 cannot hold one.
    """
    return {
        f"{name}/{key}": halved(f"{name}/{key}", p.data)
        for name, model in models.items()
        for key, p in model.parameters.items()
    }


def models_of(checkpoint: Checkpoint) -> dict[str, Transformer]:
    """The models by their names, in float32, with arrays of their own.

    Raises ValueError if one has not the shape of the checkpoint's.
    """
    weights: dict[str, dict[str, Array]] = {}
    for path, array in checkpoint.arrays.items():
        name, slash, key = path.partition("/")
        if slash:
            ours = weights.setdefault(name, {})
            ours[key] = array.astype(np.float32)
    config = checkpoint.model.config
    return {name: Transformer(config, w) for name, w in weights.items()}
