"""The last word's vector after every part, and what it would say."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
names = {
    "embedding": "row",
    "attention": "attention {}",
    "mlp": "MLP {}",
}
stages = {}
for layer, place, x in model.stream([ids]):
    if place in names:  # the others are inside a part
        stages[names[place].format(layer + 1)] = x

seats = ("the", "mat", "sofa", "grass", "roof")
print("after       length", *(f"{word:>5}" for word in seats))
for name, x in stages.items():
    length = np.linalg.norm(x.data[0, -1])
    logits = model.logits(x).data[0, -1]
    p = next_token_probabilities(logits)[words.encode(" ".join(seats))]
    print(f"{name:11} {length:6.1f}", *(f"{share:5.2f}" for share in p))

positive = figure.COLOURS["accent"]
negative = figure.COLOURS["second"]
fig, axes = figure.canvas(width=5.2, height=1.9)
for y, x in enumerate(stages.values()):
    row = x.data[0, -1]
    colours = np.where(row > 0, positive, negative)
    places = np.arange(len(row)), np.full(len(row), y)
    axes.scatter(*places, s=9 * abs(row), c=colours)
axes.set_yticks(range(len(stages)), stages)
axes.set(xlabel="place in the vector", ylim=(len(stages) - 0.4, -0.6))
alt = (
    "Five rows of 32 dots: the vector as it came from the table, and "
    "after each of four parts. The dots start tiny and mostly grow; "
    "the last part writes by far the most."
)
figure.save(fig, "stream", alt)
