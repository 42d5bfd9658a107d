"""Rows of equal length cut sentences, and their first words cost."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)
sample = grammar(CAT_AND_DOG).sample(20_000, rng)
documents = [words.encode(sentence) for sentence in sample]
rows = packed_batches(documents, words.end_id, 12, 48, rng)

costs = []  # in bits, of each place in a row
for _ in range(200):
    ids, came, _ = next(rows)
    p = next_token_probabilities(model(ids).data)
    given = np.take_along_axis(p, came[..., None], -1)
    costs.append(-np.log2(given).mean((0, 2)))
cost = np.mean(costs, 0)

print("place in row  bits a word")
for first, last in ((1, 1), (2, 2), (3, 3), (4, 24), (25, 48)):
    mean = cost[first - 1 : last].mean()
    print(f"{first:2} to {last:2}      {mean:.2f}")
print(f"all           {cost.mean():.2f}")
