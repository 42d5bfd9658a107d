"""The last word's vector after every part, and what it would say."""

import numpy as np

from lessoncode import figure
from lessoncode.model.layers import linear, rms_norm, swiglu
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
names = {"embedding": "the table", "attention": "attention", "mlp": "MLP"}
shown = ("the", "mat", "sofa", "grass")


def drawing(bars):
    """What each vector predicts, as a bar of shares."""
    fig, axes = figure.canvas(height=3.1)
    looks = ("muted", "accent", "third", "second", "grid")
    heights = (0, 1, 2, 4, 5, 7, 8)
    groups = "cat or dog, nearly the same", "with the cat", "with the dog"
    for y, group in zip((-0.85, 3.15, 6.15), groups):
        axes.text(0, y, group, va="center", fontweight="bold")
    for y, parts in zip(heights, bars.values()):
        left = 0
        for name, part, look in zip([*shown, "other"], parts, looks):
            axes.barh(y, part, 0.75, left, color=figure.COLOURS[look])
            look = "ink" if name == "other" else "surface"
            if part > (0.15 if name == "other" else 0.11):
                label = {"color": figure.COLOURS[look], "va": "center"}
                axes.text(left + part / 2, y, name, ha="center", **label)
            left += part
    names = [name.split(",")[0] for name in bars]
    axes.set_yticks(heights, names)
    axes.set(xlim=(0, 1), ylim=(8.5, -1.3), xlabel="probability")
    axes.tick_params(axis="y", length=0)
    axes.spines.left.set_visible(False)
    return fig


def after_mlp_1(x):
    """A vector after the first MLP, without attention before it."""
    w = model.layer(0)
    gate_up = linear(rms_norm(x, w["mlp_norm"], 1e-5), w["gate_up"])
    return x + linear(swiglu(gate_up), w["down"])


alt = (
    "Bars of what the last vector predicts. As a row of the table and "
    "after attention 1: the. After MLP 1: mat, sofa, grass and others. "
    "Then two pairs of bars. The cat's after attention 2 and MLP 2: "
    "mostly mat, then sofa. The dog's: mostly grass, then sofa."
)
caption = (
    'The prediction at the last "the": at first "the" itself, after MLP '
    "1 a seat for any animal, and after attention 2 this animal's seat."
)

# --8<-- [start:path]
def stages(animal):
    """The last word's vector after every part."""
    text = f"the {animal} that saw the bird sat on the"
    for layer, place, x in model.stream([words.prompt(text)]):
        if place in names:  # the others are inside a part
            number = "" if place == "embedding" else f" {layer + 1}"
            yield names[place] + number, x[:, -1:]


def predicts(x):
    """What the model would predict from a vector right now."""
    return next_token_probabilities(model.logits(x).data[0, -1])


bars = {}
print("after         length   the  mat sofa grass other")
for animal in ("cat", "dog"):
    print(f"with the {animal}")
    for name, x in stages(animal):
        parts = predicts(x)[words.encode(" ".join(shown))]
        parts = [*parts, 1 - parts.sum()]
        print(f"  {name:11} {np.linalg.norm(x.data):6.1f} ", end="")
        print("{:5.2f}{:5.2f}{:5.2f} {:5.2f} {:5.2f}".format(*parts))
        bars[f"{name}, {animal}" if name[-1] == "2" else name] = parts

_, row = next(stages("cat"))
alone = predicts(after_mlp_1(row))
print("MLP 1 without attention 1 before it")
for i in np.argsort(-alone)[:3]:
    print(f"{words.words[i]:17} {alone[i]:6.2f}")
figure.save(drawing(bars), "stream", alt, caption)
# --8<-- [end:path]
