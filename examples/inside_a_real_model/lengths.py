"""How long the vectors of a sentence become, layer by layer."""

import numpy as np

from lessoncode import figure
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
pieces = [tokenizer.decode([token]) for token in ids]
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream([ids]) if place in after]
stream = np.array([x.data[0] for x in streams])
lengths = np.linalg.norm(stream, axis=-1)  # [31, 5]
print("layer", *(f"{piece:>9}" for piece in pieces))
for i in (0, 1, 3, 10, 11, 12, 28, 30):
    print(f"{i:5}", *(f"{length:9,.0f}" for length in lengths[i]))

fig, axes = figure.canvas(height=2.6)
for piece, column in zip(pieces, lengths.T):
    first = piece == "The"
    colour = figure.COLOURS["second" if first else "accent"]
    axes.plot(column, color=colour)
colours = figure.COLOURS
axes.text(20, 7_000, "The", color=colours["second"])
words = "the other four words"
axes.text(18, 60, words, color=colours["accent"])
axes.set(yscale="log", xlabel="after layer")
ticks = [10, 100, 1_000, 10_000]
axes.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
axes.minorticks_off()
axes.set_ylabel("length of the vector")
alt = (
    "The length of the stream after each layer, on a logarithmic "
    "scale. The vectors of four words grow steeply in the first layer, "
    "then slowly to several hundred. That of the first word rises to "
    "several hundred at layer 3, falls by layer 10, jumps to above "
    "twenty thousand at layer 12, stays there, and falls in the last "
    "two layers."
)
caption = (
    "The first word: in layer 12, its vector becomes over a hundred "
    "times as long as any other, and at the end it shrinks."
)
figure.save(fig, "lengths", alt, caption)
