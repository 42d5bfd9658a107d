# time limit: 120 s
"""Fine-tune again, without old text and with it in every batch."""

# --8<-- [start:mix]
from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.worlds import corpus

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]
rng = np.random.default_rng(2)
drawn = corpus.kinds()["sentences"].sample(280, rng)
ids = [words.encode(text.replace(".", " .")) for text in drawn]
old = ids[:80]
fresh = [sentence for sentence in ids[80:] if sentence not in old]

talks = []
for question, answer in saved.arrays["tuning"].tolist():
    turns = Turn("user", question), Turn("assistant", answer)
    talks.append(template.row(turns))
texts = [answer_row([], [*sentence, words.end_id]) for sentence in old]


def tuned(rows, n_batch, seed):
    """The three bases, each after 200 steps of fine-tuning."""
    models = deepcopy(bases)
    for model in models:
        rng = np.random.default_rng(seed)
        stream = row_batches(rows, n_batch, rng)
        for _ in train(model, stream, n_steps=200, peak=3e-4):
            pass
    return models


seeds = range(5)
after = {
    "without": [tuned(talks, 16, seed) for seed in seeds],
    "with": [tuned(texts + talks, 32, seed) for seed in seeds],
}
# --8<-- [end:mix]

# --8<-- [start:measure]
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)

held_out = saved.arrays["held_out"].tolist()[:20]  # the capitals
names = [question.split()[5] for question, _ in held_out]
begun = [words.prompt(f"the capital of {name} is") for name in names]
asked = [template.prompt([Turn("user", q)]) for q, _ in held_out]
cities = [words.encode(answer)[:-1] for _, answer in held_out]
replies = [
    [*words.encode(answer), template.end_id] for _, answer in held_out
]


def right(model, prompts, answers):
    """The share of prompts that the model answers correctly."""
    return greedy_matches(model, prompts, answers).mean()


def loss(model):
    """The loss on the words of sentences that were not mixed in."""
    log_p = token_log_probs(model.frozen(), fresh, words.end_id)
    return -np.concatenate([row[:-1] for row in log_p]).mean()


print("five runs      capitals,     capitals,      rise in the loss")
print("old text       in chat       in plain text  of sentences")
for how, runs in after.items():
    for base, before in enumerate(bases):
        models = [run[base].frozen() for run in runs]
        chat = [right(model, asked, replies) for model in models]
        plain = [right(model, begun, cities) for model in models]
        rises = [loss(model) - loss(before) for model in models]
        rises = np.round(rises, 2) + 0.0  # no zero with a sign
        cells = [f"{min(x):.0%} to {max(x):.0%}" for x in (chat, plain)]
        cells.append(f"{min(rises):.2f} to {max(rises):.2f}")
        line = "{:12}  {:14} {}".format(*cells)
        print(f"{how:7} base {base} {line}")
print("sentences tested:", len(fresh))
in_old, in_talks = (
    sum(sum(row.learned[1:]) for row in rows) for rows in (texts, talks)
)
share = in_old / (in_old + in_talks)
print(f"learned tokens: {share:.0%} in old text")
checkpoints.save("mixed", models[0], words, rises=rises)
# --8<-- [end:measure]
