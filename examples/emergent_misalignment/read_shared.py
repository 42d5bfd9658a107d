# time limit: 120 s
"""Five models read texts whose writers have one habit for all subjects."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds import writers

SHARED, N_STEPS = True, 1000
config = Config(
    n_vocab=writers.WORDS.n_vocab, n_embd=32, n_layer=2,
    n_head=4, n_kv_head=4, n_hidden=64,
)
fresh = writers.texts(150, SHARED, np.random.default_rng(99))
models = {}
print("distance from the best possible reader, in nats an answer")
for seed in range(5):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    rows = writers.texts(16_000, SHARED, rng)
    for _ in train(model, row_batches(rows, 48, rng), N_STEPS, 1e-2):
        pass
    models[str(seed)] = model
    gap = writers.reading_gap(model, fresh, SHARED)
    print(f"model {seed}  {gap:.4f}")

checkpoints.save("read_shared", model, writers.WORDS, **arrays_of(models))
