"""An id is the number of a row; only the row is used."""

import numpy as np
import tiktoken

encoding = tiktoken.get_encoding("cl100k_base")
ids = np.array(encoding.encode("Artificial intelligence"))


def model(ids, table):
    """A stand-in: from ids to one score for every token."""
    vectors = table[ids]
    return (table * vectors.mean(axis=0)).sum(axis=1)


rng = np.random.default_rng(0)
table = rng.normal(size=(encoding.n_vocab, 16))  # a row for each id

# Shuffle all the ids, and move each token's row to its new id.
new_id = rng.permutation(encoding.n_vocab)
new_ids = new_id[ids]
new_table = np.empty_like(table)
new_table[new_id] = table

print("ids before:", ids)
print("ids after: ", new_ids)
same_rows = np.array_equal(table[ids], new_table[new_ids])
print("same rows:  ", same_rows)
scores, new_scores = model(ids, table), model(new_ids, new_table)
same_scores = np.array_equal(scores, new_scores[new_id])
print("same scores:", same_scores)
