"""The loss falls to the floor, and stops to rest on its way."""

import numpy as np

from lessoncode import figure
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar


def draw(steps, losses, lines):
    """The loss, and level lines with their names on them."""
    fig, axes = figure.canvas(height=3)
    axes.plot(steps, losses)
    for name, height in lines.items():
        colour = "second" if name == "floor" else "muted"
        colour = figure.COLOURS[colour]
        axes.axhline(height, color=colour, linestyle="--", linewidth=1)
        axes.text(12, height + 0.01, name, color=colour)
    axes.set(xscale="log", xlim=(11, 3000), ylim=(0.55, 1.25))
    axes.set(xlabel="training step", ylabel="loss, in bits a word")
    axes.set_xticks([30, 100, 300, 1000, 3000])
    axes.set_xticklabels(["30", "100", "300", "1,000", "3,000"])
    axes.minorticks_off()
    alt = (
        "Loss against training steps, on a logarithmic scale. It falls "
        "steeply to the line of the 4-gram, runs along it and a little "
        "below for hundreds of steps, then falls through the line of "
        "the 5-gram, and ends between that and the floor."
    )
    caption = (
        "The loss on its way down: it rests where a few words back "
        "are enough, and falls on once the model looks further."
    )
    figure.save(fig, "curve", alt, caption)


saved = checkpoints.load("next_token/train")
words = saved.tokenizer
losses = saved.arrays["losses"]  # in bits a word, at every step
means = losses.reshape(-1, 10).mean(1)  # of ten steps each
steps = np.arange(1, len(means) + 1) * 10

world, rng = grammar(CAT_AND_DOG), np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]
length = world.mean(lambda s: len(s.split()) + 1)


def cost(sentence):
    return -counts.log_probs(words.encode(sentence)).sum() / np.log(2)


lines = {}
for n in (4, 5):
    counts = NGram(documents, n, words.n_vocab, words.end_id)
    lines[f"{n}-gram"] = world.mean(cost) / length
lines["floor"] = world.entropy() / length

print("                  bits a word")
print(f"all words equal   {np.log2(words.n_vocab):.2f}")
print(f"first step        {losses[0]:.2f}")
for i in (4, 9, 29, 49, 99, 299):
    print(f"to step {steps[i]:5,}     {means[i]:.2f}")
for name, height in lines.items():
    print(f"{name:17} {height:.2f}")
draw(steps, means, lines)
