# time limit: 120 s
"""A student of all that a teacher answers, and one of what is right."""

import numpy as np

from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000)
teachers = models_of(checkpoints.load("verifiable_rewards/base"))


def score(model):
    """The share of right answers, drawn, on sums nobody learned."""
    rng = np.random.default_rng(9)
    return addition.right(model, sums.held_out, "direct", rng).mean()


def learned(pairs, texts, seed):
    """A new model that has read these answers and nothing else."""
    rows = []
    for (a, b), text in zip(pairs, texts):
        told = addition.ids_of(text.rstrip("."))
        if text.endswith("."):
            told.append(addition.SIGNS.end_id)
        rows.append(answer_row(addition.prompt(a, b), told))
    rng = np.random.default_rng(seed)
    model = Transformer.initial(teachers["direct 0"].config, rng)
    stream = row_batches(rows, 64, rng)
    for _ in train(model, stream, n_steps=1000, peak=1e-2):
        pass
    return model


print("seed  answers  teacher  of all  of right")
scores = []
for seed in range(3):
    teacher = teachers[f"direct {seed}"]
    rng = np.random.default_rng(seed)
    asked = [pair for pair in sums.asked for _ in range(4)]
    told = addition.say(teacher, asked, "direct", rng)
    right = [
        i
        for i, ((a, b), text) in enumerate(zip(asked, told))
        if addition.answer_in(text) == a + b
    ]
    n = len(right)
    every = np.sort(rng.permutation(len(told))[:n])
    row = [score(teacher)]
    for which in (every, right):
        pairs = [asked[i] for i in which]
        model = learned(pairs, [told[i] for i in which], seed)
        row.append(score(model))
    print(f"{seed:4} {n:8,} {row[0]:8.3f} {row[1]:7.3f} {row[2]:9.3f}")
    scores.append(row)
runs = {"scores": np.array(scores)}
checkpoints.save("filtered", model, addition.SIGNS, **runs)
