"""One sentence goes through thirty layers."""

# --8<-- [start:shapes]
import numpy as np

from lessoncode.model.attention import attention
from lessoncode.model.layers import embedding, linear, rms_norm, swiglu
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config, eps = model.config, model.config.norm_eps
ids = tokenizer.encode("The capital of France is")
pieces = [tokenizer.decode([token]) for token in ids]
print("ids   ", ids)
print("pieces", pieces)

x = embedding(model.parameters["embedding"], np.array([ids]))
stages = [x]
for i in range(config.n_layer):
    w = model.layer(i)
    qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
    gathered = attention(qkv, config.heads)
    x = x + linear(gathered, w["attention_out"])
    gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
    hidden = swiglu(gate_up)
    x = x + linear(hidden, w["down"])
    stages.append(x)
print("q, k and v   ", qkv.shape)
print("gathered     ", gathered.shape)
print("gate and up  ", gate_up.shape)
print("hidden       ", hidden.shape)
print("x, all layers", *{stage.shape for stage in stages})

x = rms_norm(x, model.parameters["norm"], eps)
logits = linear(x, model.parameters["embedding"]).data
print("logits       ", logits.shape)
print("the model's own:", np.array_equal(logits, model([ids]).data))
# --8<-- [end:shapes]
