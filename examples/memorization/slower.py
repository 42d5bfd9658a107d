# time limit: 60 s
"""Make models forget a text in smaller steps; teach it again."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.optimizer import AdamW

saved = checkpoints.load("memorization/read")
more = checkpoints.load("memorization/more")
models = (models_of(saved) | models_of(more)).values()
texts = [*saved.arrays["texts"], *more.arrays["texts"]]
words, times = saved.tokenizer, saved.arrays["times"]


def says(model, text):
    given = [[words.end_id, *text[:4]]]
    return greedy_matches(model.frozen(), given, [text[4:]])[0]


def bits(model, *those):
    """What the last eight words of these texts cost, each word."""
    rows = token_log_probs(model.frozen(), those, words.end_id)
    return -np.mean([row[4:12] for row in rows]) / np.log(2)


def steps(model, text, sign, rate, done):
    """Train a copy on this text alone until done; how many steps."""
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    model = Transformer(model.config, weights)
    optimizer = AdamW(model.parameters, weight_decay=0)
    for n in range(200):
        if done(model, text):
            return model, n
        ids = np.array([[words.end_id, *text, words.end_id]])
        loss = cross_entropy(model(ids[:, :-1]), ids[:, 1:]) * sign
        loss.backward()
        optimizer.step(rate)
    raise RuntimeError("200 steps are not enough")


said = []  # by each model: the texts with 64 copies that it can say
for own, model in zip(texts, models):
    often = own[times == 64].tolist()
    said.append([text for text in often if says(model, text)])


def as_new(model, text):
    return bits(model, text) >= bits(model, *never)


print("             bits a word   steps to learn")
print("model  texts    it   new    it   new")
names = "first", "second", "third", "fourth", "fifth"
for seed, (name, model) in enumerate(zip(names, models)):
    never = said[(seed + 1) % len(said)][:5]  # new here, learned there
    rows = []
    for text in said[seed]:
        it, _ = steps(model, text, -1, 1e-4, as_new)
        again = steps(it, text, 1, 1e-3, says)[1]
        new = np.mean([steps(it, t, 1, 1e-3, says)[1] for t in never])
        rows.append((bits(it, text), bits(it, *never), again, new))
    means = "".join(f"{x:6.1f}" for x in np.mean(rows, 0))
    print(f"{name:6}{len(rows):6} {means}")
