"""The residual stream of a real model, and the lens that reads it."""


from lessoncode import diagram
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream([ids]) if place in after]
read = {}  # layer -> the likeliest token, its probability
print("read after layer, it would say")
for layer in (3, 15, 27, 30):
    logits = model.logits(streams[layer]).data[0, -1]
    p = next_token_probabilities(logits)
    read[layer] = tokenizer.decode([int(p.argmax())]), p.max()
    print("{:5}  {!r:8} {:.2f}".format(layer, *read[layer]))
ENDS = list(read)
GROUPS = [
    f"{start + 1}\u2013{end}" for start, end in zip([1, *ENDS], ENDS)
]


def adds(drawing, x, y, name, width, up=90, gap=16):
    """Reads the stream at x, y and adds to it; where it goes on."""
    left, top = x + gap, y - up - 15
    box = diagram.Place(left, top, left + width, top + 30)
    back = box.right + gap
    drawing.arrow((x, y), (x, y - up), (box.left, y - up))
    drawing.outline(box, 3, fill="learned", stroke="ink")
    drawing.text(box.x, box.y, name)
    ends = (box.right, y - up), (back, y - up), (back, y - 9)
    drawing.arrow(*ends)
    drawing.plus(back, y)
    return back


def adds_beside(drawing, x, y, name, width=92):
    """The same, of a stream that runs down."""
    box = diagram.Place(x + 34, y - 15, x + 34 + width, y + 15)
    drawing.arrow((x, y), (box.left, y))
    drawing.outline(box, 3, fill="learned", stroke="ink")
    drawing.text(box.x, box.y, name)
    drawing.arrow((box.x, y + 15), (box.x, y + 32), (x + 9, y + 32))
    drawing.plus(x, y + 32)
    return y + 32


def explained(drawing, x, y, *lines):
    """Small grey lines."""
    for i, words in enumerate(lines):
        at = x, y + 18 * i
        drawing.text(*at, words, colour="muted", anchor="start")


def across():
    """For a wide column."""
    drawing = diagram.Drawing(640, 292)
    y = 140
    drawing.arrow((46, y), (634, y), line="stream")
    drawing.chip(24, y, " is", width=42)
    drawing.opened(diagram.Place(54, 8, 274, 128))
    drawing.text(62, 22, "layer 1", "title", anchor="start")
    x = adds(drawing, 66, y, "attention", 72)
    adds(drawing, x + 16, y, "MLP", 44)
    says = "A block reads the vector", "and adds to it."
    explained(drawing, 20, 184, *says)
    asks = "The lens asks early:", "which token comes next?"
    explained(drawing, 20, 236, *asks)
    drawing.text(288, 22, "layers", "title", anchor="start")
    for i, (name, (token, p)) in enumerate(zip(GROUPS, read.values())):
        x = adds(drawing, 288 + 78 * i, y, name, 46, 70, 12) + 2
        drawing.arrow((x, y + 9), (x, 176))
        drawing.pill(x, 191, "lens")
        drawing.arrow((x, 206), (x, 226))
        drawing.chip(x, 240, token, width=64)
        drawing.text(x, 266, f"{p:.2f}", colour="muted")
    return drawing


def down():
    """For a phone."""
    drawing = diagram.Drawing(350, 584)
    x = 40
    drawing.arrow((x, 28), (x, 576), line="stream")
    drawing.chip(x, 14, " is", width=42)
    y = adds_beside(drawing, x, 58, "attention")
    y = adds_beside(drawing, x, y + 32, "MLP") + 34
    says = "Layer 1: a block", "reads the vector", "and adds to it."
    explained(drawing, 196, 64, *says)
    asks = "The lens asks early:", "what comes next?"
    explained(drawing, 196, 142, *asks)
    for name, (token, p) in zip(GROUPS, read.values()):
        end = adds_beside(drawing, x, y, f"layers {name}") + 22
        drawing.arrow((x, end), (74, end))
        drawing.pill(103, end, "lens")
        drawing.arrow((132, end), (160, end))
        drawing.chip(196, end, token, width=64)
        explained(drawing, 238, end, f"{p:.2f}")
        y = end + 41
    return drawing


alt = (
    "A line, the vector of the word is, runs through thirty layers. "
    "Attention and MLP of each read it and add to it. Read early, it "
    "would say a full stop, then a space, then the; at the end Paris."
)
caption = (
    "The residual stream: each block adds to the vector of is, and "
    "the lens asks on the way what would come next."
)
diagram.save(across(), down(), "stream", alt, caption)
