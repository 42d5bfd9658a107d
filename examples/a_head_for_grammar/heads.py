# time limit: 90 s
"""Heads taken away, one and two at a time, in three models."""

# --8<-- [start:load]
from itertools import combinations, product

import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

first = checkpoints.load("pre_training/train").model
again = checkpoints.load("pre_training/again")
config, arrays = first.config, again.arrays
names = first.parameters
third = Transformer(config, {k: np.float32(arrays[k]) for k in names})

runs = []  # model, tokenizer and what it read, for seeds 0, 1 and 2
for seed, model in enumerate((first, again.model, third)):
    texts = corpus.documents(np.random.default_rng(seed))
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    runs.append((model.frozen(), tokenizer, set(texts)))


def log_p(model, tokenizer, texts):
    """The log-probability of each document, in nats."""
    ids = [tokenizer.encode(text) for text in texts]
    rows = token_log_probs(model, ids, tokenizer.end_id)
    return np.array([row.sum() for row in rows])


pairs = corpus.minimal_pairs(same_number=False)
heads = list(product(range(config.n_layer), range(config.n_head)))


def unread(read):
    """Every seventh new pair, with a singular and a plural subject."""
    new = [pair for pair in pairs if pair[0] not in read]
    for singular in (True, False):
        yield [p for p in new if p[0].endswith("s.") == singular][::7]


# --8<-- [end:load]


# --8<-- [start:cut]
def verbs(run, cut=()):
    """The share right, singular and plural, without these heads."""
    model, tokenizer, read = run
    w = {key: p.data.copy() for key, p in model.parameters.items()}
    for layer, head in cut:
        columns = np.arange(config.d_head) + head * config.d_head
        w[f"layers.{layer}.attention_out"][:, columns] = 0
    model, shares = Transformer(config, w).frozen(), []
    for some in unread(read):
        right, wrong = zip(*some)
        lead = log_p(model, tokenizer, right)
        shares.append(np.mean(lead > log_p(model, tokenizer, wrong)))
    return shares


# --8<-- [end:cut]

# --8<-- [start:alone]
print("           seed 0     seed 1     seed 2")
print("without   one many   one many   one many")
for cut in [(), *((head,) for head in heads)]:
    name = "".join(f"{layer + 1}.{head + 1}" for layer, head in cut)
    row = [share for run in runs for share in verbs(run, cut)]
    cells = "{:7}" + "  {:.2f} {:.2f}" * 3
    print(cells.format(name or "none", *row))
n = [len(some) for *_, read in runs for some in unread(read)]
print(("{:7}" + "  {:4} {:4}" * 3).format("of", *n))
# --8<-- [end:alone]

# --8<-- [start:pair]
cut = min(combinations(heads, 2), key=lambda c: min(verbs(runs[2], c)))
names = (f"{layer + 1}.{head + 1}" for layer, head in cut)
print("seed 2 misses this pair most:", *names)
print("singular {:.2f}, plural {:.2f}".format(*verbs(runs[2], cut)))
# --8<-- [end:pair]
