"""Write a sentence: predict, draw, append, repeat."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)

ids = words.prompt("the cat that")
while True:
    p = next_token_probabilities(model([ids]).data[0, -1])
    token = int(rng.choice(words.n_vocab, p=p))
    print(f"{p[token]:.3f}", words.words[token])
    if token == words.end_id:
        break
    ids.append(token)
