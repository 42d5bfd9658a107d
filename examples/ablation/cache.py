"""The same logits, word by word with a cache or all at once."""

import numpy as np

from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
at_once = model(np.array([ids])).data[0]

cache = model.cache(batch=1, n_context=len(ids))
for i, token in enumerate(ids):
    logits = model(np.array([[token]]), cache).data[0, 0]
    assert np.allclose(logits, at_once[i], atol=1e-4)
past = cache[0]
print("same logits at", len(ids), "words")
print("kept in each layer: keys  ", past.keys.shape)
print("                    values", past.values.shape)

print("          words read     pairs scored")
print("    n without  with     without    with")
for n in (10, 100, 1000):
    pairs = n * (n + 1) // 2  # every word with itself and all before
    anew = n * (n + 1) * (n + 2) // 6  # the same for every beginning
    print(f"{n:5,} {pairs:7,} {n:5,} {anew:11,} {pairs:7,}")
