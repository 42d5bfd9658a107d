"""One sum of a step: four answers, and a program marks them."""

import numpy as np

from lessoncode import diagram, svg
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

base = models_of(checkpoints.load("verifiable_rewards/base"))
a, b = addition.split(n_worked=1000, n_held_out=1000).asked[0]
rng = np.random.default_rng(0)
said = addition.say(base["direct 0"], [(a, b)] * 4, "direct", rng)
marks = np.array([addition.answer_in(text) == a + b for text in said])
advantages = marks - marks.mean()
print(f"{a}+{b}=   mark  against the mean")
rows = []
for text, mark, advantage in zip(said, marks, advantages):
    print(f"  {text:6} {mark:4}  {advantage:+16.2f}")
    rows.append((text.rstrip("."), str(int(mark)), advantage > 0))
QUESTION = f"{a}+{b}="


def answers(drawing, x, y, program, becomes):
    """Four answers, their marks and what becomes of each."""
    left, right = program
    box = svg.Place(left, y - 20, right, y + 28 * 3 + 20)
    look = {"fill": "none", "stroke": "ink", "stroke_width": 1.25}
    drawing.outline(box, 15, **look)
    drawing.text(box.x, box.y - 9, "a program")
    drawing.text(box.x, box.y + 9, "marks")
    look = {"line": "quiet"}
    for i, (text, mark, good) in enumerate(rows):
        at = y + 28 * i
        chip = drawing.chip(x, at, text, width=44, colour="second")
        drawing.arrow((chip.right, at), (left, at), **look)
        drawing.arrow((right, at), (right + 18, at), **look)
        drawing.text(right + 28, at, mark, "code")
        drawing.arrow((right + 38, at), (becomes - 8, at), **look)
        words = "pushed up" if good else "pushed down"
        style = "title" if good else "plain"
        drawing.text(becomes, at, words, style, anchor="start")
    end = becomes + 96
    corners = (end, y - 10), (end, y + 94), (end - 4, y + 94)
    drawing.arrow((end - 4, y - 10), *corners, line="loop", head=False)
    return end, y + 42


wide = diagram.Drawing(640, 190)
end, y = answers(wide, 270, 66, (336, 430), 512)
wide.text(4, y, QUESTION, "read", anchor="start")
wide.arrow((82, y), (112, y))
box = wide.box(112, y - 15, 84, "model")
wide.arrow((box.right, y), (242, y))
back = [(end, y), (626, y), (626, 16), (box.x, 16), (box.x, box.top)]
wide.arrow(*back, line="loop")
text = "after many such sums, the weights change a little"
wide.text(386, 16, text, colour="second", on_line=True)

narrow = diagram.Drawing(350, 252)
narrow.text(24, 17, QUESTION, "read", anchor="start")
narrow.arrow((102, 17), (128, 17))
box = narrow.box(128, 2, 84, "model")
narrow.arrow((box.x, box.bottom), (box.x, 62), (34, 62), (34, 86))
end, y = answers(narrow, 34, 106, (84, 172), 242)
back = (end, y), (348, y), (348, 17), (box.right, 17)
narrow.arrow(*back, line="loop")
words = "after many such sums, the weights change a little"
narrow.text(175, 238, words, colour="second")

alt = (
    f"A sum, {QUESTION}, goes into a model, which answers it four "
    "times. A program marks each answer with 1 or 0. The probability "
    "of right answers is pushed up and that of wrong ones down: after "
    "many such sums, the weights change a little."
)
caption = (
    "One sum of a training step: the model answers it, a program marks "
    "the answers, and the step pushes up the probability of those "
    "above the mean."
)
diagram.save(wide, narrow, "marked", alt, caption)
