"""Read a carry off the stream of a model, trained and untrained."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds.addition import ids_of

trained = models_of(checkpoints.load("understanding/sums"))
config = trained["few 0"].config
pairs = np.array([(a, b) for a in range(100) for b in range(100)])
texts = [f"{a:02}+{b:02}={(a + b) // 100}" for a, b in pairs]
ids = np.array([ids_of(text) for text in texts])
units = pairs % 10
carry = units.sum(1) >= 10


def untrained(seed):
    """A model as it is before its first step."""
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    for name, p in model.parameters.items():
        p.data *= 1 if name.endswith("norm") else 3
    return model


def streams(model):
    """The stream at the last token, after each layer."""
    for _, place, x in model.stream(ids):
        if place == "mlp":
            yield x.data[:, -1].astype(float)


def probe(x, y, learn, test):
    """Fit a linear probe on some sums; its share right on others."""
    x = (x - x[learn].mean(0)) / (x[learn].std(0) + 1e-6)
    x = np.column_stack([x, np.ones(len(x))])
    seen, sign = x[learn], np.where(y[learn], 1, -1)
    ridge = 1e-3 * len(seen) * np.eye(x.shape[1])
    w = np.linalg.solve(seen.T @ seen + ridge, seen.T @ sign)
    return ((x[test] @ w > 0) == y[test]).mean()


sources = {"the digits": [np.eye(10)[units].reshape(-1, 20)]}
kinds = {
    "trained": [trained[f"few {seed}"] for seed in range(3)],
    "untrained": [untrained(seed) for seed in range(3)],
}
for kind, models in kinds.items():
    for i, layer in enumerate(zip(*map(streams, models)), 1):
        sources[f"{kind}, layer {i}"] = layer


def table(measure):
    """Print a row for each source: a number for each seed."""
    for name, layers in sources.items():
        row = "".join(f"{measure(x):7.2f}" for x in layers)
        print(f"{name:19}{row}")
# --8<-- [end:tools]


# --8<-- [start:probe]
rng = np.random.default_rng(0)
half = rng.random(len(pairs)) < 0.5
print(f"a blind guess       {1 - carry.mean():6.2f}")
table(lambda x: probe(x, carry, half, ~half))
# --8<-- [end:probe]

# --8<-- [start:control]
drawn = [rng.random((10, 10)) < carry.mean() for _ in range(5)]
labels = [table_of[*units.T] for table_of in drawn]
table(lambda x: np.mean([probe(x, y, half, ~half) for y in labels]))
# --8<-- [end:control]

# --8<-- [start:digits]
even, odd = (units % 2 == 0).all(1), (units % 2 == 1).all(1)
print(f"a blind guess       {carry[odd].mean():6.2f}")
table(lambda x: probe(x, carry, even, odd))
# --8<-- [end:digits]
