"""Three rounds of training one parameter, drawn as a loop."""

from math import exp, log

from lessoncode import diagram

MAT = 0.7  # in the text it is mat 7 times, sofa 3 times
rounds, w = [], 0.0  # w is the logit of mat, and that of sofa is 0
for _ in range(3):
    p = exp(w) / (exp(w) + 1)
    loss = -MAT * log(p) - (1 - MAT) * log(1 - p)
    slope = p - MAT  # of the loss: predicted minus read
    new = w - slope
    down = f"{slope:.3f}".replace("-", "\u2212\u2009")  # a long minus
    row = f"{w:.2f}", f"{p:.3f}", f"{loss:.3f}", down, f"{new:.2f}"
    rounds.append(row)
    w = new

HEADS = "w", "p(mat)", "loss", "gradient", "new w"
print("round    w  p(mat)   loss  gradient  new w")
for i, row in enumerate(rounds, 1):
    print("{:5} {:>4} {:>7} {:>6} {:>9} {:>6}".format(i, *row))


def listed(drawing, left, xs, y):
    """The numbers of each round, below what they belong to."""
    for x, head in zip(xs, HEADS):
        drawing.text(x, y, head, colour="muted")
    for i, row in enumerate(rounds, 1):
        down = y + 22 * i
        drawing.text(left, down, f"round {i}", anchor="start")
        for x, head, number in zip(xs, HEADS, row):
            colour = "second" if head == "new w" else "ink"
            drawing.text(x, down, number, "code", colour)


p = float(rounds[0][1])
bars = [("mat", p), ("sofa", 1 - p)]
again = "a new w, and round again"

wide = diagram.Drawing(640, 252)
y = 72
for i, line in enumerate(("the cat", "sat on the")):
    wide.text(5, y - 11 + 22 * i, line, "read", anchor="start")
wide.arrow((112, y), (132, y))
model = wide.box(132, y - 15, 66, "model")
wide.arrow((model.right, y), (model.right + 20, y))
wide.bars(266, y - 11, bars, longest=60)
wide.arrow((350, y), (370, y))
pills = [wide.pill(399, y, "loss")]
for words, half in (("gradient", 44), ("step", 29)):
    left = pills[-1].right
    wide.arrow((left, y), (left + 20, y))
    pills.append(wide.pill(left + 20 + half, y, words))
loss, _, step = pills
over = [(step.x, step.top), (step.x, 14), (model.x, 14)]
wide.arrow(*over, (model.x, model.top), line="loop")
middle = (step.x + model.x) / 2
wide.text(middle, 14, again, colour="second", on_line=True)
came = "what came next: mat 7 times, sofa 3 times"
wide.text(loss.x, 128, came)
wide.arrow((loss.x, 117), (loss.x, loss.bottom))
listed(wide, 5, (model.x, 281, *(pill.x for pill in pills)), 168)

narrow = diagram.Drawing(350, 420)
x = 96
narrow.text(x, 14, "the cat sat on the", "read")
narrow.arrow((x, 26), (x, 44))
model = narrow.box(x - 33, 44, 66, "model")
narrow.arrow((x, model.bottom), (x, 94))
narrow.bars(x - 20, 108, bars, longest=60)
above, pills = 144, []
for words in ("loss", "gradient", "step"):
    narrow.arrow((x, above), (x, above + 20))
    pills.append(narrow.pill(x, above + 35, words))
    above = pills[-1].bottom
loss, _, step = pills
for i, line in enumerate(("what came next:", *came[16:].split(", "))):
    narrow.text(186, loss.y - 18 + 18 * i, line, anchor="start")
narrow.arrow((180, loss.y), (loss.right, loss.y))
side = [(335, step.y), (335, model.y), (model.right, model.y)]
narrow.arrow((step.right, step.y), *side, line="loop")
narrow.text(226, step.y, again, colour="second", on_line=True)
listed(narrow, 2, (88, 146, 206, 268, 328), 332)

alt = (
    "A loop. A text goes into a model, which predicts mat and sofa "
    "with 0.500 each. Comparing this with what really came next gives "
    "a loss; the loss gives a gradient, the gradient a step, and the "
    "step a new w. Then the loop starts again. In three rounds the "
    "loss falls from 0.693 to 0.638."
)
caption = (
    "The training loop: the model predicts, the loss measures how "
    "wrong it was, the gradient shows which way is better, and a step "
    "changes w, the model's only number."
)
diagram.save(wide, narrow, "round", alt, caption)
