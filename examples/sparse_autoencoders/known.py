"""Which of the toy's features does an autoencoder find?"""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.sparse_autoencoder import (
    SparseAutoencoder,
    found,
)
from lessoncode.worlds.sparse_features import draws

arrays = checkpoints.load("sparse_autoencoders/dictionary").arrays
PARTS = "encoder", "bias", "decoder", "centre"
features = [arrays[f"{seed}/features"] for seed in range(3)]
rng = np.random.default_rng(9)
present, _ = next(draws(24, 0.05, 10_000, rng))


def judged(seed, n_units, penalty):
    """Found, units near one, never on, on at once, % left over."""
    path = f"{seed}/{n_units}/{penalty}"
    parts = {part: Tensor(arrays[f"{path}/{part}"]) for part in PARTS}
    units, truth = SparseAutoencoder(**parts), features[seed]
    x = present @ truth
    on = units.units(x) > 0
    alive = on.any(0)
    directions = units.decoder.data[alive]
    rest = (x - units.rebuilt(x)) ** 2
    left = 100 * rest.sum() / ((x - x.mean(0)) ** 2).sum()
    right = found(directions, truth)
    n_found, n_right = found(truth, directions).sum(), right.sum()
    return n_found, n_right, (~alive).sum(), on.sum(1).mean(), left


def row(name, ways):
    """The lowest and highest of three seeds, a pair each."""
    text = f"{name:7}"
    looks = (0, 7), (0, 7), (0, 7), (1, 11), (0, 10)
    for column, (digits, width) in zip(zip(*ways), looks):
        low, high = min(column), max(column)
        text += f"{f'{low:.{digits}f}-{high:.{digits}f}':>{width}}"
    print(f"{text}%")
# --8<-- [end:tools]


# --8<-- [start:penalty]
print("penalty  found   near  never  on at once  left over")
for penalty in (0.01, 0.1, 0.3, 1, 2):
    row(penalty, [judged(seed, 48, penalty) for seed in range(3)])
# --8<-- [end:penalty]

# --8<-- [start:controls]
rng = np.random.default_rng(0)
print(f"{present.sum(1).mean():.1f} of 24 features are present")
alone = (present.sum(1) == 1).mean()
print(f"just one in {100 * alone:.0f}% of the cases")
print("directions, ten draws found")
for name in ("random directions", "vectors themselves", "main axes"):
    counts = []
    for truth in features:
        x = present @ truth
        x = x[present.any(1)]
        axes = np.linalg.svd(x - x.mean(0), full_matrices=False)[2]
        for _ in range(10):
            directions = {
                "random directions": rng.normal(size=(48, 8)),
                "vectors themselves": rng.permutation(x)[:48],
                "main axes": np.concatenate([axes, -axes]),
            }[name]
            counts.append(found(truth, directions).sum())
    span = f"{min(counts)}-{max(counts)}"
    print(f"{len(directions)} {name:18} {span:>5}")
print("at a cosine of 0.98, stricter than 0.9")
strict = {"penalty 0.3": [], "penalty 1": [], "own vectors": []}
for seed, truth in enumerate(features):
    for penalty in (0.3, 1):
        units = arrays[f"{seed}/48/{penalty}/decoder"]
        n_found = found(truth, units, 0.98).sum()
        strict[f"penalty {penalty}"].append(n_found)
    x = (present @ truth)[present.any(1)]
    for _ in range(10):
        n_found = found(truth, rng.permutation(x)[:48], 0.98).sum()
        strict["own vectors"].append(n_found)
for name, counts in strict.items():
    span = f"{min(counts)}-{max(counts)}"
    print(f"{name:21} {span:>5}")
print("units    found   near  never  on at once  left over")
for n_units in (12, 24, 48, 96):
    row(n_units, [judged(seed, n_units, 1) for seed in range(3)])
# --8<-- [end:controls]
