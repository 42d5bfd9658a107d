# time limit: 60 s
"""Leave out one layer at a time."""

import numpy as np

from lessoncode import figure
from lessoncode.model.layers import log_prob
from lessoncode.model.tensor import Tensor
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "Greece": "Athens",
    "Kenya": "Nairobi",
}
PLAIN = (
    "It rained on the morning of the fair, and nobody had thought of "
    "the roof. The two sisters who ran the bakery carried their trays "
    "under an old tablecloth."
)


def without_each(ids):
    """The end of the stream: of all layers, then without each.

    [batch, n_seq] -> [1 + n_layer, batch, n_seq, n_embd].
    """
    n = len(ids)
    for _, place, x in model.stream(ids):
        if place == "embedding":
            before = x.data
        if place == "mlp":  # a run more, which skips this layer
            x.data = np.concatenate([x.data, before])
            before = x.data[:n]
    return x.data.reshape(-1, n, *x.shape[1:])


prompts = [tokenizer.encode(f"The capital of {c} is") for c in CAPITALS]
cities = [tokenizer.encode(f" {city}")[0] for city in CAPITALS.values()]
p = []
for x in without_each(prompts):
    logits = model.logits(Tensor(x[:, -1]))
    p.append(np.exp(log_prob(logits, np.array(cities)).data))
p = np.array(p)
text, bits = np.array(tokenizer.encode(PLAIN)), []
for x in without_each([text]):
    logits = model.logits(Tensor(x[0, :-1]))
    bits.append(-log_prob(logits, text[1:]).data.mean() / np.log(2))
print("left out   Paris  mean of six  bits on plain text")
for i, name in enumerate(("none", *range(1, 31))):
    print(f"{name:8} {p[i, 0]:7.2f} {p[i].mean():9.2f} {bits[i]:12.2f}")

fig, axes = figure.canvas(width=4.8, height=2.8)
numbers = np.arange(1, 31)
drawn = {"P(Paris)": p[1:, 0], "mean of six": p[1:].mean(1)}
for name, y in drawn.items():
    axes.plot(numbers, y.round(2), "o-", markersize=3, label=name)
muted = figure.COLOURS["muted"]
axes.axhline(p[0, 0].round(2), color=muted, linewidth=0.8)
axes.set(xlabel="layer left out", ylabel="probability", ylim=(0, 1))
axes.legend(fontsize=8)
alt = (
    "The probability of Paris, and the mean of six capitals, for each "
    "layer left out; a line marks the whole model. Both are near 0 "
    "without layer 1, 2, 9, 12 or 24, and about as high as in the "
    "whole model without some others, such as 4, 18 or 20."
)
caption = (
    "Without a layer: some can go, and without others no capital is "
    "left. The grey line is Paris in the whole model."
)
figure.save(fig, "layers", alt, caption)
