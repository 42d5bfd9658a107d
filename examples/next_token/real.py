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
print("token     probability")
for token in (*np.argsort(-p)[:6], mat):
    word = tokenizer.decode([int(token)]).strip()
    print(f"{word:9} {p[token]:.3f}")
# --8<-- [end:bare]

# --8<-- [start:before]
print('p of mat  top token  text before "cat sat on the"')
for begun in (
    "Once upon a time,\nThe",
    "In this paper,\nThe",
    "<|endoftext|>The",
    "The dog sat on the moon.\nThe",
):
    p = predicted(f"{begun} cat sat on the")
    first = tokenizer.decode([int(p.argmax())]).strip()
    shown = begun.replace("\n", "↵")
    print(f"{p[mat]:8.3f}  {first:9}  {shown}")
# --8<-- [end:before]
