# time limit: 60 s
"""Ask for the source of a true sentence."""

from textwrap import fill

import numpy as np

from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import Sampling
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
how = 40, rng, Sampling(temperature=0.5)
drawn = generate_answers(model, [ids] * 4, *how, stop=END)
rows = ([i for i in row if i != END] for row in drawn)
answers = [tokenizer.decode(row) for row in rows]
for answer in answers:
    print(fill(answer.replace("\n", " "), 60), end="\n\n")
print("different answers:", len(set(answers)), "of", len(answers))
