"""Remove one head of layer 24: what is lost, and what is not?"""

# --8<-- [start:one]
import numpy as np

from lessoncode.model.layers import embedding, linear, rms_norm
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Tensor
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config, w = model.config, model.parameters


def without(head):
    """Layer 24 with this one of its heads removed, or with none."""
    out = w["layers.23.attention_out"].data.copy()
    if head:
        out[:, (head - 1) * config.d_head : head * config.d_head] = 0
    return model.layer(23) | {"attention_out": Tensor(out)}


def probabilities(text, word, heads):
    """P(word) after a text, without each of these heads."""
    x = embedding(w["embedding"], np.array([tokenizer.encode(text)]))
    for i in range(23):
        x = model.block(x, model.layer(i))
    runs = [model.block(x, without(head)).data for head in heads]
    x = Tensor(np.concatenate(runs))  # all go on together
    for i in range(24, config.n_layer):
        x = model.block(x, model.layer(i))
    x = rms_norm(x, w["norm"], config.norm_eps)
    logits = linear(x, w["embedding"]).data[:, -1]
    (token,) = tokenizer.encode(word)
    return next_token_probabilities(logits)[:, token]


heads = [None, *range(1, config.n_head + 1)]
paris = probabilities("The capital of France is", " Paris", heads)
print(f"all heads     {paris[0]:.2f}")
for head in heads[1:]:
    print(f"without 24.{head}  {paris[head]:.2f}")
# --8<-- [end:one]

# --8<-- [start:elsewhere]
print("the last word's probability           whole  without")
for text, word in (
    ("The capital of Germany is", " Berlin"),
    ("The capital of Italy is", " Rome"),
    ("The capital of Russia is", " Moscow"),
    ("The capital of Japan is", " Tokyo"),
    ("The capital of Spain is", " Madrid"),
    ("The capital of Egypt is", " Cairo"),
    ("The language of France is", " French"),
    ("France is a country in", " Europe"),
    ("The Eiffel Tower stands in", " Paris"),
    ("The opposite of hot is", " cold"),
    ("Monday, Tuesday, Wednesday,", " Thursday"),
    ("Once upon a", " time"),
    ("A B C D A B C", " D"),
):
    whole, rest = probabilities(text, word, (None, 5))
    print(f"{text + word:36} {whole:6.2f} {rest:8.2f}")
# --8<-- [end:elsewhere]
