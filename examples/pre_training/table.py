"""A table of logits, trained by descent, ends at the counts."""

import math
from itertools import pairwise

import numpy as np

from lessoncode.model.layers import cross_entropy, embedding
from lessoncode.model.tensor import Tensor
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

texts = grammar(CAT_AND_DOG).sample(1000, np.random.default_rng(0))
words = Words(texts)
n = words.n_vocab
# 0 is the end of a sentence
framed = [[0, *words.encode(text), 0] for text in texts]
pairs = np.array([pair for ids in framed for pair in pairwise(ids)])
before, after = pairs.T  # its two columns

counts = np.zeros((n, n))
np.add.at(counts, (before, after), 1)  # count each pair
frequency = counts / counts.sum(1, keepdims=True)
floor = -np.log(frequency[before, after]).mean()

logits = Tensor(np.zeros((n, n)))  # a row for each word before
print(f"{n} times {n} parameters; ln {n} is {math.log(n):.3f}")
for step in range(1001):
    rows = embedding(logits, before)  # the row of each word before
    loss = cross_entropy(rows, after)
    loss.backward()
    if step in (0, 1, 10, 100, 1000):
        print(f"step {step:4}: loss {loss.data:.3f}")
    logits.data = logits.data - 10 * logits.grad  # rate 10
print(f"by counting:    {floor:.3f}")

p = np.exp(logits.data)
p /= p.sum(1, keepdims=True)
the = words.encode("the")[0]
print("after the   counted  trained")
for i in np.argsort(-frequency[the], kind="stable")[:5]:
    word = words.words[i]
    print(f"{word:10} {frequency[the, i]:8.3f} {p[the, i]:8.3f}")
gaps = np.abs(p - frequency).max(1)
row = words.words[gaps.argmax()]
print(f"largest difference: {gaps.max():.3f}, after {row}")
rarest = counts.sum(1).argmin()
n_rarest = counts[rarest].sum()
print(f"the rarest word: {words.words[rarest]}, {n_rarest:.0f} times")
