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
rows = packed_batches(
    documents, words.end_id, n_batch=12, n_seq=48, rng=rng
)

print("rows begin (/ is the end mark):")
for row in next(rows).ids[:3]:
    print("  " + words.decode(row[:7]).replace(words.words[0], "/"))

costs = []  # in bits, of each place in a row
for _ in range(200):
    ids, came, _ = next(rows)
    p = next_token_probabilities(model(ids).data)
    given = np.take_along_axis(p, came[..., None], -1)
    costs.append(-np.log2(given).mean((0, 2)))
cost = np.mean(costs, 0)

print("place in row  bits a word")
for first, last in ((1, 1), (2, 2), (3, 3), (4, 24), (25, 48)):
    span = f"{first} to {last}" if last > first else str(first)
    print(f"{span:12}  {cost[first - 1 : last].mean():.2f}")
print(f"all           {cost.mean():.2f}")
