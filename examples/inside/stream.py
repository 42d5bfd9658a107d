"""The last word's vector after every part, and what it would say."""

from itertools import pairwise

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
names = {"embedding": "row", "attention": "attention", "mlp": "MLP"}
seats = words.encode("mat sofa grass roof")
mat, _, grass, _ = seats
(the,) = words.encode("the")


def drawing(paths, after):
    """The chain of arrows of each animal."""
    fig, axes = figure.canvas(width=4.6, height=3.1)
    muted, grid = figure.COLOURS["muted"], figure.COLOURS["grid"]
    arrow = {"arrowstyle": "-|>", "linewidth": 1.8}
    arrow |= {"shrinkA": 0, "shrinkB": 0}
    own = {"cat": figure.COLOURS["accent"]}
    own |= {"dog": figure.COLOURS["second"]}
    for animal, path in paths.items():
        for i, (start, end) in enumerate(pairwise(path)):
            arrow["color"] = muted if i < 2 else own[animal]
            axes.annotate("", xy=end, xytext=start, arrowprops=arrow)
        x, y = path[-1]
        look = {"color": own[animal], "weight": "bold"}
        axes.text(x, y + 1, animal, ha="center", **look)
    cats = paths["cat"]
    middles = [cats[0], *(cats[1:] + cats[:-1]) / 2]
    beside = [(0.2, 0), (0.2, 0), (0.3, 0), (0.1, 1), (0.4, -0.8)]
    for name, (x, y), (right, up) in zip(after, middles, beside):
        axes.text(x + right, y + up, name, va="center")
    axes.text(-4, 9.5, "says: a seat, the grass", color=muted)
    axes.text(8, 9.5, "says: a seat, the mat", color=muted, ha="right")
    axes.text(8, -17.5, "says: the", color=muted, ha="right")
    axes.axhline(0, color=grid)
    axes.axvline(0, color=grid)
    axes.set(xlim=(-4, 8), ylim=(-18, 11))
    axes.set_axis_off()
    return fig


alt = (
    "Two chains of arrows from the same point low in the picture, "
    "where the vector says the. The first two arrows go up, together, "
    "to where it says that a seat comes. Then they part: the cat's "
    "goes right, to the mat, the dog's left, to the grass."
)
caption = (
    'One vector on its way: it says "the", then that a seat must come, '
    "and attention 2 brings whose."
)

# --8<-- [start:path]
def stages(animal):
    """The last word's vector and its logits after every part."""
    text = f"the {animal} that saw the bird sat on the"
    for layer, place, x in model.stream([words.prompt(text)]):
        if place in names:  # the others are inside a part
            number = "" if place == "embedding" else f" {layer + 1}"
            last, logits = x.data[0, -1], model.logits(x).data[0, -1]
            yield names[place] + number, last, logits


def says(logits):
    """How far it says mat rather than grass, a seat than "the"."""
    seat = logits[seats].mean() - logits[the]
    return logits[mat] - logits[grass], seat


runs = {animal: list(stages(animal)) for animal in ("cat", "dog")}
print("after       length  the  mat sofa grass roof")
for name, last, logits in runs["cat"]:
    p = next_token_probabilities(logits)[[the, *seats]]
    print(f"{name:11} {np.linalg.norm(last):6.1f}", end=" ")
    print("{:4.2f} {:4.2f} {:4.2f} {:5.2f} {:4.2f}".format(*p))

paths = {
    animal: np.array([says(logits) for *_, logits in run])
    for animal, run in runs.items()
}
after = [name for name, *_ in runs["cat"]]
print("logit of mat less grass, of a seat less 'the'")
for name, cat, dog in zip(after, *paths.values()):
    print("{:11} cat {:5.1f} {:5.1f}".format(name, *cat), end="  ")
    print("dog {:5.1f} {:5.1f}".format(*dog))
figure.save(drawing(paths, after), "stream", alt, caption)
# --8<-- [end:path]
