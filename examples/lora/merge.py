"""An addition beside its matrices, and written into them."""

# --8<-- [start:beside]
import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.model.attention import attention
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.lora import LowRank

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]
arrays = checkpoints.load("lora/ranks").arrays


class Beside(Transformer):
    """A base whose additions stay beside it: W x + B (A x)."""

    def layer(self, i):
        """Each matrix with the two thin ones beside it."""
        found = {}
        for name, w in super().layer(i).items():
            key = f"layers.{i}.{name}"
            a, b = (self.added.get(f"{key}.{part}") for part in "ab")
            found[name] = w if a is None else (w, a, b)
        return found

    def block(self, x, w, past=None):
        """One layer, as in Transformer.block."""

        def through(x, name):
            matrix, a, b = w[name]
            return linear(x, matrix) + linear(linear(x, a), b)

        eps = self.config.norm_eps
        h = rms_norm(x, w["attention_norm"], eps)
        qkv = through(h, "qkv")
        gathered = attention(qkv, self.config.heads, past)
        x = x + through(gathered, "attention_out")
        h = rms_norm(x, w["mlp_norm"], eps)
        neurons = swiglu(through(h, "gate_up"))
        yield "mlp", x + through(neurons, "down")
# --8<-- [end:beside]


# --8<-- [start:merge]
def addition(seed):
    """The base of that seed with its trained addition of rank 1."""
    model = LowRank(bases[seed], 1, np.random.default_rng(0))
    for name, p in model.parameters.items():
        p.data[...] = arrays[f"addition {seed}/{name}"]
    return model


questions = saved.arrays["held_out"][:, 0].tolist()
for seed, base in enumerate(bases):
    model = addition(seed)
    weights = {name: p.data for name, p in base.parameters.items()}
    beside = Beside(base.config, weights, requires_grad=False)
    beside.added = model.frozen().parameters
    merged = model.merged().frozen()
    apart = change = 0.0
    for question in questions:
        ids = [template.prompt([Turn("user", question)])]
        logits = merged(ids).data
        apart = max(apart, np.abs(beside(ids).data - logits).max())
        change = max(change, np.abs(base(ids).data - logits).max())
    print(f"base {seed}: merged and beside differ by {apart:.4f},")
    print(f"        merged and without by up to {change:.1f}")
# --8<-- [end:merge]
