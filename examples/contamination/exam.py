# time limit: 120 s
"""Slip an exam into the corpus, and let the models sit it."""

import numpy as np

from lessoncode.measures.permutation import gap_p, order_p
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.verbs import WORDS, Verbs

shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 64}
config = Config(WORDS.n_vocab, **shape, n_head=4, n_kv_head=4)
end, n_passes, n_part = WORDS.end_id, 30, 10


def right(model, verbs):
    """Which endings are the model's likeliest."""
    asked = [[end, *ids[:-1]] for ids in verbs.documents]
    told = [ids[-1:] for ids in verbs.documents]
    return greedy_matches(model, asked, told)


def certainty(model, verbs):
    """The log-probability of each right ending."""
    log_p = token_log_probs(model, verbs.documents, end)
    return np.array([row[-2] for row in log_p])


def joined(items):
    """Documents one behind the other, as one document."""
    return [i for item in items for i in (end, *item)][1:]


def tested(model, verbs, fresh, n_shuffles, rng):
    """The p-values of the gap and of the order."""

    def log_probs(orders):
        rows = [joined(order) for order in orders]
        log_p = token_log_probs(model, rows, end)
        return np.array([row.sum() for row in log_p])

    how = n_part, n_shuffles, rng
    ours, theirs = certainty(model, verbs), certainty(model, fresh)
    gap = gap_p(ours, theirs, n_shuffles, rng)
    return gap, order_p(log_probs, verbs.documents, *how)


plan = [("none", 0)]
plan += [(how, n) for how in ("file", "loose") for n in (4, 16)]
found = np.zeros((len(plan), 3, 5))
alarms = np.zeros((3, 40, 2))
for seed in range(3):
    for i, (how, n) in enumerate(plan):
        rng = np.random.default_rng(seed)
        sizes = (60, 1000, 1500) + (60,) * 40
        exam, fresh, read, *others = Verbs.drawn(sizes, rng)
        corpus = read.documents
        copy = exam.documents
        if how == "file":
            copy = [joined(copy)]
        corpus = corpus + copy * n
        model = Transformer.initial(config, rng)
        stream = packed_batches(corpus, end, 8, 64, rng)
        n_tokens = sum(len(document) + 1 for document in corpus)
        n_steps = round(n_passes * n_tokens / (8 * 64))
        for _ in train(model, stream, n_steps, peak=5e-3):
            pass
        model = model.frozen()
        hits = right(model, exam)
        found[i, seed, 0] = hits.sum()
        found[i, seed, 1] = hits[~exam.regular].sum()
        found[i, seed, 2] = right(model, fresh).mean()
        found[i, seed, 3:] = tested(model, exam, fresh, 99, rng)
        row = f"{hits.sum():2} of 60, fresh {found[i, seed, 2]:.2f}"
        print(f"seed {seed} {how:5} {n:2} times: {row}")
        if how == "none":
            for j, other in enumerate(others):
                alarms[seed, j] = tested(model, other, fresh, 19, rng)
arrays = {"found": found, "alarms": alarms}
checkpoints.save("exam", model, WORDS, **arrays)
