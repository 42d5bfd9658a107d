# time limit: 120 s
"""Train the same small model with one of its parts removed."""

# --8<-- [start:model]
import numpy as np

from lessoncode.model.attention import attention, rotary_table
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.model.transformer import Config, Transformer


class Without(Transformer):
    """A transformer from whose layers one part is removed."""

    part = "nothing"

    def block(self, x, w, past=None):
        eps, heads = self.config.norm_eps, self.config.heads
        h = x
        if self.part != "norms":
            h = rms_norm(x, w["attention_norm"], eps)
        qkv = linear(h, w["qkv"])
        if self.part == "positions":
            qkv = turned_back(qkv, self.config)
        h = linear(attention(qkv, heads), w["attention_out"])
        if self.part == "attention":
            h = h * 0
        x = h if self.part == "residuals" else x + h

        h = x
        if self.part != "norms":
            h = rms_norm(x, w["mlp_norm"], eps)
        h = linear(swiglu(linear(h, w["gate_up"])), w["down"])
        if self.part == "MLPs":
            h = h * 0
        yield "mlp", h if self.part == "residuals" else x + h
# --8<-- [end:model]


# --8<-- [start:back]
def turned_back(qkv, config):
    """Turn queries and keys back, before attention turns them."""
    n_seq, width, half = *qkv.shape[1:], config.d_head // 2
    cos, sin = rotary_table(
        (0, n_seq), config.d_head, config.rope_base, qkv.data.dtype
    )
    kept, crossed = np.ones((n_seq, width)), np.zeros((n_seq, width))
    swap = np.zeros((width, width))  # exchanges the two of a pair
    for start in range(0, width - config.n_embd, config.d_head):
        a = np.arange(start, start + half)
        b = a + half
        kept[:, a], kept[:, b] = cos, cos
        crossed[:, a], crossed[:, b] = sin, -sin
        swap[a, b] = swap[b, a] = 1
    return qkv * kept + (qkv @ swap) * crossed
# --8<-- [end:back]


# --8<-- [start:runs]
from lessoncode.measures.prediction import token_log_probs
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)


def trained(part, seed):
    """A model that learned without this part."""
    rng = np.random.default_rng(seed)
    texts = world.sample(10_000, rng)
    documents = [words.encode(text) for text in texts]
    shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 64}
    config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)
    model = Without.initial(config, rng)
    model.part = part
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= 9  # start with larger numbers
    rows = packed_batches(documents, words.end_id, 12, 48, rng)
    for _ in train(model, rows, n_steps=400, peak=6e-3):
        pass
    return model


def bits(model):
    """What a sentence costs this model, the exact mean."""
    texts = list(world.probabilities)
    ids = [words.encode(text) for text in texts]
    log_p = token_log_probs(model, ids, words.end_id)
    cost = {t: -row.sum() / np.log(2) for t, row in zip(texts, log_p)}
    return world.mean(cost.__getitem__)


parts = ["nothing", "residuals", "norms", "MLPs", "positions"]
parts.append("attention")
costs = np.empty((len(parts), 3))
print("without      seed 0  seed 1  seed 2")
for part, row in zip(parts, costs):
    models = [trained(part, seed) for seed in range(3)]
    row[:] = [bits(model) for model in models]
    print(f"{part:11}", *(f"{cost:7.2f}" for cost in row))

checkpoints.save("without", models[0], words, costs=costs)
# --8<-- [end:runs]
