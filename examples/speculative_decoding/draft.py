# time limit: 60 s
"""Three small models that will guess for a larger one."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

larger = checkpoints.load("next_token/train")
words, world = larger.tokenizer, grammar(CAT_AND_DOG)
config = Config(words.n_vocab, 8, 1, 1, 1, n_hidden=16)
models = {}
for seed in range(3):
    rng = np.random.default_rng(seed)
    documents = [words.encode(s) for s in world.sample(20_000, rng)]
    model = Transformer.initial(config, rng)
    rows = packed_batches(documents, words.end_id, 12, 48, rng)
    for _ in train(model, rows, n_steps=1000, peak=1e-2):
        pass
    models[f"draft {seed}"] = model
print(f"the larger: {larger.model.n_parameters:6,} parameters")
print(f"a draft:    {model.n_parameters:6,}")
checkpoints.save("draft", model, words, **arrays_of(models))
