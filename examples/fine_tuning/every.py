# time limit: 120 s
"""Learn every token, and the model writes the user's turns too."""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train

saved = checkpoints.load("fine_tuning/base")
bases = [saved.model, *models_of(saved).values()]
words, template = saved.tokenizer, Template(saved.tokenizer)
rng = np.random.default_rng(0)
tuning = saved.arrays["tuning"].tolist()
examples = {"answers": [], "every": []}  # by what is learned
for pair in tuning + tuning:
    turns = []
    for question, answer in (pair, tuning[rng.integers(len(tuning))]):
        turns += [Turn("user", question), Turn("assistant", answer)]
    row = template.row(turns)
    examples["answers"].append(row)
    examples["every"].append(answer_row([], row.ids))

held_out = saved.arrays["held_out"].tolist()
begins = [f"{answer} <|end|>" for _, answer in held_out]
shown = []
print("base learned    a user asks next   right answers, of 50")
for i, base in enumerate(bases):
    for learned, rows in examples.items():
        users, right = [], []
        for seed in (0, 1, 2):
            model, rng = deepcopy(base), np.random.default_rng(seed)
            stream = row_batches(rows, 16, rng)
            for _ in train(model, stream, 200, peak=3e-4):
                pass
            texts = []
            for question, _ in held_out:
                ids = template.prompt([Turn("user", question)])
                ids = generate(model.frozen(), ids, 16, sampling=GREEDY)
                texts.append(words.decode(ids))
            users.append(sum("<|user|> what is" in t for t in texts))
            right.append(sum(map(str.startswith, texts, begins)))
        asks = " ".join(f"{n:4}" for n in users)
        print(f"{i:4} {learned:9} {asks}  ", *(f"{n:6}" for n in right))
    shown.append(texts)

for text in shown[0][0], shown[0][20], shown[0][22]:
    for role in ("user", "assistant"):
        text = text.replace(f" <|{role}|>", f"\n   <|{role}|>")
    print("->", text)
checkpoints.save("every", model, words)
