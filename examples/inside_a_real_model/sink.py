"""How much of all attention falls on the first token."""

from pathlib import Path

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention_weights, turned_heads
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config = model.config
path = Path(__file__).parents[1] / "tokens/rain.txt"
ids = tokenizer.encode(path.read_text("utf-8"))[:120]
the = [i for i in (4, 9, 45) if tokenizer.decode([ids[i]]) == " the"]
rows = []
for _, place, x in model.stream([ids]):
    if place in ("embedding", "mlp"):  # what the next layer is given
        length = np.linalg.norm(x.data[0], axis=-1)
    if place != "qkv":
        continue
    weights = attention_weights(x, config.heads)[0]
    mean = weights[:, 60:].mean((0, 1))  # over heads and places
    values = turned_heads(x.data, config.heads, None)[2][0]
    value = np.linalg.norm(values, axis=-1).mean(0)  # over heads
    row = [mean[0], mean[the].sum(), length[0], length[the].mean()]
    rows.append([*row, length[60:].mean(), value[0], value[60:].mean()])
rows = np.array(rows)
print("       share taken     length of x         of a value")
print("layer  1st  3 the     1st  3 the  others   1st  others")
for i in (0, 3, 10, 11, 12, 14, 24, 29):
    print(f"{i + 1:5} {rows[i, 0]:5.0%} {rows[i, 1]:6.0%}", end=" ")
    print(*(f"{n:7,.0f}" for n in rows[i, 2:5]), end=" ")
    print(f"{rows[i, 5]:5.1f} {rows[i, 6]:6.1f}")
late = rows[12:, 0]
print(f"1st from layer 13 on  {late.min():.0%} to {late.max():.0%}")
equal = np.mean([1 / (place + 1) for place in range(60, 120)])
print(f"a fair share          {equal:.1%}")

fig, axes = figure.canvas(height=2.6)
layers = np.arange(1, config.n_layer + 1)
axes.plot(layers, rows[:, 0])
axes.plot(layers, rows[:, 1], "--")
first, three = (figure.COLOURS[name] for name in figure.SERIES[:2])
axes.text(20, 0.66, "the first token", ha="center", color=first)
says = "three \u201cthe\u201d"
axes.text(6, 0.60, says, ha="center", color=three)
axes.axhline(equal, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(30, equal + 0.02, "a fair share", ha="right")
axes.set(xlabel="layer", ylabel="share of attention")
axes.set_ylim(-0.02, 0.75)
alt = (
    "The share that later tokens take from the first, by layer. It is "
    "near 0 up to layer 2, about a seventh from layer 4 to 10, "
    "0 at layer 12, and between a quarter and two thirds in all later "
    "layers. Three occurrences of the have a third to somewhat over "
    "a half in layers 4 to 11 and nothing later."
)
caption = (
    "An attention sink: from layer 13 on, a quarter to two thirds of "
    "all attention falls on the first token."
)
figure.save(fig, "sink", alt, caption)
