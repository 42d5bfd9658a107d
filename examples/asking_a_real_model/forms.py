"""One question in four forms, and what comes first after each."""

import numpy as np

from lessoncode.pretrained import smollm

smol = smollm.load()
question = "What is the capital of France?"
begun = "The capital of France is"
forms = {
    "begun": begun,
    "asked": question,
    "template": smollm.chat_template([("user", question)]),
    "both": smollm.chat_template([("user", question)]) + begun,
}
for name, text in forms.items():
    (p,) = smol.next_token_probabilities([text])
    print(f"{name:8}", end="")
    for token in np.argsort(-p)[:3]:
        word = smol.tokenizer.decode([token])
        print(f"  {word!r} {p[token]:.2f}", end="")
    print()
