"""The whole way from a text to its next token, in SmolLM2."""

# --8<-- [start:numbers]
from itertools import pairwise

import numpy as np

from lessoncode import diagram, svg
from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config, n_dots, shown = model.config, 6, (1, 2, 30)
ids = tokenizer.encode("The capital of France is")
tokens = [tokenizer.decode([i]) for i in ids]
vectors = model.parameters["embedding"].data[ids]
shares = {}
for layer, place, x in model.stream([ids]):
    if place == "qkv" and layer + 1 in shown:
        heads = attention_weights(x, config.heads)[0]
        shares[layer + 1] = heads.mean(0)  # of attention's parts
p = next_token_probabilities(model.logits(x).data[0, -1])
likely = np.argsort(-p)[:3]
bars = [(tokenizer.decode([int(i)]), p[i]) for i in likely]
bars.append(("others", 1 - p[likely].sum()))
drawn = np.random.default_rng(0).choice(p.size, p=p)
drawn = tokenizer.decode([int(drawn)])

print(f"token        id  {n_dots} of its {config.n_embd} numbers")
for token, i, vector in zip(tokens, ids, vectors):
    numbers = (f"{number:6.3f}" for number in vector[:n_dots])
    print(f"{token!r:10} {i:4}", *numbers)
print(f"{config.n_layer} layers; from each token, the last takes")
for layer, share in shares.items():
    print(f"layer {layer:2} ", *(f"{part:.2f}" for part in share[-1]))
print(f"{p.size:,} probabilities, sum {p.sum():.4f}")
for token, part in bars:
    print(f"{token:8} {part:.3f}")
print("drawn:", repr(drawn))
n_numbers = sum(w.data.size for w in model.parameters.values())
print(f"{n_numbers:,} numbers, from training")
# --8<-- [end:numbers]

# --8<-- [start:drawing]
# The numbers drawn here are made at the end of the page.
PAGES = {
    "text": "lesson/in-context-learning.md",
    "tokens": "lesson/tokens.md",
    "vectors": "lesson/inside.md",
    "layers": "lesson/a-real-model.md",
    "probabilities": "lesson/next-token.md",
    "draw": "lesson/next-token.md",
}
PHASES = [
    (phase, does, False, f"lesson/{phase}.md")
    for phase, does in (
        ("pre-training", "predict text, token by token"),
        ("fine-tuning", "imitate good answers"),
        ("alignment", "do what people prefer"),
    )
]
INTO = "play/inside-the-model.md#see-1-{}"  # inside a layer
AGAIN = "and again, with a text one token longer"
BLANK = "␣ is a space"
DOTS = f"each {config.n_embd} numbers", "6 shown: ● above 0, ○ below"
INSIDE = "curves: attention", "squares: a network"
TOTAL = f"{p.size:,} tokens, sum 1"
largest = abs(vectors[:, :n_dots]).max()


def layer(drawing, frame, ways, share, down):
    """A layer: along its ways attention, then a network a token."""
    drawing.outline(frame, 3, fill="learned", stroke="ink")
    for i, way in enumerate(ways):
        line = "stream" if way == ways[-1] else "quiet"
        top = (way, frame.top) if down else (frame.left, way)
        end = (way, frame.bottom) if down else (frame.right, way)
        drawing.arrow(top, end, line=line, head=False)
        for j, part in enumerate(share[i, :i]):
            if down:
                start, stop = (ways[j], top[1] + 2), (way, top[1] + 34)
            else:
                start, stop = (top[0] + 2, ways[j]), (top[0] + 40, way)
            last = way == ways[-1]
            drawing.look(start, stop, part, last, down)
        size = (18, 10) if down else (12, 16)
        x, y = (way, end[1] - 10) if down else (end[0] - 14, way)
        network = svg.around(x, y, *size)
        drawing.outline(network, 2, fill="surface", stroke="ink")


