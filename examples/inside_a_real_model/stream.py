"""Where Paris comes from, and what the lens reads in each layer."""

from lessoncode import diagram
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream([ids]) if place in after]
read = {}  # layer -> the most likely token, its probability
print("after layer, the lens predicts")
for layer in (3, 15, 24, 30):
    logits = model.logits(streams[layer]).data[0, -1]
    p = next_token_probabilities(logits)
    read[layer] = tokenizer.decode([int(p.argmax())]), p.max()
    print("{:5}  {!r:8} {:.2f}".format(layer, *read[layer]))
CARRIED = "in layer 24, one head", "carries the information"
BEFORE = "until then, the answer", "depends on this vector"
AFTER = "from here on,", "on this one"
LENS = "the lens asks:", "what comes next?"


def explained(drawing, x, y, lines, anchor="start"):
    """Small grey lines."""
    for i, words in enumerate(lines):
        at = x, y + 18 * i
        drawing.text(*at, words, colour="muted", anchor=anchor)


def asked(drawing, x, y, layer):
    """The lens reads the stream at x, y: a token, its probability."""
    token, p = read[layer]
    drawing.arrow((x, y), (x, y + 28))
    drawing.pill(x, y + 43, "lens")
    drawing.arrow((x, y + 58), (x, y + 78))
    drawing.chip(x, y + 92, token, width=64)
    drawing.text(x, y + 118, f"{p:.2f}", colour="muted")


def across():
    """For a wide column: the layers run to the right."""
    drawing = diagram.Drawing(640, 300)
    france, last = 72, 152
    for y, word in ((france, " France"), (last, " is")):
        drawing.chip(36, y, word, width=68)
        drawing.arrow((74, y), (634, y), line="stream")
    at = {layer: 76 + 17.6 * layer for layer in range(1, 31)}
    drawing.text(74, 20, "layer", colour="muted", anchor="start")
    for layer in (10, 20, 30):
        drawing.text(at[layer], 20, f"{layer}", colour="muted")
    explained(drawing, 120, france - 30, [" ".join(BEFORE)])
    x = at[24] - 14
    drawing.arrow((x, france), (x, last - 9))
    drawing.plus(x, last)
    explained(drawing, x - 10, 104, CARRIED, "end")
    explained(drawing, x + 12, 104, AFTER)
    explained(drawing, 162, last + 34, LENS)
    for layer in read:
        asked(drawing, at[layer], last, layer)
    return drawing


def down():
    """For a phone: the layers run downwards."""
    drawing = diagram.Drawing(350, 520)
    france, last = 60, 162
    for x, word in ((france, " France"), (last, " is")):
        drawing.chip(x, 16, word, width=68)
        drawing.arrow((x, 30), (x, 512), line="stream")
    at = {layer: 46 + 14.6 * layer for layer in range(1, 31)}
    drawing.text(18, 60, "layer", colour="muted")
    for layer in (10, 20, 30):
        drawing.text(18, at[layer], f"{layer}", colour="muted")
    says = "until then,", "the answer", "depends on", "this vector"
    explained(drawing, 68, 120, says)
    y = at[24] - 14
    drawing.arrow((france, y), (last - 9, y))
    drawing.plus(last, y)
    says = "in layer 24,", "one head", "carries the", "information"
    explained(drawing, 68, y - 78, says)
    explained(drawing, 174, y + 44, AFTER)
    for layer, (token, p) in read.items():
        y = at[layer]
        drawing.arrow((last, y), (184, y))
        drawing.pill(214, y, "lens")
        drawing.arrow((243, y), (257, y))
        drawing.chip(287, y, token, width=58)
        drawing.text(335, y, f"{p:.2f}", colour="muted")
    return drawing


alt = (
    "Two lines run through thirty layers: the vectors of the words "
    "France and is. In layer 24, an arrow leads from the first to the "
    "second. At the word is, the lens predicts a full stop, then a "
    "space, then a full stop again, and at the end Paris."
)
caption = (
    "The way to Paris: one head carries the decisive information to "
    "the last word, and the lens shows the answer only at the very end."
)
diagram.save(across(), down(), "stream", alt, caption)
