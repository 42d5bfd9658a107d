"""A base model continues a text, whatever you wanted."""

from collections import Counter

import numpy as np

from lessoncode.model.generate import generate_batch
from lessoncode.training import checkpoints

trained = checkpoints.load("pre_training/train")
tokenizer, end = trained.tokenizer, trained.tokenizer.end_id
rng = np.random.default_rng(0)

for prompt in (
    "the capital of france is",
    "what is the capital of france?",
):
    ids = [tokenizer.prompt(prompt)] * 200
    drawn = generate_batch(trained.model, ids, 40, rng, stop=end)
    texts = [
        tokenizer.decode(i for i in row if i != end) for row in drawn
    ]
    print(prompt)
    for text, n in Counter(texts).most_common(3):
        print(f"  {n:3} times{text}")
    asked = sum(text.startswith(" what is") for text in texts)
    print(f"  with a question: {asked}")
