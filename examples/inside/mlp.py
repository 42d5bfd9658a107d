"""What the MLP computes for each word of a sentence."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints


def drawing(large, labels):
    """A dot for each unit that is large at a word."""
    fig, axes = figure.canvas(width=4.6, height=2.5)
    rows, units = np.nonzero(large)
    axes.plot(units, rows, "o", markersize=4)
    axes.set_xlim(-1, large.shape[1])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("hidden unit")
    return fig


trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
labels = ["(end)", *text.split()]
ids = words.prompt(text)
at = {(layer, place): x for layer, place, x in model.stream([ids])}


alt = (
    "A row for each word of the sentence, with a place for each of 64 "
    "hidden units. A few places of every row have a dot, and most have "
    "none; the dots of different words stand in different places."
)
caption = (
    "A few units at a time: a dot is a hidden unit of the first layer "
    "that is beyond 0.5, and different words have different ones."
)

# --8<-- [start:units]
hidden = at[0, "neurons"].data[0]  # [n_seq, n_hidden]

large = abs(hidden) > 0.5
print("hidden units:", hidden.shape[1])
print("beyond 0.5, the last word:", large[-1].sum())
print(f"beyond 0.5, all words: {large.mean():.0%}")
figure.save(drawing(large, labels), "mlp", alt, caption)
# --8<-- [end:units]
