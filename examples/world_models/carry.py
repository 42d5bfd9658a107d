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
    """A model with random weights, as before a training."""
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    for name, p in model.parameters.items():
        p.data *= 1 if name.endswith("norm") else 3
    return model


def streams(model):
    """The stream at the last token, at first and after half layers."""
    halves = "embedding", "attention", "mlp"
    places = (x for _, part, x in model.stream(ids) if part in halves)
    return [x.data[:, -1].copy() for x in places]


def probe(x, y, learn, test):
    """Fit a linear probe on some sums; its share right on others.

    Several properties, [n_sums, n], are learned one by one.
    """
    x = x.astype(float)
    x = (x - x[learn].mean(0)) / (x[learn].std(0) + 1e-6)
    x = np.column_stack([x, np.ones(len(x))])
    seen, sign = x[learn], np.where(y[learn], 1, -1)
    ridge = 1e-3 * len(seen) * np.eye(x.shape[1])
    w = np.linalg.solve(seen.T @ seen + ridge, seen.T @ sign)
    return ((x[test] @ w > 0) == y[test]).mean(0)


def embedded(model):
    """The embeddings of the two last digits, one after the other."""
    x = next(x.data for _, _, x in model.stream(ids))
    return np.column_stack([x[:, 1], x[:, 4]])


sources = {"the digits": [np.eye(10)[units].reshape(-1, 20)]}
models = {f"trained {n}": trained[f"few {n}"] for n in range(3)}
models |= {f"untrained {n}": untrained(n) for n in range(3)}
read = {name: streams(model) for name, model in models.items()}
for kind in "trained", "untrained":
    own = [embedded(models[f"{kind} {seed}"]) for seed in range(3)]
    sources[f"{kind}, embedded"] = own
    for i in 1, 2:
        layer = [read[f"{kind} {seed}"][2 * i] for seed in range(3)]
        sources[f"{kind}, layer {i}"] = layer


def table(measure):
    """Print a row for each source: a number for each seed."""
    for name, layers in sources.items():
        row = "".join(f"{100 * measure(x):6.0f}%" for x in layers)
        print(f"{name:19}{row}")
# --8<-- [end:tools]


# --8<-- [start:probe]
rng = np.random.default_rng(0)
half = rng.random(len(pairs)) < 0.5
print(f"a blind guess      {100 * (1 - carry.mean()):6.0f}%")
table(lambda x: probe(x, carry, half, ~half))
# --8<-- [end:probe]

# --8<-- [start:control]
drawn = [rng.random((10, 10)) < carry.mean() for _ in range(5)]
labels = np.transpose([table_of[*units.T] for table_of in drawn])
table(lambda x: probe(x, labels, half, ~half).mean())
# --8<-- [end:control]

# --8<-- [start:digits]
even, odd = (units % 2 == 0).all(1), (units % 2 == 1).all(1)


def other_digits(x):
    """From even to odd digits and back: the mean of the two."""
    ways = (even, odd), (odd, even)
    return np.mean([probe(x, carry, *way) for way in ways])


shares = [carry[part].mean() for part in (even, odd)]
blind = np.mean([max(p, 1 - p) for p in shares])
print(f"a blind guess      {100 * blind:6.0f}%")
table(other_digits)
# --8<-- [end:digits]

from lessoncode import diagram, svg


def draw(right, against, at):
    """A dot for the carry, a ring for what to compare it with."""
    columns = "name", "base", "right", "against"
    names = "other sums", "digits that it never met"
    rows = zip(names, ("control", "better control"), right, against)
    tests = [dict(zip(columns, row)) for row in rows]
    drawing, y = diagram.Drawing(350, 292), 12
    for name, base, right, against in map(dict.values, tests):
        drawing.text(2, y, name, "title", anchor="start")
        words = f"ring: {base}"
        drawing.text(348, y, words, colour="muted", anchor="end")
        for model, *ends in zip(read, right[at], against[at]):
            y += 18
            drawing.text(2, y, model, colour="muted", anchor="start")
            dot, ring = (svg.around(4 * n - 60, y, 9, 9) for n in ends)
            if dot != ring:
                line = (ring.x, y), (dot.x, y)
                drawing.arrow(*line, line="quiet", head=False)
            drawing.outline(ring, 4.5, fill="surface", stroke="ink")
            drawing.outline(dot, 4.5, fill="accent")
        y += 30
    for x, words in (100, "40%"), (220, "right"), (328, "100%"):
        drawing.text(x, y - 8, words, colour="muted")
    alt = (
        "Dots show how often a probe reads the carry after the last "
        "MLP, and rings show what to compare it with. On other sums, "
        "untrained models are also far beyond their control, though "
        "less far than the trained ones. On digits that the probe "
        "never met, two trained models are nearly always right, far "
        "beyond what the same probe reads from their embeddings. The "
        "third isn't, and the untrained ones are hardly better than a "
        "blind guess."
    )
    caption = (
        "A probe and its controls: what counts is how far a dot lies "
        "beyond its ring. At the bottom, the ring is a blind guess or "
        "the embeddings, whichever is better. If you see a slider, it "
        "moves from one place in the model to the next."
    )
    data = {"kind": "probe", "places": places, "models": [*read]}
    data |= {"tests": tests, "first": at}
    diagram.save(None, drawing, "depth", alt, caption, data)


# --8<-- [start:depth]
def tried(x):
    """The shares right: of the carry, its control, new digits."""
    both = probe(x, np.column_stack([carry, labels]), half, ~half)
    return both[0], both[1:].mean(), other_digits(x)


places = "embedding", "attention 1", "MLP 1", "attention 2", "MLP 2"
found = [[tried(x) for x in layers] for layers in read.values()]
hundredths = (100 * np.transpose(found)).round().astype(int).tolist()
read_off, control, new = hundredths  # each by place and model
pairs_of = [embedded(model) for model in models.values()]
plain = [other_digits(x) for x in pairs_of]
better = (100 * np.maximum(plain, blind)).round().astype(int)
better = [better.tolist()] * len(places)
draw([read_off, new], [control, better], at=4)
# --8<-- [end:depth]
