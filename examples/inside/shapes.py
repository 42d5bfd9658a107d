"""One pass through the model, part by part, with all shapes."""

import numpy as np

from lessoncode.model.attention import attention
from lessoncode.model.layers import embedding, linear, rms_norm, swiglu
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config, eps = model.config, model.config.norm_eps
text = "the cat that saw the bird sat on the"
ids = np.array([words.prompt(text)])

# --8<-- [start:shapes]
x = embedding(model.parameters["embedding"], ids)
print("ids           ", ids.shape)
print("rows, x       ", x.shape)
for w in map(model.layer, range(config.n_layer)):
    qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
    gathered = attention(qkv, config.heads)
    x = x + linear(gathered, w["attention_out"])
    gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
    hidden = swiglu(gate_up)
    x = x + linear(hidden, w["down"])
print("in each layer")
print("  q, k and v  ", qkv.shape, "three times 32")
print("  gathered    ", gathered.shape)
print("  gate and up ", gate_up.shape, "twice 64")
print("  hidden      ", hidden.shape)
print("  x           ", x.shape)

x = rms_norm(x, model.parameters["norm"], eps)
logits = linear(x, model.parameters["embedding"])
print("logits        ", logits.shape)
print("the model's own:", np.array_equal(logits.data, model(ids).data))
# --8<-- [end:shapes]
