# time limit: 120 s
"""Sums with nine starts more, for two of the five sizes."""

import numpy as np

from lessoncode.alignment.policy import answered
from lessoncode.measures.scores import scores
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import addition

signs = addition.SIGNS
sums = addition.split(n_worked=3000, n_held_out=1000)
examples = [addition.example(a, b, "direct") for a, b in sums.worked]
never_seen = answered(
    [addition.prompt(a, b) for a, b in sums.held_out],
    [[*addition.ids_of(f"{a + b}"), 0] for a, b in sums.held_out],
)
before = checkpoints.load("emergence/sums").arrays

sizes, ends = [], []
print("twelve starts, from least to most")
for width in (4, 12):
    shape = {"n_embd": width, "n_layer": 2, "n_hidden": 2 * width}
    config = Config(signs.n_vocab, **shape, n_head=2, n_kv_head=2)
    found = []
    for seed in range(3, 12):  # 0, 1 and 2 are in `sums`
        rng = np.random.default_rng(seed)
        model = Transformer.initial(config, rng)
        stream = row_batches(examples, 64, rng)
        for _ in train(model, stream, 1500, peak=0.2 / width):
            pass
        found.append(scores(model.frozen(), never_seen))
    n = model.n_parameters
    i = before["sizes"].tolist().index(n)
    found = np.vstack([before["curves"][i, :, -1], found])
    print(f"{n:,} parameters")
    for name, column in ("exact", 1), ("loss", 3):
        for six in np.sort(found[:, column]).reshape(2, 6):
            print(f"{name:5}", *(f"{x:.2f}" for x in six))
            name = ""
    sizes.append(n)
    ends.append(found)

arrays = {"sizes": np.array(sizes), "ends": np.array(ends)}
checkpoints.save("starts", model, signs, **arrays)
