"""Two attentions, one after the other, find what came after."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("in_context_learning/induction")
model, letters = trained.model.frozen(), trained.tokenizer
text = "h t m a i d c n o s e l h t"
row = text.split()
ids = np.array([letters.encode(text)])
heads = []
for _, place, x in model.stream(ids):
    if place == "qkv":
        heads.append(attention_weights(x, model.config.heads)[0])
first, second = heads[0][1], heads[1][1]  # heads 1.2 and 2.2
seen = row.index("t") + 1  # the letter that came after the first t
logits = model(ids).data[0, -1]
p = next_token_probabilities(logits)
best = letters.decode([int(p.argmax())])
print(f"head 1.2: m takes {first[seen, seen - 1]:.0%} from t before it")
print(f"head 2.2: the last t takes {second[-1, seen]:.0%} from m")
print(f"next: {best} {p.max():.0%}")


def draw(width, gap, left, top=20):
    """The letters as columns, through a box for each of two heads."""
    drawing = diagram.Drawing(width, top + 232)
    xs = [left + gap * (i + 0.5) for i in range(len(row))]
    for x, letter in zip(xs, row):
        drawing.chip(x, top, letter, width=gap - 3)
    edges = xs[0] - gap / 2, xs[-1] + gap / 2
    shown = (
        "m notes that a t came before it",
        "t finds what came after a t",
    )
    for i, shares in enumerate((first[seen], second[-1])):
        y = top + 34 + 84 * i
        box = diagram.Place(edges[0], y, edges[1], y + 56)
        drawing.outline(box, 3, fill="learned", stroke="ink")
        at = (seen, len(row) - 1)[i]
        for x, share in zip(xs, map(float, shares)):
            if share > 0.02:
                ends = (x, y), (xs[at], y + 56)
                drawing.look(*ends, share, chosen=share > 0.4)
        x = (xs[4], edges[0] + 8)[i]
        layer = f"layer {i + 1}"
        drawing.text(x, y + 22, layer, "title", anchor="start")
        drawing.text(x, y + 42, shown[i], anchor="start")
        look = {"line": "quiet", "head": False}
        drawing.arrow((xs[at], y + 56), (xs[at], y + 84), **look)
        drawing.arrow((xs[seen], top + 14), (xs[seen], y), **look)
    drawing.arrow((xs[-1], top + 14), (xs[-1], top + 174), **look)
    look = {"width": gap - 3, "colour": "second"}
    drawing.chip(xs[-1], top + 216, best, **look)
    return drawing


alt = (
    "Fourteen letters, of which the last two repeat the first two. In "
    "layer 1 the m takes in the t before it. In layer 2 the last t "
    "takes from the m, and the next letter is m."
)
caption = (
    "Two looks: first, each letter takes in the letter before it, and "
    "then the last letter finds a place whose previous letter matches."
)
drawings = draw(640, 44, 12), draw(350, 24.5, 3)
diagram.save(*drawings, "two-looks", alt, caption)
