# time limit: 60 s
"""The same questions after fine-tuning."""

# --8<-- [start:three]
from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

tuned = checkpoints.load("fine_tuning/tune")
model, words = tuned.model.frozen(), tuned.tokenizer
template, base = Template(words), checkpoints.load("fine_tuning/base")
held_out = base.arrays["held_out"].tolist()


def goes_on(ids, stop):
    """The likeliest continuation, up to the token that ends it."""
    ids = generate(model, ids, 14, sampling=GREEDY, stop=stop)
    return words.decode(ids)


for question, answer in held_out[:3] + held_out[20:23]:
    ids = template.prompt([Turn("user", question)])
    print(f"{question:34}{goes_on(ids, template.end_id):12}({answer})")
# --8<-- [end:three]

# --8<-- [start:bare]
import re

import numpy as np

from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train

print("of 50   'what is'  question  right  the first reply")
for i, one in enumerate([base.model, *models_of(base).values()]):
    rng, rows = np.random.default_rng(0), []
    for question, answer in rng.permutation(base.arrays["tuning"]):
        turns = Turn("user", question), Turn("assistant", answer)
        rows.append(template.row(turns))
    for _ in train(one, row_batches(rows, 16, rng), 200, peak=3e-4):
        pass  # as `tuned` does
    model = one.frozen()
    told = [goes_on(words.prompt(q), words.end_id) for q, _ in held_out]
    begun = [text for text in told if text.startswith("what is")]
    asks = sum(bool(re.match(r"[^.<]+\?", text)) for text in begun)
    right = sum(map(str.startswith, told, (a for _, a in held_out)))
    print(f"base {i} {len(begun):10} {asks:9} {right:6}", end="  ")
    print(*told[0].split()[:6])
# --8<-- [end:bare]
