# time limit: 60 s
"""Fine-tune again, with old text mixed into every batch."""

# --8<-- [start:mix]
import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.worlds import corpus

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
rng = np.random.default_rng(2)
drawn = corpus.kinds()["sentences"].sample(280, rng)
ids = [words.encode(text.replace(".", " .")) for text in drawn]
old, fresh = ids[:80], ids[80:]

rows = [answer_row([], [*sentence, words.end_id]) for sentence in old]
for question, answer in saved.arrays["tuning"].tolist():
    turns = Turn("user", question), Turn("assistant", answer)
    rows.append(template.row(turns))

tuned = [saved.model, *models_of(saved).values()]  # the three bases
for model in tuned:
    stream = row_batches(rows, 32, np.random.default_rng(0))
    for _ in train(model, stream, n_steps=200, peak=3e-4):
        pass
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


def loss(model):
    """The loss on the words of sentences that were not mixed in."""
    log_p = token_log_probs(model.frozen(), fresh, words.end_id)
    return -np.concatenate([row[:-1] for row in log_p]).mean()


saved = checkpoints.load("fine_tuning/base")
bases = [saved.model, *models_of(saved).values()]
print("      capitals:          loss of sentences:")
print("base  in chat  in plain  before   after")
for base, model in enumerate(tuned):
    chat = greedy_matches(model.frozen(), asked, replies).mean()
    plain = greedy_matches(model.frozen(), begun, cities).mean()
    line = f"{base:4} {chat:8.0%} {plain:9.0%}"
    print(f"{line} {loss(bases[base]):7.2f} {loss(model):7.2f}")
# --8<-- [end:measure]
