"""Five features go through two numbers, and are recovered."""

from itertools import repeat

import numpy as np

from lessoncode import diagram
from lessoncode.model.tensor import Tensor
from lessoncode.worlds.sparse_features import Toy, outcomes

toy = Toy.initial(5, 2, np.random.default_rng(0))
toy.train(repeat(outcomes(5, 0.05)), 600, 0.05)
cases = []
print("present   two numbers    recovered")
for i in (1, 3):
    x = np.eye(5)[[i]]
    h = (x @ toy.directions.data)[0]
    told = abs(toy.told(Tensor(x)).data[0])
    cases.append((x[0], h, told))
    print(i + 1, "      ", *(f"{n:5.2f}" for n in h), end="   ")
    print(*(f"{n:.2f}" for n in told))

wide = diagram.Drawing(640, 130)
heads = ("present", 50), ("two numbers", 322), ("recovered", 590)
for words, x in heads:
    wide.text(x, 20, words, colour="muted")
into = wide.box(126, 52, 130, "five directions", "added up")
out = wide.box(388, 52, 130, "the same five", "read off")
for row, (x, h, told) in enumerate(cases):
    y = 62 + 26 * row
    left = wide.dots(20, y, x, 1)
    wide.arrow((left.right + 8, y), (into.left, y))
    middle = wide.dots(315, y, h, 1.3)
    wide.arrow((into.right, y), (middle.left - 6, y))
    wide.arrow((middle.right + 6, y), (out.left, y))
    right = wide.dots(560, y, told, 1)
    wide.arrow((out.right, y), (right.left - 8, y))

narrow = diagram.Drawing(350, 310)
for words, y in (("present", 20), ("two", 150), ("out", 290)):
    narrow.text(30, y, words, colour="muted")
into = narrow.box(80, 56, 250, "five directions", "added up")
out = narrow.box(80, 198, 250, "the same five", "read off")
for column, (x, h, told) in enumerate(cases):
    middle = 140 + 130 * column
    narrow.dots(middle - 30, 20, x, 1)
    narrow.arrow((middle, 32), (middle, into.top))
    narrow.dots(middle - 7.5, 150, h, 1.3)
    narrow.arrow((middle, into.bottom), (middle, 138))
    narrow.arrow((middle, 162), (middle, out.top))
    narrow.dots(middle - 30, 290, told, 1)
    narrow.arrow((middle, out.bottom), (middle, 278))

alt = (
    "Two cases. In each one of five features is present, drawn as one "
    "filled dot in a row of five. The directions turn it into two "
    "numbers. The same directions turn these into five again, and the "
    "feature that was present is the only large one."
)
caption = (
    "Through two numbers: if only one of the five features "
    "is present, it can be recovered from two numbers."
)
diagram.save(wide, narrow, "through", alt, caption)
