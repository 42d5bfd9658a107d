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

fig, axes = figure.canvas(width=5.0, height=2.6)
axes.plot(axis, bent[:, 0], label="Paris")
axes.plot(axis, bent[:, 1], "--", label="the")
axes.plot(axis, bent[:, 3], ":", label="all but three")
axes.set(xlabel="temperature", ylabel="probability", ylim=(0, 1.02))
axes.legend(loc="center right")
alt = (
    "Near temperature 0 Paris has all. At 1 it has three quarters. "
    "Then it falls steeply, and from 2 on the many tokens that are "
    "neither Paris nor the nor London have nearly all."
)
caption = (
    "Temperature in a real model: beyond 1 the many unlikely tokens "
    "together take over from the likeliest."
)
figure.save(fig, "temperature", alt, caption)
# --8<-- [end:temperature]
