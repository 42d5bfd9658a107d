# time limit: 120 s
"""Six layers without residuals, at five learning rates."""

import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.attention import attention
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
shape = {"n_embd": 32, "n_layer": 6, "n_hidden": 64}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)


class NoResiduals(Transformer):
    """Every part replaces the stream, instead of adding to it."""

    def block(self, x, w, past=None):
        eps, heads = self.config.norm_eps, self.config.heads
        qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
        x = linear(attention(qkv, heads), w["attention_out"])
        gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
        yield "mlp", linear(swiglu(gate_up), w["down"])


# --8<-- [start:rates]
def trained(rate, seed):
    """As in `deeper`, but with the sizes of initial(), times 9."""
    rng = np.random.default_rng(seed)
    texts = world.sample(10_000, rng)
    documents = [words.encode(text) for text in texts]
    model = NoResiduals.initial(config, rng)
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= 9  # 0.18 where initial() takes 0.02
    rows = packed_batches(documents, words.end_id, 12, 48, rng)
    for _ in train(model, rows, n_steps=400, peak=rate):
        pass
    return model


def bits(model):
    """What a sentence costs this model, the exact mean."""
    texts = list(world.probabilities)
    ids = [words.encode(text) for text in texts]
    log_p = token_log_probs(model.frozen(), ids, words.end_id)
    cost = {t: -row.sum() / np.log(2) for t, row in zip(texts, log_p)}
    return world.mean(cost.__getitem__)


print("rate   seed 0  seed 1  seed 2")
for rate in ("2e-4", "6e-4", "2e-3", "6e-3", "2e-2"):
    models = [trained(float(rate), seed) for seed in range(3)]
    print(rate, "".join(f"{bits(model):8.2f}" for model in models))

checkpoints.save("no_residuals", models[0], words)
# --8<-- [end:rates]
