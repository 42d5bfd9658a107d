"""Models that learn from the conversations at the desk.

    >>> from lessoncode.worlds.desk_models import trained
    >>> model, loss = trained(seed=0, n_talks=40, n_steps=2)
    >>> model.n_parameters
    93952

`tools/train` trains three models in this way, in its own lines. This module is for more seeds, and
for conversations in which another role speaks for the tools.

Checked against: the recipe `tools/train`, bit by bit.
"""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import desk, desk_talks

N_LAST = 50  # steps whose loss is averaged


def trained(
    seed: int, results: str = "tool", n_talks: int = 8000, n_steps: int = 2400
) -> tuple[Transformer, float]:
    """A model, and its mean loss in the last steps, in nats.

    results: the role that speaks for tools.
    """
    rng = np.random.default_rng(seed)
    worked = desk_talks.sums().worked
    talks = [desk_talks.lesson(rng, worked, results=results) for _ in range(n_talks)]
    shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
    config = Config(desk.WORDS.n_vocab, **shape, n_head=4, n_kv_head=4)
    model = Transformer.initial(config, rng)
    stream = row_batches([desk.row(talk) for talk in talks], 16, rng)
    losses = [step.loss for step in train(model, stream, n_steps, peak=8e-3)]
    return model, float(np.mean(losses[-N_LAST:]))
