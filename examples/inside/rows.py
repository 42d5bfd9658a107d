"""The ids of a sentence pick rows from the embedding table."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
words = trained.tokenizer
table = trained.model.parameters["embedding"].data
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
rows = table[ids]
print("table:", table.shape, " rows:", rows.shape)
print("ids:", ids)
first, *others = rows[np.equal(ids, words.encode("the"))]
alike = all(np.array_equal(first, row) for row in others)
print("the rows of 'the' are alike:", alike)

positive = figure.COLOURS["accent"]
negative = figure.COLOURS["second"]
fig, axes = figure.canvas(width=5.2, height=2.7)
for y, row in enumerate(rows):
    colours = np.where(row > 0, positive, negative)
    places = np.arange(len(row)), np.full(len(row), y)
    axes.scatter(*places, s=110 * abs(row), c=colours)
labels = ["(end)", *text.split()]
axes.set_yticks(range(len(ids)), labels)
axes.set(xlabel="place in the vector", ylim=(len(ids) - 0.5, -0.5))
alt = (
    "A row of dots for every word of the sentence, 32 dots a row. A "
    "larger dot is a number further from 0; there are two colours, for "
    "positive and negative. The three rows of 'the' look the same, all "
    "other rows differ."
)
figure.save(fig, "rows", alt)
