"""A prediction, and its temperature."""

# --8<-- [start:top]
import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
logits = model([ids], last=True).data[0, -1]
p = next_token_probabilities(logits)
print(f"{p.size:,} probabilities, their sum {p.sum():.6f}")
for token in np.argsort(-p)[:10]:
    print(f"{tokenizer.decode([int(token)])!r:11} {p[token]:.3f}")
# --8<-- [end:top]

# --8<-- [start:temperature]
picked = tokenizer.encode(" Paris the London")
axis = np.linspace(0.1, 3, 59)
cooler = (Sampling(temperature) for temperature in axis)
bent = np.array([next_token_probabilities(logits, s) for s in cooler])
bent = np.column_stack([bent[:, picked], 1 - bent[:, picked].sum(1)])
names = ("Paris", "the", "London", "all others")
print("temperature", *(f"{name:>10}" for name in names))
for temperature in (0.5, 1, 1.5, 2, 3):
    row = bent[np.isclose(axis, temperature)][0]
    print(f"{temperature:11}", *(f"{share:10.2f}" for share in row))

fig, axes = figure.canvas(height=2.6)
axes.plot(axis, bent[:, 0])
axes.plot(axis, bent[:, 1], "--")
axes.plot(axis, bent[:, 3], ":")
axes.text(0.55, 0.86, "Paris", color=figure.COLOURS["accent"])
axes.text(1.35, 0.09, "the", color=figure.COLOURS["second"])
label = {"color": figure.COLOURS["third"], "ha": "right"}
axes.text(2.95, 0.82, "all but three", **label)
axes.set(xlabel="temperature", ylabel="probability", ylim=(0, 1.02))
alt = (
    "Near temperature 0 Paris has everything. At 1 it has three "
    "quarters. Then it falls steeply, and from 2 on the many other "
    "tokens have nearly everything."
)
caption = (
    "Temperature in a real model: above 1, the many unlikely tokens "
    "together overtake the most likely one."
)
figure.save(fig, "temperature", alt, caption)
# --8<-- [end:temperature]
