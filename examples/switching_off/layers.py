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


def only_first(ids, left_out):
    """The end of the stream, a layer left out after the first token."""
    for layer, place, x in model.stream(ids):
        if place == "embedding":
            before = x.data
        if place == "mlp":
            if layer + 1 == left_out:
                x.data[:, 1:] = before[:, 1:]
            before = x.data
    return x.data


def chances(x):
    """The probability of each capital."""
    logits = model.logits(Tensor(x[:, -1]))
    return np.exp(log_prob(logits, np.array(cities)).data)


def loss(x):
    """What a token of the plain text costs, in bits."""
    logits = model.logits(Tensor(x[0, :-1]))
    return -log_prob(logits, text[1:]).data.mean() / np.log(2)


prompts = [tokenizer.encode(f"The capital of {c} is") for c in CAPITALS]
cities = [tokenizer.encode(f" {city}")[0] for city in CAPITALS.values()]
p = np.array([chances(x) for x in without_each(prompts)])
text = np.array(tokenizer.encode(PLAIN))
bits = [loss(x) for x in without_each([text])]
print("left out   Paris  mean of six  bits on plain text")
for i, name in enumerate(("none", *range(1, 31))):
    print(f"{name:8} {p[i, 0]:7.2f} {p[i].mean():9.2f} {bits[i]:12.2f}")
print("layer 12 left out at all tokens but the first")
row = chances(only_first(prompts, 12)), loss(only_first([text], 12))
print(f"kept     {row[0][0]:7.2f} {row[0].mean():9.2f} {row[1]:12.2f}")

fig, axes = figure.canvas(height=2.9)
numbers = np.arange(1, 31)
drawn = p[1:, 0], p[1:].mean(1)
for y in drawn:
    axes.plot(numbers, y.round(2), "o-", markersize=3)
colours = figure.COLOURS
axes.axhline(p[0, 0].round(2), color=colours["muted"], linewidth=0.8)
says = "Paris,\nwhole model"
axes.text(-1.8, 0.81, says, color=colours["muted"])
axes.text(19, 0.82, "Paris", color=colours["accent"])
axes.text(14, 0.14, "mean of six", color=colours["second"])
for layer in (9, 24):
    axes.text(layer, 0.92, f"layer {layer}", ha="center")
    line = [layer, layer], [0.06, 0.9]
    axes.plot(*line, ":", color=colours["muted"])
axes.set(xlabel="layer left out", ylabel="probability")
axes.set(xlim=(-2, 31), ylim=(0, 1))
alt = (
    "The probability of Paris, and the mean of six capitals, for each "
    "layer left out; a line marks Paris in the whole model. Both are "
    "near 0 without layer 1, 2, 9, 12 or 24, and about as high as in "
    "the whole model without some others, such as 4 or 20."
)
caption = (
    "One layer left out: the capitals survive without some layers, and "
    "almost disappear without others."
)
figure.save(fig, "layers", alt, caption)
