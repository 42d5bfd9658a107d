"""The ids of a sentence pick rows from the embedding table."""

import numpy as np

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
