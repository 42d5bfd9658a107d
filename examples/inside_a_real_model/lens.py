"""What the lens predicts after each layer."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
capitals = {"France": " Paris", "Italy": " Rome", "Japan": " Tokyo"}
texts = [f"The capital of {country} is" for country in capitals]
cities = " Paris Rome Tokyo London Berlin Madrid Vienna Moscow"
cities = tokenizer.encode(cities)
others = " Paris Lisbon Athens Dublin Cairo Beijing Prague Stockholm"
others = tokenizer.encode(others)
words = [" Paris", ".", " ", " the"]
picked = [tokenizer.encode(word)[0] for word in words]
ids = [tokenizer.encode(text) for text in texts]
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream(ids) if place in after]
shares = []
print("             of all tokens           of 8 cities  8 others")
print("layer  Paris      .  space    the   Paris London     Paris")
for layer, x in enumerate(streams):
    logits = model.logits(x).data[:, -1]
    p = next_token_probabilities(logits)[0, picked]
    share = next_token_probabilities(logits[:, cities])
    shares.append(share)
    if layer in (0, 12, 18, 22, 23, 24, 28, 29, 30):
        print(f"{layer:5}", *(f"{q:6.2f}" for q in p), end="  ")
        print(*(f"{q:6.2f}" for q in share[0, [0, 3]]), end=" ")
        q = next_token_probabilities(logits[0, others])[0]
        print(f"{q:9.2f}")

shares = np.array(shares)  # [31, sentence, city]
fig, axes = figure.canvas(height=2.8)
labels = (15, 0.46), (25.4, 0.30), (24.2, 0.04)
for i, (city, at) in enumerate(zip(capitals.values(), labels)):
    style, name = ("-", "--", ":")[i], figure.SERIES[i]
    colour = figure.COLOURS[name]
    axes.plot(shares[:, i, i], style, color=colour)
    axes.text(*at, city.strip(), color=colour)
axes.axvline(24, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(23.6, 0.9, "layer 24", ha="right")
axes.set(xlabel="after layer", ylabel="probability among eight")
alt = (
    "Three lines, for Paris, Rome and Tokyo, each after its own "
    "country: how likely it is among eight cities, read after each "
    "layer. Rome is high at the very beginning, and Paris rises "
    "for a while in the layers before 24. At layer 24, Paris and "
    "Rome jump, and Tokyo begins to rise. Rome falls once more. "
    "All end near 1."
)
caption = (
    "Read early, among eight cities: at layer 24, Paris and Rome jump, "
    "each in its own sentence, and Tokyo begins to rise."
)
figure.save(fig, "lens", alt, caption)
