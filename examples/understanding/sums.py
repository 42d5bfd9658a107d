# time limit: 120 s
"""Train on a part of all sums of two numbers below a hundred."""

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import Batch, shuffled
from lessoncode.training.collection import arrays_of
from lessoncode.training.loop import train
from lessoncode.worlds.addition import SIGNS, ids_of
from lessoncode.worlds.corpus import KEPT_BACK

pairs = [(a, b) for a in range(100) for b in range(100)]
totals = [a + b for a, b in pairs]
shape = {"n_embd": 48, "n_layer": 2, "n_hidden": 96}
config = Config(SIGNS.n_vocab, **shape, n_head=4, n_kv_head=4)
apart = {frozenset(map(int, text.split(" + "))) for text in KEPT_BACK}


def as_ids(answers):
    """All sums with these answers: 7 and 85 are 07+85=092."""
    rows = zip(pairs, answers)
    texts = [f"{a:02}+{b:02}={c:03}" for (a, b), c in rows]
    return np.array([ids_of(text) for text in texts])


def trained(ids, rng):
    """A model that read these sums; only answers are in the loss."""
    model = Transformer.initial(config, rng)
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= 3  # start with larger numbers
    weights = np.zeros((64, ids.shape[1] - 1))
    weights[:, -3:] = 1
    drawn = (ids[rows] for rows in shuffled(len(ids), 64, rng))
    stream = (Batch(x[:, :-1], x[:, 1:], weights) for x in drawn)
    for _ in train(model, stream, n_steps=1000, peak=5e-3):
        pass
    return model


def said(model):
    """The likeliest digits of every answer: [sum, 3]."""
    return model.frozen()(right[:, :-1]).data[:, -3:].argmax(-1)


def has_pair_apart(a, b):
    """Does a column hold two digits that are kept apart?"""
    return {a // 10, b // 10} in apart or {a % 10, b % 10} in apart


right = as_ids(totals)
allowed = np.array([not has_pair_apart(a, b) for a, b in pairs])
plan = {"few": 1000, "many": 3000, "mixed": 1000, "apart": 3000}
models, found = {}, {"apart": ~allowed}
print("right answers, of those read")
for kind, n in plan.items():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(pairs))
        if kind == "apart":
            order = order[allowed[order]]
        read = order[:n]
        ids = (
            as_ids(rng.permutation(totals))
            if kind == "mixed"
            else right
        )
        model = trained(ids[read], rng)
        key, answers = f"{kind} {seed}", said(model)
        found[f"read {key}"] = np.isin(range(len(pairs)), read)
        found[f"said {key}"] = answers.astype(np.int8)
        if kind == "few":
            models[key] = model
        share = (answers == ids[:, -3:])[read].all(1).mean()
        print(f"{kind:5} {seed}: {share:.3f} of {n:,}")

checkpoints.save("sums", model, SIGNS, **found, **arrays_of(models))
