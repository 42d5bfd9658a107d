"""Without positions, one layer cannot tell the order of words."""

import numpy as np

from lessoncode.model.attention import rotary_table, rotate, split_heads
from lessoncode.model.layers import embedding, linear, rms_norm
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config, w = model.config, model.layer(0)


def gathered(text, turn):
    """What the last word gathers in the first layer."""
    ids = np.array([words.prompt(text)])
    x = embedding(model.parameters["embedding"], ids)
    h = rms_norm(x, w["attention_norm"], config.norm_eps)
    qkv = linear(h, w["qkv"]).data.astype(float)
    q, k, v = np.split(split_heads(qkv, 3 * config.n_head)[0], 3)
    if turn:
        place = (0, ids.size), config.d_head, config.rope_base
        cos, sin = rotary_table(*place, q.dtype)
        q, k = (rotate(x, cos, sin, np.empty_like(x)) for x in (q, k))
    scores = k @ q[:, -1, :, None] / np.sqrt(config.d_head)
    shares = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    return (shares * v).sum(1)


text = "the cat that saw the bird sat on the"
others = {
    "cat and bird exchanged": "the bird that saw the cat sat on the",
    "all others shuffled": "bird cat on sat saw that the the the",
}
print("change of what is gathered")
print("positions                with without")
for name, other in others.items():
    changes = []
    for turn in (True, False):
        before, after = gathered(text, turn), gathered(other, turn)
        change = np.linalg.norm(after - before)
        changes.append(change / np.linalg.norm(before))
    print("{:22} {:6.1%} {:7.1%}".format(name, *changes))
