"""Without residuals, do the vectors of the words stay different?"""

from itertools import zip_longest

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints


class NoResiduals(Transformer):
    """Every part replaces the stream, instead of adding to it."""

    def block(self, x, w, past=None):
        eps, heads = self.config.norm_eps, self.config.heads
        qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
        x = linear(attention(qkv, heads), w["attention_out"])
        gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
        yield "mlp", linear(swiglu(gate_up), w["down"])


trained = checkpoints.load("ablation/deeper")
config, words = trained.model.config, trained.tokenizer
ids = words.prompt("the cat that saw the bird sat on the")


def fresh(kind, seed):
    """Untrained, from the larger start."""
    model = kind.initial(config, np.random.default_rng(seed))
    for name, p in model.parameters.items():
        if not name.endswith("norm"):
            p.data *= 9  # 0.18 where initial() takes 0.02
        if name.endswith(("attention_out", "down")):
            p.data *= (2 * config.n_layer) ** 0.5  # as in `deeper`
    return model.frozen()


def draw(columns):
    """A line for each kind of model, named beside it."""
    fig, axes = figure.canvas(height=2)
    names = {
        "untrained, with residuals": ("second", "--", 3.1, 0.33),
        "untrained, without": ("accent", "--", 3.1, 0.6),
        "trained, with": ("second", "-", 2.15, 0.07),
        "trained, without": ("accent", "-", 3.1, 1.06),
    }
    for (name, look), values in zip(names.items(), columns):
        colour, line, *place = look
        colour = figure.COLOURS[colour]
        axes.plot(values, line, color=colour)
        axes.text(*place, name, color=colour)
    axes.set(xlabel="after layer", ylabel="similarity", ylim=(0, 1.2))
    axes.set_yticks([0, 0.5, 1])
    figure.save(fig, "alike", alt, caption)


alt = (
    "Lines of the similarity of the words' vectors, from the table to "
    "layer 6. The trained model without residuals rises to 1 within "
    "three layers. Untrained models without residuals end higher than "
    "those with them. The trained model with residuals, which has two "
    "layers, stays near 0."
)
caption = (
    "Alike vectors: most if trained without residuals, least if "
    "trained with them."
)

# --8<-- [start:alike]
def alike(model):
    """After every layer: the mean cosine of two words' vectors."""
    for _, place, x in model.stream([ids]):
        if place in ("embedding", "mlp"):
            x = x.data[0]
            x = x / np.linalg.norm(x, axis=1, keepdims=True)
            n = len(x)  # each has a cosine of 1 with itself
            yield ((x @ x.T).sum() - n) / (n * (n - 1))


untrained = [
    np.array([list(alike(fresh(kind, seed))) for seed in range(20)])
    for kind in (Transformer, NoResiduals)
]
weights = {name: p.data for name, p in trained.model.parameters.items()}
last = NoResiduals(config, weights).frozen()
two = checkpoints.load("next_token/train").model.frozen()
columns = [*np.mean(untrained, 1), [*alike(two)], [*alike(last)]]

print("           untrained       trained")
print("residuals  with  without   with  without")
for i, row in enumerate(zip_longest(*columns)):
    name = f"layer {i}" if i else "table"
    row = [f"{a:.3f}" if a is not None else "" for a in row]
    print("{:10} {:5} {:>7} {:>7} {:>7}".format(name, *row).rstrip())
print("twenty untrained models, last layer")
ends = [models[:, -1] for models in untrained]
print("lowest     {:.3f} {:7.3f}".format(*map(min, ends)))
print("highest    {:.3f} {:7.3f}".format(*map(max, ends)))
draw(columns)  # the picture
# --8<-- [end:alike]
