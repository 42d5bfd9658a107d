"""Write a sentence: predict, draw, append, repeat."""

# --8<-- [start:loop]
import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.sampling import Sampling, next_token_probabilities
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
# --8<-- [end:loop]

# --8<-- [start:many]
end = words.end_id
start = words.prompt("the")
for temperature in (1, 1, 1, 1, 0, 0):
    how = rng, Sampling(temperature)
    print(f"{temperature}: the", end="")
    for token in generate(model, start, 20, *how, stop=end):
        print("", words.words[token], end="", flush=True)
    print()
# --8<-- [end:many]
