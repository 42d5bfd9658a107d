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


def stages(animal):
    """The last word's vector and its logits after every part."""
    text = f"the {animal} that saw the bird sat on the"
    for layer, place, x in model.stream([words.prompt(text)]):
        if place in names:  # the others are inside a part
            number = "" if place == "embedding" else f" {layer + 1}"
            last, logits = x.data[0, -1], model.logits(x).data[0, -1]
            yield names[place] + number, last, logits


def place(logits):
    """How far it says mat rather than grass, a seat than "the"."""
    seat = logits[seats].mean() - logits[the]
    return logits[mat] - logits[grass], seat


print("after       length   the   mat  sofa grass  roof")
for name, last, logits in stages("cat"):
    p = next_token_probabilities(logits)[[the, *seats]]
    print(f"{name:11} {np.linalg.norm(last):6.1f}", end=" ")
    print(*(f"{share:5.2f}" for share in p))

paths = {
    animal: np.array([place(logits) for *_, logits in stages(animal)])
    for animal in ("cat", "dog")
}
print("logit of mat less grass, of a seat less 'the'")
for (name, *_), cat, dog in zip(stages("cat"), *paths.values()):
    print("{:11} cat {:5.1f} {:5.1f}".format(name, *cat), end="  ")
    print("dog {:5.1f} {:5.1f}".format(*dog))

fig, axes = figure.canvas(width=5.2, height=3.6)
muted, grid = figure.COLOURS["muted"], figure.COLOURS["grid"]
arrow = {"arrowstyle": "-|>", "linewidth": 1.8}
arrow |= {"shrinkA": 0, "shrinkB": 0}
for (animal, path), colour in zip(paths.items(), ("accent", "second")):
    own = figure.COLOURS[colour]
    for i, (start, end) in enumerate(pairwise(path)):
        arrow["color"] = muted if i < 2 else own  # the same for both
        axes.annotate("", xy=end, xytext=start, arrowprops=arrow)
    x, y = path[-1]
    axes.text(x, y + 1, animal, ha="center", color=own, weight="bold")
names = [name for name, *_ in stages("cat")]
cats = paths["cat"]
middles = [cats[0], *(cats[1:] + cats[:-1]) / 2]
beside = [(0.2, 0), (0.2, 0), (0.3, 0), (0.1, 1), (0.4, -0.8)]
for name, (x, y), (right, up) in zip(names, middles, beside):
    axes.text(x + right, y + up, name, va="center")
axes.text(-4, 9.5, "says: a seat, the grass", color=muted)
axes.text(8, 9.5, "says: a seat, the mat", color=muted, ha="right")
axes.text(8, -17.5, "says: the", color=muted, ha="right")
axes.axhline(0, color=grid)
axes.axvline(0, color=grid)
axes.set(xlim=(-4, 8), ylim=(-18, 11))
axes.set_axis_off()
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
figure.save(fig, "stream", alt, caption)
