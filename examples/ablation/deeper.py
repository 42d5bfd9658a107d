# time limit: 120 s
"""What residuals do for training, with few layers and with more."""

# --8<-- [start:gradient]
import numpy as np

from lessoncode.model.attention import attention
from lessoncode.model.layers import (
    cross_entropy,
    linear,
    rms_norm,
    swiglu,
)
from lessoncode.model.transformer import Config, Transformer


class NoResiduals(Transformer):
    """Every part replaces the stream, instead of adding to it."""

    def block(self, x, w, past=None):
        eps, heads = self.config.norm_eps, self.config.heads
        qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
        x = linear(attention(qkv, heads), w["attention_out"])
        gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
        yield "mlp", linear(swiglu(gate_up), w["down"])


def fresh(kind, n_layer, size, rng):
    """Untrained, with numbers of one size, whatever the depth."""
    config = Config(19, 32, n_layer, n_head=2, n_kv_head=2, n_hidden=64)
    model = kind.initial(config, rng)
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= size / 0.02  # initial() takes 0.02
        if name.endswith(("attention_out", "down")):
            p.data *= (2 * n_layer) ** 0.5  # it took less here
    return model


def first_gradient(model, ids):
    """The length of the gradient of the first layer's queries."""
    cross_entropy(model(ids[:, :-1]), ids[:, 1:]).backward()
    return np.linalg.norm(model.parameters["layers.0.qkv"].grad)


kinds = {"with": Transformer, "without": NoResiduals}
gradients = []
for kind in kinds.values():
    for size in (0.02, 0.18):  # a small start, and a large one
        for n_layer in (1, 2, 4, 8):
            for seed in range(5):
                rng = np.random.default_rng(seed)
                model = fresh(kind, n_layer, size, rng)
                ids = rng.integers(19, size=(4, 33))
                gradients.append(first_gradient(model, ids))
# --8<-- [end:gradient]

# --8<-- [start:trained]
from lessoncode.measures.prediction import token_log_probs
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)


LOOK = (0, 10, 20, 40, 100, 400)  # after so many steps


def trained(kind, n_layer, size, seed):
    """A model after training, and its gradients on the way."""
    rng = np.random.default_rng(seed)
    texts = world.sample(10_000, rng)
    documents = [words.encode(text) for text in texts]
    model = fresh(kind, n_layer, size, rng)
    rows = packed_batches(documents, words.end_id, 12, 48, rng)
    text = [i for ids in documents for i in (words.end_id, *ids)]
    ids = np.reshape(text[:132], (4, 33))
    lengths = [first_gradient(model, ids)]
    for step in train(model, rows, n_steps=400, peak=6e-3):
        if step.number in LOOK:
            lengths.append(first_gradient(model, ids))
    return model.frozen(), lengths


def bits(model):
    """What a sentence costs this model, the exact mean."""
    texts = list(world.probabilities)
    ids = [words.encode(text) for text in texts]
    log_p = token_log_probs(model, ids, words.end_id)
    cost = {t: -row.sum() / np.log(2) for t, row in zip(texts, log_p)}
    return world.mean(cost.__getitem__)


later = {}
print("layers, start  residuals  seed 0  seed 1  seed 2")
for n_layer, start, size in ((2, "small", 0.02), (6, "large", 0.18)):
    for name, kind in kinds.items():
        runs = [trained(kind, n_layer, size, s) for s in range(3)]
        costs = "".join(f"{bits(model):8.2f}" for model, _ in runs)
        print(f"{n_layer}, {start:11} {name:9}{costs}")
        later[name] = [lengths for _, lengths in runs]
# --8<-- [end:trained]

# --8<-- [start:later]
print("six layers, large; steps")
print(f"{'residuals':16}", *(f"{n:5}" for n in LOOK))
for name, rows in later.items():
    for seed, row in enumerate(rows):
        print(f"{name + ', seed ' + str(seed):16}", end="")
        print("".join(f" {length:5.0e}" for length in row))

checkpoints.save(
    "deeper", runs[0][0], words, gradients=np.array(gradients)
)
# --8<-- [end:later]
