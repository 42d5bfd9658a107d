# time limit: 120 s
"""More seeds of the third size of `by_heart`, and three below it."""

from itertools import repeat

import numpy as np

from lessoncode.alignment.policy import answered
from lessoncode.measures.scores import scores
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.loop import train

words = checkpoints.load("emergence/by_heart").tokenizer
asked = [words.prompt(f"name{i}") for i in range(100)]


def directory(rng):
    """A number of random digits for every name."""
    numbers = rng.integers(10, size=(len(asked), 8))
    rows = [words.encode(" ".join(map(str, row))) for row in numbers]
    return answered(asked, rows)


# Heads need pairs: no width between 8 and 12 can have two of them.
shapes = (12, 12, 2), (8, 22, 2), (10, 10, 1), (12, 3, 2)
sizes, ends = [], []
print("width hidden heads parameters  digit exact")
for width, n_hidden, n_head in shapes:
    shape = {"n_embd": width, "n_layer": 1, "n_hidden": n_hidden}
    heads = {"n_head": n_head, "n_kv_head": n_head}
    config = Config(words.n_vocab, **shape, **heads)
    for seed in (3, 4) if n_hidden == 12 else (0, 1, 2):
        rng = np.random.default_rng(seed)
        batch = directory(rng)
        model = Transformer.initial(config, rng)
        for _ in train(model, repeat(batch), 1000, peak=0.2 / width):
            pass
        end = scores(model.frozen(), batch)
        row = width, n_hidden, n_head, model.n_parameters
        print("{:5} {:6} {:5} {:10,}".format(*row), end="")
        print(f" {end.token:6.2f} {end.exact:5.2f}")
        ends.append(end)
    sizes.append(model.n_parameters)

arrays = {"sizes": np.array(sizes), "ends": np.array(ends)}
checkpoints.save("between", model, words, **arrays)
