"""The loss falls to the floor, and stops to rest on its way."""

from functools import cache

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

XS, YS = (1, 10, 100, 1000, 3000), (0.6, 0.8, 1, 2, 4)

def draw(steps, losses, lines):
    """The loss, and level lines with their names on them."""
    fig, axes = figure.canvas(height=3.4)
    axes.plot(steps, losses)
    for name, height in lines.items():
        colour = "second" if "floor" in name else "muted"
        colour = figure.COLOURS[colour]
        axes.axhline(height, color=colour, linestyle="--", linewidth=1)
        axes.text(1.1, height * 1.02, name, color=colour)
    axes.set(xscale="log", xlim=(1, 3000), xlabel="training step")
    axes.set(yscale="log", ylim=(0.55, 4.6), ylabel="bits a word")
    for axis, ticks in ((axes.xaxis, XS), (axes.yaxis, YS)):
        axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.minorticks_off()
    alt = (
        "Loss against training steps, both on logarithmic scales. It "
        "begins above 4 bits and falls steeply, through the line of "
        "the 2-gram, to that of the 4-gram, runs a little below it for "
        "hundreds of steps, then falls through the line of the 5-gram, "
        "and ends between that and the floor."
    )
    caption = (
        "The loss in this run: it stays a little below that of the "
        "4-gram, then falls again. (The floor is for whole "
        "sentences.)"
    )
    figure.save(fig, "curve", alt, caption)


saved = checkpoints.load("next_token/train")
words = saved.tokenizer
losses = saved.arrays["losses"]  # in bits a word, at every step
means = losses.reshape(-1, 10).mean(1)  # of ten steps each
steps = np.arange(1, len(means) + 1) * 10

world, rng = grammar(CAT_AND_DOG), np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]
blocks = packed_batches(documents, words.end_id, 12, 48, rng)
batches = [next(blocks) for _ in range(100)]


def cost(counts):
    """Mean bits a word in blocks like those of the training."""
    after = cache(counts.probabilities)  # most contexts come again
    given = [
        after(tuple(block[max(0, i + 2 - counts.n) : i + 1]))[word]
        for ids, came, _ in batches
        for block, told in zip(ids.tolist(), came.tolist())
        for i, word in enumerate(told)
    ]
    return np.log2(np.divide(1, given)).mean()


lines = {}
for n in (2, 4, 5):
    counts = NGram(documents, n, words.n_vocab, words.end_id)
    lines[f"{n}-gram, in blocks"] = cost(counts)
length = world.mean(lambda s: len(s.split()) + 1)
lines["floor, in whole sentences"] = world.entropy() / length

places = []  # what each place of a block costs the trained model
model = saved.model.frozen()
for ids, came, _ in batches:
    p = next_token_probabilities(model(ids).data)
    given = np.take_along_axis(p, came[..., None], -1)
    places.append(-np.log2(given).mean((0, 2)))
early, late = np.mean(places, 0).reshape(2, 24).mean(1)

print("                          bits a word")
print(f"all words equal           {np.log2(words.n_vocab):.2f}")
print(f"first step                {losses[0]:.2f}")
for i in (4, 29, 49, 99, 299):
    print(f"to step {steps[i]:5,}             {means[i]:.2f}")
print(f"then, first half of block {early:.2f}")
print(f"then, second half         {late:.2f}")
for name, height in lines.items():
    print(f"{name:25} {height:.2f}")
draw([1, *steps], [losses[0], *means], lines)
