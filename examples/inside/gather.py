"""Attention by hand, for the last word and one head."""

import numpy as np

from lessoncode.model.attention import attention, turned_heads
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config, head = model.config, 0  # the first head
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
labels = ["(end)", *text.split()]
at = {(layer, place): x for layer, place, x in model.stream([ids])}
qkv = at[1, "qkv"]  # of the second layer
q, k, v, *_ = turned_heads(qkv.data, config.heads, None)
query = q[0, head, -1]  # of the last word
keys, values = k[0, head], v[0, head]  # of every word

# --8<-- [start:attention]
# The query is already divided by the square root of d.
scores = keys @ query  # a dot product for every word
shares = np.exp(scores - scores.max())  # keeps the powers small
shares /= shares.sum()  # softmax
gathered = shares @ values  # the mean, weighted by the shares

print("         score  share")
for label, score, share in zip(labels, scores, shares):
    print(f"{label:6} {score:7.1f} {share:6.0%}")
# --8<-- [end:attention]

theirs = attention(qkv, config.heads).data[0, -1]
theirs = theirs.reshape(config.n_head, config.d_head)[head]
assert np.allclose(gathered, theirs, atol=1e-5)
