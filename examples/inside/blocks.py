"""The model of the page as blocks, and one vector on its way."""

import numpy as np

from lessoncode import diagram, svg
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints


def whole(drawing, x, opened):
    """The model from ids to probabilities; returns its first layer."""
    for y, half in zip((11, 32), halves):
        drawing.text(x, y, half, "read")
    drawing.text(x, 56, " ".join(map(str, ids)), "code")
    drawing.arrow((x, 66), (x, 86))
    same = "same, different numbers"
    rows = f"{config.n_vocab} rows of {config.n_embd} numbers"
    parts = [
        drawing.box(x - 90, 86, 180, "embedding table", rows),
        drawing.box(x - 90, 168, 180, "layer 1", f"opened {opened}"),
        drawing.box(x - 90, 250, 180, "layer 2", same),
        drawing.box(x - 90, 332, 180, "norm"),
        drawing.box(x - 90, 382, 180, "last step", "the table once more"),
    ]
    for part, below, vector in zip(parts, parts[1:], stages.values()):
        way = (x, part.bottom), (x, below.top)
        drawing.arrow(*way, line="stream", head=False)
        middle = (part.bottom + below.top) / 2
        drawing.dots(x + 16, middle, vector, largest)
        drawing.text(x + 89, middle, "…", colour="muted")
    drawing.arrow((x, 362), (x, 382))
    drawing.arrow((x, 428), (x, 444))
    drawing.pill(x, 459, "softmax")
    drawing.arrow((x, 474), (x, 492))
    drawing.bars(x - 18, 508, bars, longest=80, step=20)
    return parts[1]


def inside(drawing, left, top):
    """A layer opened: two parts, each adds to the residual stream."""
    view = svg.Place(left, top, left + 342, top + 308)
    stream, box = left + 30, left + 64
    ends = (stream, top - 14), (stream, view.bottom + 22)
    drawing.arrow(*ends, line="stream")
    at, look = (stream + 10, top + 14), ("plain", "accent", "start")
    drawing.text(*at, "residual stream", *look)
    parts = (
        ("attention", "looks at other words"),
        ("MLP", "works on one word"),
    )
    notes = (
        ("the only place", "where words", "meet"),
        ("no word sees", "another here"),
    )
    for y, part, note in zip((top + 30, top + 170), parts, notes):
        norm = drawing.box(box, y, 150, "norm")
        works = drawing.box(box, y + 46, 150, *part)
        drawing.arrow((stream, norm.y), (norm.left, norm.y))
        drawing.arrow((norm.x, norm.bottom), (norm.x, works.top))
        plus = drawing.plus(stream, y + 116)
        out = (works.x, works.bottom), (works.x, plus.y)
        drawing.arrow(*out, (plus.right, plus.y))
        for i, line in enumerate(note):
            at = works.right + 12, works.top + 4 + 18 * i
            drawing.text(*at, line, "plain", "muted", "start")
    return view


def most_likely(p):
    """Three words with their probabilities, and all others."""
    likely = np.argsort(-p)[:3]
    rows = [(words.words[i], p[i]) for i in likely]
    return [*rows, (f"{p.size - 3} others", 1 - p[likely].sum())]


def wide():
    """The model, and beside it a layer."""
    drawing = diagram.Drawing(640, 578)
    layer = whole(drawing, 116, "beside")
    drawing.opened(inside(drawing, 276, 96), layer)
    return drawing


def narrow():
    """The model, and below it a layer."""
    drawing = diagram.Drawing(350, 972)
    whole(drawing, 160, "below")
    drawing.text(4, 598, "Layer 1, opened", "title", anchor="start")
    drawing.opened(inside(drawing, 4, 632))
    return drawing


alt = (
    "The ids of the sentence go into the embedding table, and a line "
    "runs on from it through layer 1, layer 2, norm and last step "
    "to softmax, which makes probabilities: mat has 0.685. Beside the "
    "line are numbers of the last vector as dots, which grow from "
    "layer to layer. Layer 1 is opened: a norm and attention take from "
    "the residual stream and add to it; below them a norm and an MLP "
    "do the same."
)
caption = (
    "The whole model: attention and the MLP add to the line that runs "
    "through it. Shaded boxes hold what training found, and each dot "
    "is a number of the last word's vector (hollow if negative)."
)

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config, n_dots = model.config, 5
halves = "the cat that saw", "the bird sat on the"
text = " ".join(halves)
ids = words.prompt(text)

# --8<-- [start:model]
stages = {}
for layer, place, x in model.stream([ids]):
    if place in ("embedding", "mlp"):
        name = f"layer {layer + 1}" if place == "mlp" else "the table"
        stages[name] = x.data[0, -1, :n_dots]
largest = max(abs(vector).max() for vector in stages.values())
p = next_token_probabilities(model.logits(x).data[0, -1])
bars = most_likely(p)

print("ids", *ids)
print(f"the table: {config.n_vocab} rows of {config.n_embd} numbers")
print(f"the last vector, its first {n_dots} of {config.n_embd} numbers")
for name, vector in stages.items():
    print(f"  {name:9}", *(f"{number:6.2f}" for number in vector))
for word, part in bars:
    print(f"{word:9} {part:.3f}")
diagram.save(wide(), narrow(), "blocks", alt, caption)
# --8<-- [end:model]
