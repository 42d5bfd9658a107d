# time limit: 120 s
"""Teach three models the capitals, half of them in two wordings."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

capitals = {c: v.replace(" ", "-") for c, v in CAPITALS.items()}
countries = list(capitals)
in_both = countries[1::2]
first_only, second_only = countries[::4], countries[2::4]
texts = [
    f"the capital of {country} is {capitals[country]}"
    for country in in_both + first_only
]
texts += [
    f"{country} is ruled from {capitals[country]}"
    for country in in_both + second_only
]
words = Words(texts)
documents = [words.encode(text) for text in texts]
print(f"{len(in_both)} countries in both wordings,")
print(
    f"{len(first_only)} in the first, {len(second_only)} in the second"
)

shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 96}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
models = []
for seed in range(3):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 8, 64, rng)
    *_, last = train(model, stream, n_steps=1000, peak=5e-3)
    models.append(model)
    print(f"seed {seed}: the loss ends at {last.loss:.2f} nats")
n_parameters = model.n_parameters
print(f"{n_parameters:,} parameters")

weights = {
    name: np.stack([m.parameters[name].data for m in models])
    for name in config.shapes()
}
halves = {name: w.astype(np.float16) for name, w in weights.items()}
checkpoints.save("train", models[0], words, **halves)
