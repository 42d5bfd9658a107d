# time limit: 120 s
"""The same training twice more: another sample, another start."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 64}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)

models = []
for seed in (1, 2):
    rng = np.random.default_rng(seed)
    documents = [words.encode(s) for s in world.sample(20_000, rng)]
    model = Transformer.initial(config, rng)
    rows = packed_batches(documents, words.end_id, 12, 48, rng)
    losses = [s.loss for s in train(model, rows, 3000, peak=6e-3)]
    bits = np.mean(losses[-30:]) / np.log(2)
    print(f"seed {seed}: ends at {bits:.2f} bits a word")
    models.append(model)

parameters = models[1].parameters.items()
second = {name: p.data.astype(np.float16) for name, p in parameters}
checkpoints.save("again", models[0], words, **second)
