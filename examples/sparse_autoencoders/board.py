# time limit: 120 s
"""Take apart what models hold inside that walk on a board."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.walks import walk

saved = checkpoints.load("understanding/walks")
ids, _ = walk(2000, 15, np.random.default_rng(1))
RUNS = [("trained", "attention", 0.3), ("untrained", "mlp", 0.3)]
RUNS += [("trained", "mlp", penalty) for penalty in (0.1, 0.3, 0.5)]
RUNS += [("trained", "mlp longer", 0.3)]
arrays = {}
for seed in range(3):
    rng = np.random.default_rng(seed)
    for kind, place, penalty in RUNS:
        model = models_of(saved)[f"{kind} {seed}"].frozen()
        at = place.split()[0]
        n_steps = 1000 if at == place else 3000
        # The first such place: that of the first layer.
        x = next(x for _, name, x in model.stream(ids) if name == at)
        x = x.data
        x = x[:, 14:].reshape(-1, model.config.n_embd)
        x = x - x.mean(0)
        x /= np.sqrt((x**2).sum(1).mean())
        units = SparseAutoencoder.initial(x, 96, rng)
        units.train(x, penalty, rng, n_steps)
        rest = ((x - units.rebuilt(x)) ** 2).sum(1).mean()
        name = f"{kind}/{place}/{penalty}/{seed}"
        print(f"{name}: {rest:.2f} of the spread is left")
        for part, p in units.parameters.items():
            arrays[f"{name}/{part}"] = np.float16(p.data)
checkpoints.save("board", saved.model, saved.tokenizer, **arrays)
