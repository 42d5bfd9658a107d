"""The whole model by hand: a layer is four lines."""

import numpy as np

from lessoncode.model.attention import attention
from lessoncode.model.layers import embedding, linear, rms_norm, swiglu
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config, heads = model.config, model.config.heads
text = "the cat that saw the bird sat on the"
ids = np.array([words.prompt(text)])
table = model.parameters["embedding"]


def norm(x, w):
    return rms_norm(x, w, config.norm_eps)


# --8<-- [start:layer]
x = embedding(table, ids)  # picks the rows
for w in map(model.layer, range(config.n_layer)):
    qkv = linear(norm(x, w["attention_norm"]), w["qkv"])
    x = x + linear(attention(qkv, heads), w["attention_out"])
    gate_up = linear(norm(x, w["mlp_norm"]), w["gate_up"])
    x = x + linear(swiglu(gate_up), w["down"])
logits = linear(norm(x, model.parameters["norm"]), table)

same = np.array_equal(logits.data, model(ids).data)
print("the model's own logits:", same)
# --8<-- [end:layer]