def wide():
    """All that runs for one token from left to right."""
    drawing = diagram.Drawing(1080, 402)
    columns = (88, 226, 392, 592, 884, 1020)
    for x, (words, page) in zip(columns, PAGES.items()):
        drawing.heading(x, 54, words, page)
    ways = [92 + 31 * i for i in range(len(ids))]
    middle = ways[2]
    for y, half in ((-12, "The capital"), (13, "of France is")):
        drawing.text(34, middle + y, half, "read", anchor="start")
    drawing.arrow((140, middle), (166, middle))
    for y, token, i, vector in zip(ways, tokens, ids, vectors):
        drawing.chip(214, y, token, 84)
        drawing.text(266, y, str(i), "id", "muted", anchor="start")
        drawing.arrow((306, y), (330, y))
        drawing.dots(348, y, vector[:n_dots], largest)
        drawing.text(444, y, "…", colour="muted")
        line = "stream" if y == ways[-1] else "quiet"
        drawing.arrow((460, y), (738, y), line=line, head=False)
    for left, (number, share) in zip((470, 552, 658), shares.items()):
        frame = svg.Place(left, 74, left + 68, 234)
        name = f"layer {number}"
        with drawing.link(INTO.format(number), frame, name):
            layer(drawing, frame, ways, share, down=False)
        drawing.text(frame.x, 247, str(number), colour="muted")
    drawing.text(638, 247, "…", colour="muted")
    drawing.text(226, 247, BLANK, colour="muted")
    for i, y in enumerate((266, 283)):
        drawing.text(592, y, INSIDE[i], colour="muted")
        drawing.text(392, y - 19, DOTS[i], colour="muted")
    end = ways[-1]
    drawing.arrow((738, end), (764, end), (764, 142), (784, 142))
    drawing.bars(856, 106, bars, longest=95, step=24)
    drawing.text(868, 208, TOTAL, colour="muted")
    drawing.arrow((926, 142), (968, 142))
    one = drawing.pill(1020, 142, "draw one")
    chip = drawing.chip(1020, 92, drawn, colour="second")
    drawing.arrow((1020, one.top), (1020, chip.bottom), line="loop")
    top, right = 16, 1072
    start = (chip.right, chip.y), (right, chip.y), (right, top)
    stop = (8, top), (8, middle), (28, middle)
    drawing.arrow(*start, *stop, line="loop")
    drawing.text(540, top, AGAIN, colour="second", on_line=True)

    drawing.bracket(342, 738, 302)
    boxes = [
        drawing.box(left, 352, 250, *phase)
        for left, phase in zip((130, 415, 700), PHASES)
    ]
    for before, after in pairwise(boxes):
        drawing.arrow((before.right, before.y), (after.left, after.y))
    drawing.bracket(boxes[0].x, boxes[-1].x, 336, height=-10)
    drawing.arrow((540, 336), (540, 304))
    made = f"training sets the model's own {n_numbers:,} numbers"
    drawing.text(552, 320, made, colour="muted", anchor="start")
    return drawing


def narrow():
    """The same from top to bottom."""
    drawing = diagram.Drawing(350, 866)
    tops = (18, 70, 142, 214, 448, 606)
    for y, (words, page) in zip(tops, PAGES.items()):
        drawing.heading(2, y, words, page, anchor="start")
    text = "The capital of France is"
    drawing.text(88, 18, text, "read", anchor="start")
    drawing.arrow((190, 32), (190, 52))
    ways, left = [], 70.0
    for token, i, vector in zip(tokens, ids, vectors):
        half = svg.extent(token, "code") / 2 + 4.5
        left += 2 * half + 2
        ways.append(x := left - half)
        drawing.chip(x, 70, token, 2 * half)
        drawing.text(x, 91, str(i), "id", "muted")
        drawing.arrow((x, 100), (x, 120))
        drawing.dots(x, 132, vector[:4], largest, down=True)
        drawing.text(x, 190, "⋮", colour="muted")
        line = "stream" if token == tokens[-1] else "quiet"
        drawing.arrow((x, 200), (x, 392), line=line, head=False)
    sides = {92: "␣: space", 158: "numbers:", 174: "● above 0"}
    sides[190] = "○ below 0"
    sides |= {406: INSIDE[0], 422: INSIDE[1]}
    for y, words in sides.items():
        drawing.text(2, y, words, colour="muted", anchor="start")
    for top, (number, share) in zip((206, 264, 338), shares.items()):
        frame = svg.Place(72, top, 336, top + 52)
        name = f"layer {number}"
        with drawing.link(INTO.format(number), frame, name):
            layer(drawing, frame, ways, share, down=True)
        at = (64, frame.y + 8) if number == 1 else (64, frame.y)
        drawing.text(*at, str(number), colour="muted", anchor="end")
    drawing.text(58, 327, "⋮", colour="muted")
    end = ways[-1]
    drawing.arrow((end, 392), (end, 408), (190, 408), (190, 448))
    drawing.bars(158, 464, bars, longest=100)
    drawing.text(212, 554, TOTAL, colour="muted")
    drawing.arrow((190, 566), (190, 590))
    one = drawing.pill(190, 606, "draw one")
    chip = drawing.chip(286, 606, drawn, colour="second")
    drawing.arrow((one.right, 606), (chip.left, 606), line="loop")
    right = 347
    start = (chip.right, 606), (right, 606), (right, 18)
    drawing.arrow(*start, (326, 18), line="loop")
    drawing.text(190, 642, AGAIN, colour="second")

    made = f"Training sets the model's {n_numbers:,} numbers:"
    drawing.text(2, 684, made, anchor="start")
    boxes = [
        drawing.box(2, top, 340, *phase)
        for top, phase in zip((702, 760, 818), PHASES)
    ]
    for before, after in pairwise(boxes):
        drawing.arrow((before.x, before.bottom), (after.x, after.top))
    return drawing


alt = (
    "The text The capital of France is becomes five tokens, each with "
    "its id, and each id a vector, drawn as dots. The vectors run "
    "through 30 layers. In each, attention takes from the same token "
    "and those before it, drawn as curves of different width, and a "
    "network works on each token alone. The last token's vector gives "
    "the probabilities: Paris has 0.773. One token is drawn, Paris, "
    "and is added to the text. Below, pre-training, fine-tuning and "
    "alignment, one after the other, set the model's own 134,515,008 "
    "numbers."
)
caption = (
    "From a text to its next token, in SmolLM2, a small real model "
    "made for chats: each token becomes a row of numbers, a vector, "
    "and attention fetches information from other tokens. Follow the "
    "thick line to the probabilities, and then the drawn token back to "
    "the text. The training in the lower part happens before all this."
)
diagram.save(wide(), narrow(), "way", alt, caption)
# --8<-- [end:drawing]
