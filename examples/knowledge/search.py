"""Look for Paris: in a dictionary, and in the weights."""

# --8<-- [start:dictionary]
from lessoncode.worlds.capitals import CAPITALS

table = dict(CAPITALS)
print("entry:", table["france"])
del table["france"]
whole = sum(CAPITALS[country] == table[country] for country in table)
print(f"entry deleted; {whole} of {len(table)} others are as before")
# --8<-- [end:dictionary]

# --8<-- [start:weights]
import numpy as np

from lessoncode.training import checkpoints

trained = checkpoints.load("knowledge/train")
words, w = trained.tokenizer, trained.arrays
n_bytes = sum(array[0].nbytes for array in w.values())
found = sum(array[0].tobytes().count(b"paris") for array in w.values())
print(f"{n_bytes:,} bytes of weights, 'paris' in them {found} times")
for word in ("france", "paris"):
    i = words.encode(word)[0]
    row = w["embedding"][0, i, :4].astype(float)
    print(f"{word}: row {i},", *(f"{x:.2f}" for x in row), "...")
# --8<-- [end:weights]

# --8<-- [start:rows]
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer


def model(seed, row=None):
    """One of the models, perhaps without a row of its table."""
    weights = {k: v[seed].astype(np.float32) for k, v in w.items()}
    if row is not None:
        weights["embedding"][row] = 0
    return Transformer(trained.model.config, weights, False)


pairs = [(c, v.replace(" ", "-")) for c, v in CAPITALS.items()]
pairs = pairs[1::2]  # those told in both wordings


def known(model, wording):
    """The probability of each capital."""
    documents = [words.encode(wording.format(*pair)) for pair in pairs]
    log_p = token_log_probs(model, documents, words.end_id)
    # Of each sentence, -2 is the capital, and -1 is the end.
    return np.exp([row[-2] for row in log_p])


print("row gone  asked in                   lost  27 others")
for place, kind in enumerate(("country", "city")):
    for wording in ("the capital of {} is {}", "{} is ruled from {}"):
        lost, least = [], []
        for i, pair in enumerate(pairs):
            row = words.encode(pair[place])[0]
            for seed in range(3):
                p = known(model(seed, row), wording)
                lost.append(p[i] < 0.5)
                least.append(np.delete(p, i).min())
        start = wording.format("...", "").strip()
        share = f"{sum(lost)} of {len(lost)}"
        print(f"{kind:9} {start:21} {share:>9} {min(least):10.2f}")
# --8<-- [end:rows]
