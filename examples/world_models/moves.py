# time limit: 60 s
"""How near to the truth: the model, and the last moves alone."""

# --8<-- [start:world]
import numpy as np

from lessoncode.measures.information import kl_divergence
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds.walks import (
    BOARD,
    CELLS,
    LEGAL,
    MOVES,
    START,
    TRUTH,
    from_last,
    walk,
)

start = CELLS[START]
for i, line in enumerate(BOARD):
    print(*("o" if (i, j) == start else x for j, x in enumerate(line)))
ids, cells = walk(3, 16, np.random.default_rng(0))
for row in ids:
    print(MOVES.decode(row[1:]))
# --8<-- [end:world]

# --8<-- [start:last]
print("moves seen   bits lost   set certain   best guess right")
sets, which = np.unique(LEGAL, axis=0, return_inverse=True)
for n in range(6):
    p, guess = from_last(n, 15)
    cell, code = p.nonzero()
    lost = p[cell, code] @ kl_divergence(TRUTH[cell], guess[code])
    each = np.array([p[which == k].sum(0) for k in range(len(sets))])
    certain = each[:, (each > 0).sum(0) == 1].sum()
    shares = f"{certain:14.0%} {each.max(0).sum():14.0%}"
    print(f"last {n} {lost:14.3f} {shares}")
# --8<-- [end:last]

# --8<-- [start:model]
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Transformer

trained = models_of(checkpoints.load("understanding/walks"))
fresh, where = walk(4000, 15, np.random.default_rng(99))
print("model  new of 4,000  bits lost  possible moves right  wrong")
for seed in range(3):
    model = trained[f"trained {seed}"]
    rng = np.random.default_rng(seed)  # as in its training
    Transformer.initial(model.config, rng)
    read = {
        row[:16].tobytes()
        for _ in range(1200) for row in walk(64, 16, rng)[0]
    }
    new = np.array([row.tobytes() not in read for row in fresh])
    logits = model.frozen()(fresh[new], last=True).data[:, 0]
    p = next_token_probabilities(logits)
    truth, legal = TRUTH[where[new, -1]], LEGAL[where[new, -1]]
    lost = kl_divergence(truth, p).mean()
    known = ((p > 1 / 8) == legal).all(1)
    row = f"{new.sum():13,} {lost:10.3f} {100 * known.mean():14.1f}%"
    print(f"{seed:5} {row} {(~known).sum():12}")
# --8<-- [end:model]
