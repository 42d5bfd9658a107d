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

# --8<-- [start:lengths]
from lessoncode import figure

stream = np.array([stage.data[0] for stage in stages])
lengths = np.linalg.norm(stream, axis=-1)  # [31, 5]
print("layer", *(f"{piece:>9}" for piece in pieces))
for i in (0, 1, 2, 3, 6, 10, 11, 12, 20, 28, 29, 30):
    print(f"{i:5}", *(f"{length:9,.0f}" for length in lengths[i]))

fig, axes = figure.canvas(width=5.2, height=2.6)
for piece, column in zip(pieces, lengths.T):
    first = piece == "The"
    colour = figure.COLOURS["second" if first else "accent"]
    axes.plot(column, color=colour)
axes.text(20, 9_000, "The")
axes.text(20, 60, "the other four")
axes.set(yscale="log", xlabel="after layer", ylabel="length of x")
alt = (
    "The length of the stream after each layer, on a logarithmic "
    "scale. Four words grow slowly from 2 to some hundred. The first "
    "word rises to several hundred at layer 3, falls back at layer "
    "10, leaps to above twenty thousand at layer 12, stays there, and "
    "falls in the last two layers."
)
figure.save(fig, "through", alt)
# --8<-- [end:lengths]
