"""Logits are dot products with the rows of the table."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
table = model.parameters["embedding"].data
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
last = model.hidden([ids]).data[0, -1]

logits = np.array([last @ row for row in table])
p = next_token_probabilities(logits)
print("      logit  probability")
for word in ("mat", "sofa", "dog", "roof", "grass", "the"):
    (i,) = words.encode(word)
    print(f"{word:5} {logits[i]:5.1f} {p[i]:12.3f}")

fig, axes = figure.canvas(width=4.4, height=3.8)
order = np.argsort(logits)
axes.barh(range(len(order)), logits[order], height=0.6)
for y, i in enumerate(order):
    axes.text(max(logits[i], 0) + 0.2, y, f"{p[i]:.3f}", va="center")
names = ["(end)", *words.words[1:]]
axes.set_yticks(range(len(order)), [names[i] for i in order])
axes.set(xlabel="logit; beside it the probability", xlim=(None, 9))
alt = (
    "A bar for the logit of each of nineteen words. Mat has the "
    "longest, then sofa, dog and roof. The others are short or go to "
    "the left, and their probabilities are near 0."
)
figure.save(fig, "logits", alt)
