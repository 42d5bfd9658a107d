"""Two ways to answer the same sum, token by token."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

models = models_of(checkpoints.load("verifiable_rewards/improve"))
a, b = 47, 85
asked = f"{a}+{b}="
held_out = addition.split(n_worked=1000, n_held_out=1000).held_out
said, right = {}, {}
for way in ("direct", "written"):
    model = models[f"{way} 1"]
    (said[way],) = addition.say(model, [(a, b)], way, None, GREEDY)
    print(f"{way:8} {asked}{said[way]:11} {len(said[way])} passes")
    rng = np.random.default_rng(0)
    drawn = addition.say(model, held_out, way, rng)
    told = [addition.answer_in(text) for text in drawn]
    right[way] = np.mean(
        [n == sum(pair) for n, pair in zip(told, held_out)]
    )
    print(f"{way:8} right in {right[way]:.0%} of new sums")
PARTS = {  # of an answer: from where to where, and what it is
    "direct": ((0, 3, "the answer"),),
    "written": ((0, 2, "7+5"), (3, 5, "4+8+1"), (6, 9, "the answer")),
}
NAMES = {"direct": "at once", "written": "written out"}


def row(drawing, x, y, step, way):
    """The question and the answer as chips, and what each part is."""
    size = step - 3
    for i, sign in enumerate(asked):
        drawing.chip(x + step * i, y, sign, width=size)
    x += step * len(asked) + 6
    for i, sign in enumerate(said[way]):
        drawing.chip(x + step * i, y, sign, size, colour="second")
    for start, end, words in PARTS[way]:
        left, right = x + step * start, x + step * (end - 1)
        drawing.bracket(left - size / 2, right + size / 2, y + 24)
        middle = (left + right) / 2
        drawing.text(middle, y + 38, words, colour="muted")
    return x + step * len(said[way])


wide = diagram.Drawing(640, 156)
narrow = diagram.Drawing(350, 206)
for i, (way, name) in enumerate(NAMES.items()):
    passes = f"{len(said[way])} passes"
    share = f"{right[way]:.0%} right"
    y = 24 + 82 * i
    wide.text(4, y, name, "title", anchor="start")
    end = row(wide, 118, y, 27, way)
    wide.text(end, y, passes, colour="muted", anchor="start")
    wide.text(4, y + 22, share, colour="second", anchor="start")
    y = 16 + 100 * i
    narrow.text(4, y, name, "title", anchor="start")
    narrow.text(346, y, passes, colour="muted", anchor="end")
    narrow.text(110, y, share, colour="second", anchor="start")
    row(narrow, 14, y + 32, 21, way)
alt = (
    "The same sum in two rows of tokens. In the first the answer comes "
    "at once, 132. In the second the columns come before it: 12 for "
    "7+5, 13 for 4+8+1, then 132. The model that writes the columns "
    "gets more sums right."
)
caption = (
    "Two ways to add, by one model of each kind: each token costs one "
    "pass, and all later passes can read a written column."
)
diagram.save(wide, narrow, "ways", alt, caption)
