"""What a batch looks like."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.worlds import corpus

tokenizer = checkpoints.load("pre_training/train").tokenizer
end = tokenizer.end_id
rng = np.random.default_rng(0)
documents = [tokenizer.encode(text) for text in corpus.documents(rng)]

stream = packed_batches(documents, end, n_batch=4, n_seq=16, rng=rng)
ids, targets, _ = next(stream)  # the third isn't used here


def piece(i):
    """The text of a token; a bar for the end of a document."""
    return "|" if i == end else tokenizer.decode([i])


for row in ids:
    print("".join(piece(i) for i in row))
print("the start of the first row, and what came next")
for before, after in zip(ids[0, :6], targets[0]):
    print(f"  {piece(before)!r:7} -> {piece(after)!r}")
