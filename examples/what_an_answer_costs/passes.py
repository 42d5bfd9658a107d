"""A prompt takes one pass, each further token of an answer one more."""

from lessoncode import diagram
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
ids = tokenizer.encode("The capital of France is")
answer = list(generate(model, ids, 3, sampling=GREEDY))
prompt = [tokenizer.decode([token]) for token in ids]
said = [tokenizer.decode([token]) for token in answer]
print("prompt:", *map(repr, prompt))
print("answer:", *map(repr, said))
shown = [token.replace("\n", "\u21b5") for token in said]
rounds = [prompt, shown[:1], shown[1:2]]


def chips(drawing, left, y, tokens, colour="ink"):
    """Tokens in a row; their middles."""
    middles = []
    for token in tokens:
        width = diagram.extent(token, "code") + 10
        drawing.chip(left + width / 2, y, token, colour=colour)
        middles.append(left + width / 2)
        left += width + 4
    return middles


def one(drawing, left, top, width, number, tokens, out):
    """A pass: what goes in, the box, what comes out; its middle."""
    colour = "second" if number > 1 else "ink"
    for x in chips(drawing, left + 8, top, tokens, colour):
        drawing.arrow((x, top + 13), (x, top + 38))
    box = drawing.box(left, top + 38, width, f"pass {number}")
    middle = left + width - 36
    drawing.arrow((middle, box.bottom), (middle, box.bottom + 26))
    drawing.chip(middle, box.bottom + 39, out, colour="second")
    return middle


wide = diagram.Drawing(640, 190)
narrow = diagram.Drawing(350, 504)
lefts, widths = (8, 332, 486), (300, 130, 130)
for i, (tokens, out) in enumerate(zip(rounds, shown)):
    middle = one(wide, lefts[i], 34, widths[i], i + 1, tokens, out)
    if i < 2:
        x = lefts[i + 1] + 20
        path = (middle, 155), (middle, 176), (x - 34, 176), (x - 34, 34)
        wide.arrow(*path, (x - 14, 34), line="loop")
    top = 34 + 172 * i
    middle = one(narrow, 8, top, widths[i], i + 1, tokens, out)
    if i < 2:
        x = 16 + (diagram.extent(rounds[i + 1][0], "code") + 10) / 2
        path = (middle, top + 121), (middle, top + 138), (x, top + 138)
        narrow.arrow(*path, (x, top + 158), line="loop")
for drawing, left in (wide, 8), (narrow, 8):
    drawing.text(left, 10, "the prompt, all at once", anchor="start")
wide.text(332, 10, "the answer, token by token", anchor="start")
narrow.text(150, 250, "the answer,", anchor="start")
narrow.text(150, 268, "token by token", anchor="start")
alt = (
    "Five tokens of a prompt go into one pass of the model, and the "
    "first token of the answer comes out. This token alone goes "
    "into a second pass, and the token that comes out goes into a "
    "third."
)
caption = (
    "Reading and writing: the whole prompt goes through the weights in "
    "one pass, but each further token of the answer needs its own."
)
diagram.save(wide, narrow, "passes", alt, caption)
