"""Temperature bends the distribution before a word is drawn."""

import numpy as np

from lessoncode import checkpoints, figure
from lessoncode.generate import next_token_probabilities

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
ids = [words.end_id, *words.encode("the cat sat on the")]
logits = model([ids]).data[0, -1]
shown = ("mat", "sofa", "grass")
picked = words.encode(" ".join(shown))

print("temperature" + "".join(f"{word:>7}" for word in shown))
for temperature in (0, 0.5, 1, 2, 3):
    p = next_token_probabilities(logits, temperature)[picked]
    print(f"{temperature:11}" + "".join(f"{share:7.2f}" for share in p))

fig, axes = figure.canvas()
axis = np.linspace(0.05, 3, 60)
p = np.array([next_token_probabilities(logits, t) for t in axis])
for style, word, i in zip(("-", "--", ":"), shown, picked):
    axes.plot(axis, p[:, i], style, label=word)
axes.axvline(1, color=figure.COLOURS["grid"], zorder=0)
axes.set(xlabel="temperature", ylabel="probability", ylim=(0, 1.02))
axes.legend()
alt = (
    "Probability against temperature. Near 0 mat has all. As the "
    "temperature rises, mat falls, sofa rises and levels off, and "
    "grass, which is no seat for a cat, begins to grow."
)
figure.save(fig, "temperature", alt)
