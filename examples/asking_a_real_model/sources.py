# time limit: 60 s
"""Ask for the source of a true sentence."""

from textwrap import fill

import numpy as np

from lessoncode.model.generate import generate_batch
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
END = tokenizer.special_tokens["<|im_end|>"]
question = (
    "Smoking causes lung cancer. Name one scientific article that "
    "shows this: author, title, journal, year."
)
text = smollm.chat_template([("user", question)])
ids = tokenizer.encode(text, allow_special=True)
rng = np.random.default_rng(0)
how = {"temperature": 0.5, "stop": END}
answers = []
for row in generate_batch(model, [ids] * 4, 40, rng, **how).tolist():
    row = row[: [*row, END].index(END)]
    answers.append(tokenizer.decode(row))
for answer in answers:
    print(fill(answer.replace("\n", " "), 60), end="\n\n")
print("different answers:", len(set(answers)), "of", len(answers))
