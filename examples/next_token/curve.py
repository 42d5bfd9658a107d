"""The loss falls to the floor, and stops to rest on its way."""

import numpy as np

from lessoncode import checkpoints, figure
from lessoncode.worlds import CAT_AND_DOG, grammar

saved = checkpoints.load("next_token/train")
losses = saved.arrays["losses"]  # in bits a word, at every step
means = losses.reshape(-1, 10).mean(1)  # of ten steps each
steps = np.arange(1, len(means) + 1) * 10

world = grammar(CAT_AND_DOG)
n_words = world.mean(lambda s: len(s.split()) + 1)
floor = world.entropy() / n_words

print("                  bits a word")
print(f"all words equal   {np.log2(saved.tokenizer.n_vocab):.2f}")
print(f"first step        {losses[0]:.2f}")
for i in (4, 9, 29, 49, 99, 299):
    print(f"to step {steps[i]:5,}     {means[i]:.2f}")
print(f"floor             {floor:.2f}")

fig, axes = figure.canvas()
axes.plot(steps, means)
axes.axhline(floor, color=figure.COLOURS["second"], linestyle="--")
axes.text(12, floor - 0.12, "floor: the world's entropy", va="top")
axes.set(xscale="log", ylim=(0, 4.4), xlabel="training step")
axes.set(ylabel="loss, in bits a word")
axes.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
alt = (
    "Loss in bits a word against training steps, on a logarithmic "
    "scale. It falls from 4 to below 1 in a hundred steps, stays there "
    "for hundreds, falls again, and ends just above the floor."
)
figure.save(fig, "curve", alt)
