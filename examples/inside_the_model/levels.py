"""What SmolLM2 computes, at every level, for three short texts."""

# --8<-- [start:numbers]
import inspect

import numpy as np

from lessoncode import diagram, svg
from lessoncode.model import attention, transformer
from lessoncode.play.levels import head, whole
from lessoncode.pretrained import smollm

TEXTS = {  # each with a layer and a head that is worth opening
    "The capital of France is": (24, 5),
    "When Mary and John met, John gave a ring to": (25, 5),
    "My cat is hungry, so I feed my": (22, 8),
}
smol = smollm.load()
texts = []
for text, (layer, number) in TEXTS.items():
    ids = smol.tokenizer.encode(text)
    found = whole(smol, ids)
    found["open"] = head(smol, ids, layer, number)
    texts.append({"text": text} | found)

for text in texts:
    print(text["text"])
    print("  ids", *text["ids"])
    opened, tops = text["open"], text["tops"]
    layer, number = opened["layer"], opened["head"]
    for after in (0, 10, 20, layer, 30):
        print(
            f"  after layer {after:2}  {tops[after][0][0]!r:8}", end=""
        )
        print(f" {tops[after][0][1]:4.0%}")
    q, k = np.array(opened["q"][-1]), np.array(opened["k"])
    print(f"  head {layer}.{number}   share  products  score")
    row = text["shares"][layer - 1][number - 1][-1]
    for piece, share, total in zip(text["pieces"], row, k @ q):
        print(f"  {piece!r:11} {share:5.0%}", end="  ")
        print(f"{total:8.2f} {total / 8:6.2f}")
print(f"the next token after {texts[0]['text']!r}")
for piece, p in texts[0]["tops"][30][:4]:
    print(f"  {piece!r:10} {p:.3f}")
q, k = texts[0]["open"]["q"][-1], texts[0]["open"]["k"][3]
pair = np.argmax(np.multiply(q, k))
one = q[pair], k[pair], q[pair] * k[pair]
print("the largest product for ' France': pair", pair + 1)
print("  {:.2f} x {:.2f} = {:.2f}".format(*one))
# --8<-- [end:numbers]

# --8<-- [start:drawing]
LINES = [  # what computes each level: a function, a line in it
    (transformer.Transformer.stream, "x = embedding("),
    (transformer.Transformer.stream, "for place, h in self.block("),
    (transformer.Transformer.block, "x = x + linear(gathered, "),
    (transformer.Transformer.block, "x = x + linear(neurons, "),
    (attention.attention_weights, "exp /= exp.sum(-1, "),
    (attention.attention, "y = exp @ v"),
    (attention.exp_scores, "scores = q @ k.swapaxes("),
    (attention.turned_heads, "q, k = qk[:, :n_head] * d_head**-0.5"),
    (attention.exp_scores, "np.exp(scores, "),
    (attention.attention_weights, "exp /= exp.sum(-1, "),
]
NAMED = (1, 2, 30)  # the layers in the front page's picture
LEVELS = (2, 2, 2, 1, 3)  # how many of these lines each level has


def found_line(function, begins):
    """A line of a function: its code, and where it is."""
    rows, first = inspect.getsourcelines(function)
    (at,) = (i for i, row in enumerate(rows) if begins in row)
    module = function.__module__.rpartition(".")[2]
    place = {"module": module, "name": function.__qualname__}
    return place | {"line": first + at, "code": rows[at].strip()}


def flow(width, left, side, bars_at):
    """The first level: from the text down to the next token."""
    drawing = diagram.Drawing(width, 738)
    text = texts[0]
    ways, x = [], left
    for piece in text["pieces"]:
        half = svg.extent(piece, "code") / 2 + 5
        ways.append(x + half)
        x += 2 * half + (18 if side > 300 else 1)
    last, right = ways[-1], x
    drawing.text(left, 14, text["text"], "read", anchor="start")
    drawing.arrow((ways[0], 28), (ways[0], 44))
    for way, piece, i in zip(ways, text["pieces"], text["ids"]):
        drawing.chip(way, 57, piece)
        drawing.text(way, 80, str(i), "id", "muted")
        drawing.arrow((way, 90), (way, 104))
    for way, vector in zip(ways, text["vectors"]):
        largest = np.abs(text["vectors"]).max()
        drawing.dots(way, 116, vector, largest, down=True)
        line = "stream" if way == last else "quiet"
        drawing.arrow((way, 202), (way, 612), line=line, head=False)
    frame = svg.Place(left - 4, 214, right, 604)
    drawing.outline(frame, 3, fill="none", stroke="ink")
    said = ""
    for layer, heads in enumerate(text["shares"], 1):
        y = 207 + 13 * layer
        if layer in (1, 10, 20, 30):
            at = left - 9, y
            drawing.text(*at, str(layer), "id", "muted", "end")
        mean = np.mean([rows[-1] for rows in heads], 0)
        for way, share in zip(ways, mean):
            size = max(7 * share**0.5, 0.6)
            look = svg.css(fill="ink")
            drawing.add("circle", cx=way, cy=y, r=size, style=look)
        if width == 640 and layer in NAMED:
            drawing.svg[-1].set("id", f"see-1-{layer}")
        piece = text["tops"][layer][0][0]
        if piece != said:
            shown = piece.replace(" ", "\u2423").replace("\n", "\u21b5")
            drawing.text(side + 3, y, shown, "id", anchor="start")
        said = piece
    says = "next token", "if it stopped", "here", "(empty:", "as above)"
    for i, words in enumerate(says):
        at = side, 138 + 15 * i
        drawing.text(*at, words, colour="muted", anchor="start")
    corner = (last, 628), (left + 60, 628)
    drawing.arrow((last, 612), *corner, (left + 60, 650), line="stream")
    bars = [tuple(top) for top in text["tops"][30][:4]]
    drawing.bars(left + 66, 662, bars, longest=bars_at)
    return drawing


def wide():
    """The same, with the names of its parts."""
    drawing = flow(640, 92, 428, 200)
    names = {14: "text", 57: "tokens", 150: "vectors", 262: "30 layers"}
    for y, words in (names | {662: "next token"}).items():
        drawing.text(0, y, words, "title", anchor="start")
    return drawing


alt = (
    "The text The capital of France is becomes five tokens with their "
    "ids, and each id a vector, drawn as dots. The vectors run down "
    "through 30 layers. A dot shows how much the last token takes from "
    "each token there; the largest are at the first token. Beside the "
    "layers is what the model would say if it stopped there. Only "
    "after the last layer is that Paris."
)
caption = (
    "From the text to the next token: the answer becomes the most "
    "likely of all tokens only after the last of the 30 layers. In the "
    "layers, dots show where the last token looks. Above, filled dots "
    "are positive numbers."
)
code = [found_line(*line) for line in LINES]
ends = np.cumsum(LEVELS).tolist()
code = [code[end - n : end] for end, n in zip(ends, LEVELS)]
data = {"kind": "levels", "texts": texts, "code": code}
drawings = wide(), flow(350, 24, 269, 120)
diagram.save(*drawings, "levels", alt, caption, data)
# --8<-- [end:drawing]
