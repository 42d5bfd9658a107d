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
more = checkpoints.load("memorization/more")
models = models_of(saved) | models_of(more)
texts = [*saved.arrays["texts"], *more.arrays["texts"]]
words, times = saved.tokenizer, saved.arrays["times"]
sentences = grammar(agreement_rules())
at_random = np.log2(words.n_vocab - 1)


def copied(model):
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    return Transformer(model.config, weights)


def says(model, text):
    given = [[words.end_id, *text[:4]]]
    return greedy_matches(model.frozen(), given, [text[4:]])[0]


def bits(model, *those):
    """What the last eight words of these texts cost, each word."""
    rows = token_log_probs(model.frozen(), those, words.end_id)
    return -np.mean([row[4:12] for row in rows]) / np.log(2)


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


def as_random(model, text):
    return bits(model, text) >= at_random


def as_new(model, text):
    return bits(model, text) >= bits(model, *never)


def row(model, text):
    """How a text fares, and two kinds of texts that it never read."""
    others = np.mean([says(model, t) for t in known if t != text])
    costs = bits(model, text), bits(model, *never)
    new = np.mean([learned(model, t) for t in never])
    any_new = np.mean([learned(model, t) for t in unread])
    again = learned(model, text)
    return says(model, text), others, *costs, again, new, any_new


said = []  # by each model: the texts with 64 copies that it can say
for own, model in zip(texts, models.values()):
    often = own[times == 64].tolist()
    said.append([text for text in often if says(model, text)])

found = []  # model, way, and a row
for seed, model in enumerate(models.values()):
    known = said[seed]
    never = said[(seed + 1) % len(said)][:5]  # new here, learned there
    unread = texts[seed][times == 0][:5].tolist()
    for way, done in enumerate((as_random, as_new)):
        for text in known:
            unlearned = copied(model)
            steps(unlearned, text, -1, 3e-4, done)
            found.append((seed, way, *row(unlearned, text)))
    rng = np.random.default_rng(seed)
    rng.integers(1, words.n_vocab, texts[seed].shape)  # the texts
    read = [words.encode(s) for s in sentences.sample(8000, rng)]
    stream = packed_batches(read, words.end_id, 4, 64, rng)
    elsewhere = copied(model)
    for _ in train(elsewhere, stream, n_steps=300, peak=1e-3):
        pass
    found += [(seed, 2, *row(elsewhere, text)) for text in known]

table = np.array(found)
for way, what in enumerate(("as random", "as new", "elsewhere")):
    print(f"{what}: model, texts, said, others, bits, steps")
    for seed in range(len(models)):
        part = table[(table[:, 0] == seed) & (table[:, 1] == way)]
        still, others, *costs = part[:, 2:6].mean(0)
        start = f"{seed} {len(part):2} {still:.2f} {others:.2f}"
        print(start, "{:5.2f} {:5.2f}".format(*costs), end=" ")
        print("{:5.1f} {:5.1f} {:5.1f}".format(*part[:, 6:].mean(0)))
checkpoints.save("forget", elsewhere, words, table=table)
