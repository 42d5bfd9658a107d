# time limit: 60 s
"""Mixtures in the world of the cat and the dog."""

import numpy as np

from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import arrays_of
from lessoncode.training.mixtures import train_mixture
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
shape = words.n_vocab, 32, 2, 2, 2, 32
config = MixtureConfig(*shape, n_expert=4, n_active=1)
mixtures = {}
for seed in range(3):
    rng = np.random.default_rng(seed)
    documents = [words.encode(s) for s in world.sample(6_000, rng)]
    model = MixtureTransformer.initial(config, rng)
    rows = packed_batches(
        documents, words.end_id, n_batch=12, n_seq=48, rng=rng
    )
    losses = []
    for step in train_mixture(model, rows, 800, 6e-3, balance=0.01):
        losses.append(step.loss / np.log(2))
    # The balance, about a hundredth of a nat, is in it.
    print(f"seed {seed}: {np.mean(losses[-100:]):.2f} bits a word")
    mixtures[f"mixture {seed}"] = model
# A checkpoint's own model is a dense one. This one learned nothing.
dense = Transformer.initial(Config(*shape), rng)
checkpoints.save("words", dense, words, **arrays_of(mixtures))
