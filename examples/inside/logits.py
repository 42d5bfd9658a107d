"""Logits are dot products with the rows of the table."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
table = model.parameters["embedding"].data
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)

# --8<-- [start:head]
last = model.hidden([ids]).data[0, -1]  # of the last word
logits = np.array([last @ row for row in table])
p = next_token_probabilities(logits)  # softmax

print("      logit  probability")
for word in ("mat", "sofa", "dog", "roof", "grass", "the"):
    (i,) = words.encode(word)
    print(f"{word:5} {logits[i]:5.1f} {p[i]:12.3f}")
# --8<-- [end:head]
