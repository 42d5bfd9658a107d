# time limit: 120 s
"""Five sizes learn a hundred numbers of eight digits by heart."""

from itertools import repeat

import numpy as np

from lessoncode.alignment.policy import answered
from lessoncode.measures.scores import scores
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train

names = [f"name{i}" for i in range(100)]
words = Words([*names, "0 1 2 3 4 5 6 7 8 9"])


def directory(rng):
    """A number of random digits for every name."""
    digits = rng.integers(10, size=(len(names), 8))
    asked = [words.prompt(name) for name in names]
    numbers = [" ".join(map(str, row)) for row in digits]
    return answered(asked, [words.encode(row) for row in numbers])


widths, every, n_steps = (4, 8, 12, 16, 24), 50, 1000
sizes, curves = [], []
print("width parameters  digit  whole number")
for width in widths:
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": width}
    config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        batch = directory(rng)
        model = Transformer.initial(config, rng)
        curve = [scores(model.frozen(), batch)]
        peak = 0.2 / width
        for step in train(model, repeat(batch), n_steps, peak):
            if step.number % every == 0:
                curve.append(scores(model.frozen(), batch))
        curves.append(curve)
        n = model.n_parameters
        row = f"{width:5} {n:10,} {curve[-1].token:6.2f}"
        print(row, f"{curve[-1].exact:13.2f}")
    sizes.append(n)

arrays = {
    "sizes": np.array(sizes),
    "steps": np.arange(0, n_steps + 1, every),
    "curves": np.array(curves).reshape(len(widths), 3, -1, 4),
}
checkpoints.save("by_heart", model, words, **arrays)
