"""One question in four forms, and what comes first after each."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
question = "What is the capital of France?"
begun = "The capital of France is"
forms = {
    "begun": begun,
    "asked": question,
    "template": smollm.chat_template([("user", question)]),
    "both": smollm.chat_template([("user", question)]) + begun,
}
for name, text in forms.items():
    ids = tokenizer.encode(text, allow_special=True)
    logits = model([ids], last=True).data[0, -1]
    p = next_token_probabilities(logits)
    print(f"{name:8}", end="")
    for token in np.argsort(-p)[:3]:
        print(f"  {tokenizer.decode([token])!r} {p[token]:.2f}", end="")
    print()
