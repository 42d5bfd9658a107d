# time limit: 120 s
"""Fine-tune the bases once more, and measure how far they move."""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.training.lora import MATRICES, LowRank
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

MARKS = "user", "assistant", "end"
saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]
rates = {"all": (1e-4, 3e-4, 1e-3), "matrices": (3e-4, 1e-3, 3e-3)}
ranks = "rank 1", "rank 4", "rank 16"
rates |= dict.fromkeys(ranks, (3e-3, 1e-2, 3e-2))
rates |= dict.fromkeys(("marks 1", "marks 16"), (1e-2,))
marks = [words.special(f"<|{one}|>") for one in MARKS]
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


class Marked(LowRank):
    """An addition, and the embedding's rows of three marks."""

    def __init__(self, base, rank, rng):
        super().__init__(base, rank, rng)
        like = base.parameters["embedding"].data
        rows = np.zeros((len(marks), like.shape[1]), like.dtype)
        self.parameters["rows"] = Tensor(rows)
        places = np.eye(len(like), dtype=like.dtype)[:, marks]
        self.places = Tensor(places, requires_grad=False)

    def adapted(self):
        model = super().adapted()
        moved = self.places @ self.parameters["rows"]
        model.parameters["embedding"] = (
            self.base.parameters["embedding"] + moved
        )
        return model


def beginning(base, kind, rng):
    """What is to be trained: a copy of the base, or an addition."""
    if kind.startswith("rank"):
        return LowRank(base, int(kind[5:]), rng)
    if kind.startswith("marks"):
        return Marked(base, int(kind[6:]), rng)
    model = deepcopy(base)
    for name, p in model.parameters.items():
        p.requires_grad = kind == "all" or name.endswith(MATRICES)
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
    merged = model.merged() if isinstance(model, LowRank) else model
    return merged.frozen()


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


def length(base, model):
    """How far the matrices of the layers moved, all together."""
    squares = [
        ((model.parameters[name].data - p.data) ** 2).sum()
        for name, p in base.parameters.items()
        if name.endswith(MATRICES)
    ]
    return np.sqrt(sum(squares))


def set_back(base, model):
    """The loss of old words, all but the matrices as before."""
    mixed = deepcopy(base)
    for name, p in model.parameters.items():
        if name.endswith(MATRICES):
            mixed.parameters[name] = p
    return look(mixed.frozen())[5]


arrays = {}
for kind, some in rates.items():
    for rate in some:
        found, old = np.empty((len(bases), 8)), []
        for i, base in enumerate(bases):
            model = tuned(base, kind, rate, seed=3 + i)
            found[i] = *look(model), length(base, model)
            old += [set_back(base, model)] if kind == "all" else []
        arrays[f"{kind} {rate:g}"] = found
        if kind == "all":
            arrays[f"set back {rate:g}"] = np.array(old)
        lengths = " ".join(f"{one:5.1f}" for one in found[:, 7])
        print(f"{kind:9} {rate:7g} {lengths}")
checkpoints.save("again", model, words, **arrays)
