"""One prediction, many draws."""

from collections import Counter

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()

ids = words.prompt("the cat sat on the")
logits = model([ids]).data[0, -1]
p = next_token_probabilities(logits)  # first step: predict

rng = np.random.default_rng(0)
drawn = rng.choice(words.words, 1000, p=p)  # second step: pick
print("first six:", *drawn[:6])
counts = Counter(drawn.tolist())
for word in ("mat", "sofa", "dog", "roof"):
    probability = p[words.encode(word)[0]]
    print(f"{word:5} {probability:.3f}  drawn {counts.pop(word)} times")
print(f"another word {counts.total():7} times")
