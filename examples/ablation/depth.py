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


def eight_layers(kind, eps):
    """From the small start: sizes of the vectors, and the gradient."""
    rng = np.random.default_rng(0)
    shape = {"n_embd": 32, "n_layer": 8, "n_hidden": 64}
    heads = {"n_head": 2, "n_kv_head": 2}
    config = Config(19, **shape, **heads, norm_eps=eps)
    model = kind.initial(config, rng)
    ids = rng.integers(19, size=(4, 33))
    sizes = [
        np.sqrt(np.mean(x.data.astype(float) ** 2))
        for _, place, x in model.stream(ids[:, :-1])
        if place in ("embedding", "mlp")
    ]
    cross_entropy(model(ids[:, :-1]), ids[:, 1:]).backward()
    first = model.parameters["layers.0.qkv"].grad
    return *sizes[:5], np.linalg.norm(first)


def drawing():
    """A line for each kind of model."""
    fig, axes = figure.canvas(height=3)
    for kind, row in rows.items():
        colour = "accent" if kind.startswith("with,") else "second"
        colour = figure.COLOURS[colour]
        seen = row.clip(1e-30)  # 0 has no place on this axis
        axes.plot(layers, seen, "o-", color=colour, markersize=4)
        residuals, start = kind.split(", ")
        label = f"{residuals} residuals, {start} start"
        x, y = 8.3, row[-1] * 10 ** above[kind]
        if not row[-1]:
            x, y, label = 5, 1e-16, f"{label}:\n0 at 8 layers"
        axes.text(x, y, label, color=colour, va="center")
    axes.set_yscale("log")
    axes.set_yticks([10.0**-n for n in (0, 5, 10, 15)])
    axes.set_yticklabels(["1", "10⁻⁵", "10⁻¹⁰", "10⁻¹⁵"])
    axes.minorticks_off()
    axes.set(xlabel="layers", xlim=(0.5, 19))
    axes.set_ylabel("gradient at the first layer")
    axes.set_ylim(1e-18, 1e3)
    axes.set_xticks(layers)
    return fig


alt = (
    "Four lines show the length of the gradient against the number of "
    "layers. The two lines with residuals are nearly level. Without "
    "residuals, the line for a large start rises, and the line for a small "
    "start falls out of the picture, to 0 at eight layers."
)
caption = (
    "The gradient on its way back: with residuals it hardly depends on "
    "the number of layers, and without them it vanishes or grows."
)
above = {"with, small": -0.8, "with, large": 0.1}  # powers of ten
above |= {"without, small": 0, "without, large": 0.6}

# --8<-- [start:gradients]
trained = checkpoints.load("ablation/deeper")
gradients = trained.arrays["gradients"].reshape(4, 4)
layers = (1, 2, 4, 8)
rows = dict(zip(above, gradients))

print("layers               1     2     4     8")
for kind, row in rows.items():
    print(f"{kind:17}", *(f"{length:5.0e}" for length in row))
figure.save(drawing(), "depth", alt, caption)
# --8<-- [end:gradients]

# --8<-- [start:sizes]
places = ["the table", *(f"layer {i}" for i in range(1, 5)), "gradient"]
columns = (
    eight_layers(Transformer, 1e-5),
    eight_layers(NoResiduals, 1e-5),
    eight_layers(NoResiduals, 1e-30),
)
print("residuals        with  without  without")
print("norms add       1e-05    1e-05    1e-30")
for place, *row in zip(places, *columns):
    print(f"{place:12}", *(f"{size:8.0e}" for size in row))
# --8<-- [end:sizes]
