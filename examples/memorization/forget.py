# time limit: 120 s
"""Make models forget a text, and teach it to them again."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.training.optimizer import AdamW
from lessoncode.worlds.corpus import agreement_rules
from lessoncode.worlds.world import grammar

saved = checkpoints.load("memorization/read")
words, times = saved.tokenizer, saved.arrays["times"]
sentences = grammar(agreement_rules())
at_random = np.log2(words.n_vocab - 1)


def copied(model):
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    return Transformer(model.config, weights)


def says(model, text):
    given = [[words.end_id, *text[:4]]]
    return greedy_matches(model.frozen(), given, [text[4:]])[0]


def bits(model, text):
    row = token_log_probs(model.frozen(), [text], words.end_id)[0]
    return -row[4:12].mean() / np.log(2)


def steps(model, text, sign, rate, done):
    """Step on this text alone until it is done: how many it took."""
    optimizer = AdamW(model.parameters, weight_decay=0)
    for n in range(200):
        if done(model, text):
            return n
        ids = np.array([[words.end_id, *text, words.end_id]])
        loss = cross_entropy(model(ids[:, :-1]), ids[:, 1:]) * sign
        loss.backward()
        optimizer.step(rate)
    return 200


def learned(model, text):
    return steps(copied(model), text, 1, 1e-3, says)


def forgotten(model, text):
    return bits(model, text) >= at_random


rows = []  # seed, way, still said, other texts said, again, new
for name, model in models_of(saved).items():
    seed = int(name)
    texts = saved.arrays["texts"][seed].tolist()
    often = [text for text, n in zip(texts, times) if n == 64]
    known = [text for text in often if says(model, text)]
    never = [text for text, n in zip(texts, times) if n == 0][:5]
    for text in known:
        unlearned = copied(model)
        steps(unlearned, text, -1, 3e-4, forgotten)
        others = [says(unlearned, t) for t in known if t != text]
        again = learned(unlearned, text)
        new = np.median([learned(unlearned, t) for t in never])
        row = says(unlearned, text), np.mean(others), again, new
        rows.append((seed, 0, *row))
    rng = np.random.default_rng(seed)
    read = [words.encode(s) for s in sentences.sample(8000, rng)]
    stream = packed_batches(read, words.end_id, 4, 64, rng)
    elsewhere = copied(model)
    for _ in train(elsewhere, stream, n_steps=300, peak=1e-3):
        pass
    new = np.median([learned(elsewhere, t) for t in never])
    others = np.mean([says(elsewhere, t) for t in known])
    for text in known:
        again = learned(elsewhere, text)
        row = says(elsewhere, text), others, again, new
        rows.append((seed, 1, *row))

table = np.array(rows)
for way, what in enumerate(("against the text", "other sentences")):
    print(what)
    print("  seed  texts  still said  others said  again  new")
    for seed in range(3):
        part = table[(table[:, 0] == seed) & (table[:, 1] == way)]
        n_said, share = int(part[:, 2].sum()), part[:, 3].mean()
        low, high = part[:, 4].min(), part[:, 4].max()
        new = f"{part[:, 5].min():.0f}-{part[:, 5].max():.0f}"
        row = f"  {seed:4} {len(part):6} {n_said:11} {share:12.2f}"
        print(row, f"{f'{low:.0f}-{high:.0f}':>6} {new:>5}")
checkpoints.save("forget", elsewhere, words, table=table)
