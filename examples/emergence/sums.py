# time limit: 120 s
"""Five sizes learn to add two numbers of two digits."""

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

widths, every, n_steps = (4, 8, 12, 16, 24), 50, 1500
sizes, curves, drawn = [], [], []
print("width parameters  token  exact")
for width in widths:
    shape = {"n_embd": width, "n_layer": 2, "n_hidden": 2 * width}
    config = Config(signs.n_vocab, **shape, n_head=2, n_kv_head=2)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        model = Transformer.initial(config, rng)
        curve = [scores(model.frozen(), never_seen)]
        stream, peak = row_batches(examples, 64, rng), 0.2 / width
        for step in train(model, stream, n_steps, peak):
            if step.number % every == 0:
                curve.append(scores(model.frozen(), never_seen))
        curves.append(curve)
        right = addition.right(model, sums.held_out, "direct", rng)
        drawn.append(right.mean())
        n = model.n_parameters
        row = f"{width:5} {n:10,} {curve[-1].token:6.2f}"
        print(row, f"{curve[-1].exact:6.2f}")
    sizes.append(n)

arrays = {
    "sizes": np.array(sizes),
    "steps": np.arange(0, n_steps + 1, every),
    "curves": np.array(curves).reshape(len(widths), 3, -1, 4),
    "drawn": np.reshape(drawn, (len(widths), 3)),
}
checkpoints.save("sums", model, signs, **arrays)
