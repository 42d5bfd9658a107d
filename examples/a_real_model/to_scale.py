"""The numbers of a real model, drawn to scale."""

from collections import Counter
from math import prod

from lessoncode import diagram
from lessoncode.pretrained import smollm

config = smollm.load().model.config
kinds = {"qkv": "attention", "attention_out": "attention"}
kinds |= {"gate_up": "MLPs", "down": "MLPs", "embedding": "embedding"}
counted = Counter()
for name, shape in config.shapes().items():
    counted[kinds.get(name.split(".")[-1], "norms")] += prod(shape)
table = f"{config.n_vocab:,} rows of {config.n_embd}"
print("embedding:", table)
for kind, n in counted.items():
    print(f"{kind:10} {n:11,} {n / counted.total():6.1%}")
print(f"{'all':10} {counted.total():11,}")


def layers(drawing, left, top, step, height):
    """Thirty slim boxes; returns how large a number is drawn."""
    n, both = config.n_layer, counted["attention"] + counted["MLPs"]
    split = top + height * counted["attention"] / both
    for i in range(n):
        x = left + step * i
        for y0, y1 in ((top, split), (split, top + height)):
            box = diagram.Place(x, y0, x + 0.85 * step, y1)
            drawing.outline(box, 1, fill="learned", stroke="ink")
    right = left + n * step
    look = {"anchor": "start", "colour": "muted"}
    drawing.text(right + 4, (top + split) / 2, "attention", **look)
    drawing.text(right + 4, (split + top + height) / 2, "MLP", **look)
    drawing.bracket(left, right - 0.15 * step, top + height + 14)
    middle = (left + right) / 2
    drawing.text(middle, top + height + 28, f"{n} layers", "title")
    return 0.85 * step * height / both * n


def embedding(drawing, left, top, width, height, title, detail=()):
    """The table of tokens, as a box of the same scale."""
    box = diagram.Place(left, top, left + width, top + height)
    drawing.outline(box, 2, fill="learned", stroke="ink")
    y = box.y - 9 * (len(title) + len(detail) - 1)
    for i, words in enumerate((*title, *detail)):
        style = "title" if words in title else "plain"
        drawing.text(box.x, y + 18 * i, words, style)


wide = diagram.Drawing(640, 210)
each = layers(wide, 132, 10, 14.6, 150)  # in square pixels
width = counted["embedding"] * each / 150
rows, of = table.split(" of ")
said = ("a row for", "each token"), (rows, f"of {of}")
embedding(wide, 118 - width, 10, width, 150, *said)
narrow = diagram.Drawing(350, 244)
each = layers(narrow, 4, 56, 9.2, 140)
width = 29.85 * 9.2
height = counted["embedding"] * each / width
said = ("a row for each token",)
embedding(narrow, 4, 46 - height, width, height, said)
alt = (
    "A box for the table of tokens, and thirty slim boxes for the "
    "layers, all to scale: the table is as large as eight layers. A "
    "quarter of each layer is attention, and three quarters are the "
    "MLP."
)
caption = (
    "A real model to scale: a table with a row for each token, and "
    "thirty layers, each a quarter attention and three quarters MLP."
)
diagram.save(wide, narrow, "to-scale", alt, caption)
