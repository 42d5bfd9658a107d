"""Exact costs, from every sentence of the world: no sampling."""

import numpy as np

from lessoncode.measures.information import bits
from lessoncode.measures.prediction import token_log_probs
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
world = grammar(CAT_AND_DOG)
rng = np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]


def model_cost(sentence):
    ids = words.encode(sentence)
    return bits(-token_log_probs(model, [ids], words.end_id)[0].sum())


def count_cost(sentence):
    return bits(-counts.log_probs(words.encode(sentence)).sum())


costs = {}
for n in (2, 3, 4, 5, 7, 9):
    counts = NGram(documents, n, words.n_vocab, words.end_id)
    costs[f"{n}-gram"] = world.mean(count_cost)
costs["model"] = world.mean(model_cost)
floor = costs["floor"] = world.entropy()

length = world.mean(lambda s: len(s.split()) + 1)  # 1 for the end
print(f"words a sentence: {length:.2f}")
print("         bits a   above   bits a")
print("       sentence   floor     word  perplexity")
for name, cost in costs.items():
    row = cost, cost - floor, cost / length, 2 ** (cost / length)
    print("{:6} {:8.3f} {:7.3f} {:8.3f} {:11.2f}".format(name, *row))
