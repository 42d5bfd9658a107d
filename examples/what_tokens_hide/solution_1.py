"""New ids for all tokens, and their rows moved along."""

import numpy as np

from lessoncode.grading.grade import grade


def renumber(ids, table, new_id):
    new_table = np.empty_like(table)
    new_table[new_id] = table
    return new_id[ids], new_table


ids, table = np.array([0, 2, 2]), np.array([[1.0], [2.0], [3.0]])
new_ids, new_table = renumber(ids, table, np.array([1, 2, 0]))
print(new_ids, new_table[:, 0])
print(grade("what-tokens-hide-1", renumber))
