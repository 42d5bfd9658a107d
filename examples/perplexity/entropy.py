"""The floor: the mean surprise of one who knows the world."""

import numpy as np

from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

sentences = grammar(CAT_AND_DOG).probabilities
p = np.array(list(sentences.values()))

surprise = np.log2(1 / p)  # at each of the sentences
floor = (p * surprise).sum()  # each counts as often as it comes
print(f"{len(p)} sentences, floor: {floor:.3f} bits a sentence")
