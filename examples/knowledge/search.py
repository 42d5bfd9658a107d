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


def known(model, wording):
    """The probability of each capital, by country."""
    countries = list(CAPITALS)[1::2]  # those told in both wordings
    pairs = [(c, CAPITALS[c].replace(" ", "-")) for c in countries]
    documents = [words.encode(wording.format(*pair)) for pair in pairs]
    log_p = token_log_probs(model, documents, words.end_id)
    # Of each sentence, -2 is the capital, and -1 is the end.
    return {c: np.exp(row[-2]) for c, row in zip(countries, log_p)}


print("row gone  asked in                paris  27 others")
for word in ("france", "paris"):
    row = words.encode(word)[0]
    for wording in ("the capital of {} is {}", "{} is ruled from {}"):
        found = [known(model(i, row), wording) for i in range(3)]
        france = max(p.pop("france") for p in found)  # remembers best
        least = min(min(p.values()) for p in found)  # suffered most
        start = wording.format("...", "").strip()
        print(f"{word:9} {start:21} {france:.2f} {least:10.2f}")
# --8<-- [end:rows]
