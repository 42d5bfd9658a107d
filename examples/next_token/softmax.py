"""From scores to probabilities."""

import numpy as np

from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
# frozen: without what only training needs
words, model = saved.tokenizer, saved.model.frozen()

ids = [words.end_id, *words.encode("the cat sat on the")]
# Scores for each text and each place in it: text 0, the last place.
logits = model([ids]).data[0, -1]
powers = np.exp(logits)  # e to the power of each
p = powers / powers.sum()

print(f"e is {np.e:.3f}")
print("scores:", len(logits), " sum of p:", round(float(p.sum()), 4))
print("word     score   e^score        p")
for word in ("mat", "sofa", "dog", "roof", "grass", "the"):
    i = words.encode(word)[0]
    print(f"{word:6} {logits[i]:7.2f} {powers[i]:9.2f} {p[i]:8.5f}")
