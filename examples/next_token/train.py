# time limit: 120 s
"""Train a small transformer to predict the next word."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

rng = np.random.default_rng(0)  # 0 is the seed of all random numbers
world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
documents = [words.encode(s) for s in world.sample(20_000, rng)]

config = Config(
    n_vocab=words.n_vocab,
    n_embd=32,  # numbers in a vector
    n_layer=2,  # layers
    n_head=2,  # parts of attention, called heads
    n_kv_head=2,  # heads can share some work; here, none do
    n_hidden=64,  # width of the network after attention
)
model = Transformer.initial(config, rng)
parameters = model.n_parameters
print("words in the vocabulary:", words.n_vocab)
print("parameters:", f"{parameters:,}")

losses = []
# 12 rows of 48 words a step
rows = packed_batches(
    documents, words.end_id, n_batch=12, n_seq=48, rng=rng
)
# peak: the largest learning rate, see Pre-training
for step in train(model, rows, n_steps=3000, peak=6e-3):
    losses.append(step.loss / np.log(2))  # from nats to bits
    if step.number in (1, 30, 300, 3000):
        mean = np.mean(losses[-30:])
        print(f"step {step.number:4}: {mean:.2f} bits a word")

checkpoints.save("train", model, words, losses=np.float32(losses))
