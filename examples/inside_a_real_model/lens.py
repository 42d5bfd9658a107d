"""What the head would say after every layer."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
capitals = {"France": " Paris", "Italy": " Rome", "Japan": " Tokyo"}
texts = [f"The capital of {country} is" for country in capitals]
cities = " Paris Rome Tokyo London Berlin Madrid Vienna Moscow"
cities = tokenizer.encode(cities)
words = [" Paris", ".", " ", " the"]
picked = [tokenizer.encode(word)[0] for word in words]

ids = [tokenizer.encode(text) for text in texts]
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream(ids) if place in after]
shares = []
print("             of all tokens           of 8 cities")
print("layer  Paris      .  space    the   Paris London")
for layer, x in enumerate(streams):
    logits = model.logits(x).data[:, -1]
    p = next_token_probabilities(logits)[0, picked]
    share = next_token_probabilities(logits[:, cities])
    shares.append(share)
    if layer in (0, 3, 6, 9, 12, 15, 18, 20, *range(22, 31)):
        print(f"{layer:5}", *(f"{q:6.2f}" for q in p), end="  ")
        print(*(f"{q:6.2f}" for q in share[0, [0, 3]]))

shares = np.array(shares)  # [31, sentence, city]
fig, axes = figure.canvas(width=5.0, height=2.6)
for i, (country, city) in enumerate(capitals.items()):
    style = ("-", "--", ":")[i]
    axes.plot(shares[:, i, i], style, label=f"{country}:{city}")
axes.set(xlabel="after layer", ylabel="share of eight cities")
axes.legend(loc="upper left")
alt = (
    "Three lines, for Paris, Rome and Tokyo, each after its own "
    "country: what share of eight cities the right one has, read after "
    "each layer. Up to layer 23 all are low. At layer 24 Paris and "
    "Rome leap up and Tokyo begins to rise. All end near 1."
)
caption = (
    "Read early, among eight cities only: at layer 24 Paris and Rome "
    "leap up, and Tokyo sets out."
)
figure.save(fig, "lens", alt, caption)
