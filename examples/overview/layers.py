"""Five tokens become vectors, and thirty layers rewrite them."""

from math import prod

import numpy as np

from lessoncode import diagram
from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
tokens = [tokenizer.decode([i]) for i in ids]
capitals = " Paris Rome Tokyo London Berlin Madrid Vienna Moscow"
capitals = tokenizer.encode(capitals)
after = []
for layer, place, x in model.stream([ids]):
    if place in ("embedding", "mlp"):
        after.append(x)
    # Layer 24 and head 5: here, they are counted from 0.
    if place == "qkv" and layer == 23:  # just before attention
        # of text 0, in head 4, what the last token takes
        takes = attention_weights(x, model.config.heads)[0, 4, -1]

print(*ids, f"each a vector of {model.config.n_embd}")
print("of eight capitals, after layer")
stages = {}
for layer in (0, 23, 24, 30):  # after so many layers
    vectors = after[layer].data[0]
    vectors = vectors / np.sqrt((vectors**2).mean(1, keepdims=True))
    logits = model.logits(after[layer]).data[0, -1, capitals]
    paris, _, _, london, *_ = next_token_probabilities(logits)
    stages[layer] = vectors[:, :4], float(paris), float(london)
    if layer:
        print(f"{layer}  Paris {paris:.3f}  London {london:.3f}")
share = float(takes[tokens.index(" France")])
print(f"layer 24, head 5: {share:.0%} from ' France'")
n = sum(prod(shape) for shape in model.config.shapes().values())
print(f"{n:,} parameters")

NAMES = {0: "layers 1 to 23", 23: "layer 24", 24: "layers 25 to 30"}


def tops(drawing, xs, width):
    """Each token with its id, on its way to a vector."""
    for x, token, i in zip(xs, tokens, ids):
        drawing.chip(x, 14, token, width=width)
        drawing.text(x, 37, str(i), "id", "muted")
        drawing.arrow((x, 46), (x, 66))


def box_of(drawing, xs, edges, layer, top):
    """Layers as a box, through which the streams go; its bottom."""
    bottom = top + (70 if layer == 23 else 30)
    box = diagram.Place(edges[0], top, edges[1], bottom)
    drawing.outline(box, 3, fill="learned", stroke="ink")
    look = {"line": "stream", "head": False}
    if layer == 23:
        for x, share in zip(xs, map(float, takes)):
            ends = (x, top), (xs[-1], bottom)
            drawing.look(*ends, share, chosen=share > 0.5)
        drawing.arrow((xs[-1], top), (xs[-1], bottom), **look)
    for x in xs:
        look["line"] = "stream" if x == xs[-1] else "quiet"
        drawing.arrow((x, top - 12), (x, top), **look)
        drawing.arrow((x, bottom), (x, bottom + 14), **look)
    name = NAMES[layer]
    drawing.text(box.left + 8, box.y, name, "title", anchor="start")
    return bottom


def explained(drawing, x, y, *lines):
    """What is seen beside or below, in small grey lines."""
    for i, words in enumerate(lines):
        at = x, y + 17 * i
        drawing.text(*at, words, colour="muted", anchor="start")


def way_down(drawing, step, beside=0):
    """Tokens as columns; `beside` them, or below, what is named."""
    xs = [8 + step * (i + 0.5) for i in range(5)]
    edges = 5, 11 + 5 * step
    tops(drawing, xs, 74 if beside else 0)
    y = 80
    for layer, (vectors, paris, london) in stages.items():
        for x, vector in zip(xs, vectors):
            drawing.dots(x - 22.5, y, vector, largest=3)
        bars = [(" Paris", paris), (" London", london)]
        top = y + 22
        if beside and layer:
            drawing.bars(beside + 70, y - 11, bars, longest=60)
        elif beside:
            explained(drawing, beside, y - 17, *DOTS)
        elif layer:
            says = ", ".join(f"{name[1:]} {p:.3f}" for name, p in bars)
            explained(drawing, edges[0], y + 24, "among 8 capitals:")
            drawing.text(edges[1], y + 24, says, anchor="end")
            top = y + 48
        else:
            explained(drawing, edges[0], y + 22, *DOTS)
            top = y + 83
        if layer in NAMES:
            y = box_of(drawing, xs, edges, layer, top) + 28


DOTS = (
    "4 of a vector's 576 numbers,",
    "rescaled: \u25cf above 0, \u25cb below 0,",
    "the larger, the farther from 0",
)
wide = diagram.Drawing(640, 392)
way_down(wide, 78, beside=418)
explained(wide, 418, 125, "\u2423is favours, among 8 capitals:")
most = "Part of attention looks", "mostly at \u2423France (thick)."
explained(wide, 418, 209, *most)
narrow = diagram.Drawing(350, 523)
way_down(narrow, 67)
alt = (
    "Five tokens with their ids, as columns. Each becomes a row of "
    "dots, its vector, and goes down through thirty layers. In layer "
    "24 a thick curve leads from the column of France to that of is. "
    "Before it London is ahead of Paris there, after it Paris is."
)
caption = (
    "Through thirty layers: of eight capitals, London is ahead before "
    "layer 24. In that layer, a part of attention looks mostly at "
    "France, and afterwards Paris is ahead."
)
diagram.save(wide, narrow, "layers", alt, caption)
