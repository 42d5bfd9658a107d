"""How the first layer's gradient changes with the number of layers."""

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention
from lessoncode.model.layers import (
    cross_entropy,
    linear,
    rms_norm,
    swiglu,
)
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints


class NoResiduals(Transformer):
    """Every part replaces the stream, instead of adding to it."""

    def block(self, x, w, past=None):
        eps, heads = self.config.norm_eps, self.config.heads
        qkv = linear(rms_norm(x, w["attention_norm"], eps), w["qkv"])
        x = linear(attention(qkv, heads), w["attention_out"])
        gate_up = linear(rms_norm(x, w["mlp_norm"], eps), w["gate_up"])
        yield "mlp", linear(swiglu(gate_up), w["down"])


def eight_layers(kind, eps, seed):
    """From the small start: sizes of the vectors, and the gradient."""
    rng = np.random.default_rng(seed)
    shape = {"n_embd": 32, "n_layer": 8, "n_hidden": 64}
    heads = {"n_head": 2, "n_kv_head": 2}
    config = Config(19, **shape, **heads, norm_eps=eps)
    model = kind.initial(config, rng)
    for name, p in model.parameters.items():
        if name.endswith(("attention_out", "down")):
            p.data *= 4  # where initial() takes 0.02 / 4, with 8 layers
    ids = rng.integers(19, size=(4, 33))
    sizes = [
        np.sqrt(np.mean(x.data.astype(float) ** 2))
        for _, place, x in model.stream(ids[:, :-1])
        if place in ("embedding", "mlp")
    ]
    cross_entropy(model(ids[:, :-1]), ids[:, 1:]).backward()
    first = model.parameters["layers.0.qkv"].grad
    return *sizes[::2], np.linalg.norm(first)


def drawing():
    """A line for each model."""
    fig, axes = figure.canvas(height=3)
    for kind, rows in found.items():
        colour = "accent" if kind.startswith("with,") else "second"
        colour = figure.COLOURS[colour]
        look = {"color": colour, "markersize": 3, "linewidth": 0.8}
        axes.plot(layers, rows, "o-", **look)
        residuals, start = kind.split(", ")
        label = f"{residuals} residuals, {start} start"
        y = np.exp(np.log(rows[-1]).mean()) * 10 ** above[kind]
        axes.text(8.3, y, label, color=colour, va="center")
    axes.set_yscale("log")
    axes.set_yticks([10.0**-n for n in (0, 4, 8, 12)])
    axes.set_yticklabels(["1", "10⁻⁴", "10⁻⁸", "10⁻¹²"])
    axes.minorticks_off()
    axes.set(xlabel="layers", xlim=(0.5, 19))
    axes.set_ylabel("gradient at the first layer")
    axes.set_ylim(1e-14, 1e3)
    axes.set_xticks(layers)
    return fig


alt = (
    "Five lines for each kind of model show the length of the gradient "
    "against the number of layers. The lines with residuals are nearly "
    "level. Without residuals, the lines for a large start rise. Those "
    "for a small start fall a little up to four layers, and very far "
    "between four and eight."
)
caption = (
    "The gradient on its way back, in five untrained models of each "
    "kind: with residuals it changes little on this scale. Without "
    "them, it grows or, in eight layers with a small start, vanishes."
)
above = {"with, small": -0.6, "with, large": -0.1}  # powers of ten
above |= {"without, small": 0, "without, large": 0.6}

# --8<-- [start:gradients]
trained = checkpoints.load("ablation/deeper")
gradients = trained.arrays["gradients"].reshape(4, 4, 5)
layers = (1, 2, 4, 8)
found = dict(zip(above, gradients))

print("layers                    1     2     4     8")
for kind, rows in found.items():
    for name, of in ("least", np.min), ("most", np.max):
        print(f"{kind + ', ' + name:22}", end="")
        print(*(f"{length:4.0e}" for length in of(rows, 1)))
figure.save(drawing(), "depth", alt, caption)
# --8<-- [end:gradients]

# --8<-- [start:sizes]
places = [f"layer {i}" for i in (2, 4, 6, 8)]
kinds = (Transformer, 1e-5), (NoResiduals, 1e-5), (NoResiduals, 1e-30)
models = np.array(
    [
        [eight_layers(*kind, seed) for seed in range(20)]
        for kind in kinds
    ]
)
rows = dict(zip(["the table", *places], models[:, 0].T))
rows["least gradient"] = models[:, :, -1].min(1)
rows["most gradient"] = models[:, :, -1].max(1)
print("residuals          with  without  without")
print("norms add         1e-05    1e-05    1e-30")
for place, row in rows.items():
    print(f"{place:14}", *(f"{size:8.0e}" for size in row))
# --8<-- [end:sizes]
