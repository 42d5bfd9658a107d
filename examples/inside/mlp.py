"""What the MLP computes for each word of a sentence."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
at = {(layer, place): x for layer, place, x in model.stream([ids])}
hidden = at[0, "neurons"].data[0]  # [n_seq, n_hidden]

large = abs(hidden) > 0.5
print("numbers a word:", hidden.shape[1])
print("beyond 0.5, the last word:", large[-1].sum())
print(f"beyond 0.5, all words: {large.mean():.0%}")

positive = figure.COLOURS["accent"]
negative = figure.COLOURS["second"]
fig, axes = figure.canvas(width=5.2, height=2.7)
for y, row in enumerate(hidden):
    seen = np.flatnonzero(abs(row) > 0.05)  # a smaller dot is none
    colours = np.where(row[seen] > 0, positive, negative)
    places = seen, np.full(len(seen), y)
    axes.scatter(*places, s=4 * abs(row[seen]), c=colours)
axes.set_yticks(range(len(ids)), ["(end)", *text.split()])
axes.set(xlabel="hidden unit", ylim=(len(ids) - 0.5, -0.5))
alt = (
    "Sixty-four places for each word of the sentence. In most of them "
    "nothing is to be seen; each word has a few large dots, and "
    "different words have them in different places."
)
figure.save(fig, "mlp", alt)
