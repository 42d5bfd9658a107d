# time limit: 60 s
"""Learn every token, and the model writes the user's turns too."""

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, row_batches
from lessoncode.training.loop import train

base = checkpoints.load("fine_tuning/base")
words, template = base.tokenizer, Template(base.tokenizer)
rng = np.random.default_rng(0)
tuning = base.arrays["tuning"].tolist()
answers, every = [], []
for pair in tuning + tuning:
    turns = []
    for question, answer in (pair, tuning[rng.integers(len(tuning))]):
        turns += [Turn("user", question), Turn("assistant", answer)]
    row = template.row(turns)
    answers.append(row)
    every.append(answer_row([], row.ids))

held_out = base.arrays["held_out"].tolist()
print("learned     a user asks next   right answers, of 50")
for learned, examples in {"answers": answers, "every": every}.items():
    users, right = [], []
    for seed in (0, 1, 2):
        model = checkpoints.load("fine_tuning/base").model
        stream = row_batches(examples, 16, np.random.default_rng(seed))
        for _ in train(model, stream, 200, peak=3e-4):
            pass
        texts = []
        for question, _ in held_out:
            ids = template.prompt([Turn("user", question)])
            ids = generate(model.frozen(), ids, 16, sampling=GREEDY)
            texts.append(words.decode(ids))
        users.append(sum("<|user|> what is" in t for t in texts))
        begins = [f"{answer} <|end|>" for _, answer in held_out]
        right.append(sum(map(str.startswith, texts, begins)))
    print(f"{learned:11}", *(f"{n:4}" for n in users), end="    ")
    print(*(f"{n:5}" for n in right))

for text in texts[0], texts[20], texts[22]:
    for role in ("user", "assistant"):
        text = text.replace(f" <|{role}|>", f"\n   <|{role}|>")
    print("->", text)
