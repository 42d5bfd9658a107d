"""Temperature bends the distribution before a word is drawn."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
logits = model([words.prompt("the cat sat on the")]).data[0, -1]
shown = ("mat", "sofa", "grass")
picked = words.encode(" ".join(shown))


def bent(temperature):
    """The probabilities of these words at this temperature."""
    how = Sampling(temperature)
    return next_token_probabilities(logits, how)[picked]


print("temperature" + "".join(f"{word:>7}" for word in shown))
for temperature in (0, 0.5, 1, 2, 3):
    row = "".join(f"{share:7.2f}" for share in bent(temperature))
    print(f"{temperature:11}{row}")

fig, axes = figure.canvas(4.2, 2.4)
axis = np.linspace(0.05, 3, 60)
curves = np.array([bent(temperature) for temperature in axis]).T
for style, shares, word in zip(("-", "--", ":"), curves, shown):
    (line,) = axes.plot(axis, shares, style)
    colour = line.get_color()
    axes.text(3.04, shares[-1], word, color=colour, va="center")
axes.axvline(1, color=figure.COLOURS["muted"], linewidth=0.8)
note = "temperature 1: the prediction itself"
axes.text(1.03, 0.96, note, color=figure.COLOURS["muted"])
axes.set(xlabel="temperature", xlim=(0, 3))
axes.set(ylabel="probability", ylim=(0, 1.02))
alt = (
    "Near 0 mat has all. As the temperature rises, mat falls, sofa "
    "rises to a quarter and falls slowly, and grass begins to grow."
)
caption = (
    "Temperature bends a prediction: low, it gives nearly all to "
    "the likeliest word; high, it evens out what the words have."
)
figure.save(fig, "temperature", alt, caption)
