"""Change a word: what changes at the words before and after it?"""

import numpy as np

from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
other = "the cat that saw the fish sat on the"

a, b = (
    model(np.array([words.prompt(t)])).data[0]
    for t in (text, other)
)
assert np.array_equal(a[:6], b[:6])  # (end) and five words
print("largest change of a logit, at each word")
for word, change in zip(other.split(), abs(a - b).max(-1)[1:]):
    print(f"{word:5} {change:8.4f}")
