# time limit: 120 s
"""Fine-tune the bases: all parameters, the matrices, additions."""

# --8<-- [start:runs]
from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.training.lora import MATRICES, LowRank

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]


def beginning(base, kind, rng):
    """What is to be trained: a copy of the base, or an addition."""
    if kind.startswith("rank"):
        return LowRank(base, int(kind[5:]), rng)
    model = deepcopy(base)
    for name, p in model.parameters.items():
        chosen = kind == "all" or name.endswith(MATRICES)
        p.requires_grad = chosen
    return model


def tuned(base, kind, rate, seed):
    """200 steps on the 80 conversations."""
    rng = np.random.default_rng(seed)
    model = beginning(base, kind, np.random.default_rng(seed))
    rows = []
    for question, answer in rng.permutation(saved.arrays["tuning"]):
        turns = Turn("user", question), Turn("assistant", answer)
        rows.append(template.row(turns))
    stream = row_batches(rows, 16, rng)
    for _ in train(model, stream, n_steps=200, peak=rate):
        pass
    return model
# --8<-- [end:runs]


# --8<-- [start:look]
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

drawn = corpus.kinds()["sentences"].sample(
    200, np.random.default_rng(1)
)
sentences = [words.encode(text.replace(".", " .")) for text in drawn]
held_out = saved.arrays["held_out"].tolist()
names = [q.split()[5] for q, _ in held_out if "capital" in q]
asked = [template.prompt([Turn("user", q)]) for q, _ in held_out]
wanted = [[*words.encode(a), template.end_id] for _, a in held_out]
begun = [words.prompt(f"the capital of {name} is") for name in names]
cities = [words.encode(CAPITALS[name]) for name in names]
rows = [
    template.row((Turn("user", question), Turn("assistant", answer)))
    for question, answer in saved.arrays["tuning"].tolist()
]
turns = [row.ids[1:] for row in rows]  # the conversations
learned = [np.array(row.learned[1:]) for row in rows]


def parted(log_p):
    """The loss of the words, and of the mark that ends each row."""
    words_only = np.concatenate([row[:-1] for row in log_p])
    return -words_only.mean(), -np.mean([row[-1] for row in log_p])


def look(model):
    """Right in the chat: capitals, sums; kept; losses, in parts."""
    hits = greedy_matches(model, asked, wanted)
    kept = greedy_matches(model, begun, cities).mean()
    old = token_log_probs(model, sentences, words.end_id)
    whole = token_log_probs(model, turns, words.end_id)
    answers = [row[:-1][on] for row, on in zip(whole, learned)]
    n = len(names)
    right = hits[:n].mean(), hits[n:].mean()
    return *right, kept, *parted(answers), *parted(old)
# --8<-- [end:look]


# --8<-- [start:grid]
from lessoncode.training.checkpoints import halved

rates = {"all": (1e-4, 3e-4, 1e-3), "matrices": (3e-4, 1e-3, 3e-3)}
for rank in (1, 4, 16):
    rates[f"rank {rank}"] = 3e-3, 1e-2, 3e-2


def needed(base, model):
    """For each matrix: the rank that holds 0.9 of the change."""
    counts = []
    for name in base.parameters:
        if name.endswith(MATRICES):
            ends = model.parameters[name], base.parameters[name]
            change = ends[0].data - ends[1].data
            power = np.linalg.svd(change, compute_uv=False) ** 2
            share = power.cumsum() / power.sum()
            counts.append(int((share < 0.9).sum()) + 1)
    return counts


arrays = {"before": np.array([look(base.frozen()) for base in bases])}
print("                 right    kept    answers     old texts")
print("            rate  chat    text  words  end   words   end")
for kind, some in rates.items():
    for rate in some:
        found = np.empty((len(bases), 7))
        for seed, base in enumerate(bases):
            model = tuned(base, kind, rate, seed)
            one = model.merged() if kind.startswith("rank") else model
            found[seed] = look(one.frozen())
            if rate == some[1]:
                counts = needed(base, one)
                arrays[f"needed {kind} {seed}"] = np.array(counts)
            if rate == some[1] and kind == "rank 1":
                for name, p in model.parameters.items():
                    half = halved(name, p.data)
                    arrays[f"addition {seed}/{name}"] = half
            if (kind, rate, seed) == ("all", 3e-4, 0):
                assistant = model
        arrays[f"{kind} {rate:g}"] = found
        capitals, sums, plain, *losses = found.mean(0)
        share = (len(names) * capitals + 30 * sums) / len(held_out)
        each = "{:8.2f}{:6.2f}{:7.2f}{:7.2f}".format(*losses)
        print(f"{kind:9}{rate:7g}{share:6.2f}{plain:7.2f}{each}")

checkpoints.save("ranks", assistant, words, **arrays)
# --8<-- [end:grid]
