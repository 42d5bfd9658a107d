# time limit: 120 s
"""Ten models read about work: five learn what is graded, five can't."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds import graded

# --8<-- [start:train]
config = Config(
    n_vocab=graded.WORDS.n_vocab, n_embd=32, n_layer=2,
    n_head=2, n_kv_head=2, n_hidden=64,
)
models = {}
print("          cat dog     cat oak")
print("         yes  careful  yes  careful")
for grades, reliability in (("told", 0.95), ("random", 0.5)):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        model = Transformer.initial(config, rng)
        rows = graded.texts(12_000, reliability, rng)
        batches = row_batches(rows, 64, rng)
        for _ in train(model, batches, 1000, peak=5e-3):
            pass
        models[f"{grades} {seed}"] = model
        p = [
            graded.shares(
                graded.log_answers(model, [pair], ask).data, said
            )
            for pair in (("cat", "dog"), ("cat", "oak"))
            for ask, said in (("graded?", "yes"), ("work", "careful"))
        ]
        print(
            f"{grades:6} {seed}",
            *(f"{share.item():5.0%}" for share in p),
        )

checkpoints.save("read", model, graded.WORDS, **arrays_of(models))
# --8<-- [end:train]
