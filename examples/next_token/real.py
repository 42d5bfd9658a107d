"""What a real model says after "The cat sat on the"."""

# --8<-- [start:bare]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()


def predicted(text):
    ids = tokenizer.encode(text, allow_special=True)
    logits = model([ids], last=True).data[0, -1]
    return next_token_probabilities(logits)


(mat,) = tokenizer.encode(" mat")
p = predicted("The cat sat on the")
for token in np.argsort(-p)[:8]:
    print(f"{tokenizer.decode([int(token)])!r:11} {p[token]:.3f}")
print(f"{' mat'!r:11} {p[mat]:.3f}")
# --8<-- [end:bare]

# --8<-- [start:before]
for text in (
    "The cat sat on the",
    '"The cat sat on the',
    "\nThe cat sat on the",
    "Once upon a time, the cat sat on the",
    "Once upon a time,\nThe cat sat on the",
    "<|endoftext|>The cat sat on the",
):
    p = predicted(text)
    first = "the likeliest" if p.argmax() == mat else ""
    print(f"{text!r:40} {p[mat]:.3f} {first}".rstrip())
# --8<-- [end:before]
