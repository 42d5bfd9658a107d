"""A drawing, its patches, and their vectors beside those of words."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.vision import VisionTransformer
from lessoncode.svg import css
from lessoncode.training import checkpoints
from lessoncode.worlds import drawings
from lessoncode.worlds.drawings import WORDS

GRID = np.array([[1, 0, 0, 3, 2, 0, 0, 1, 4]])  # cross, square ...
QUESTION = "left of ring ?"
saved = checkpoints.load("vision/order_0")
model = VisionTransformer.loaded(saved.model, saved.arrays["patch"])
patches = drawings.patches(GRID, 0, np.random.default_rng(0))
model = model.shown(patches)
words = WORDS.encode(QUESTION)
ids = np.array([[*drawings.seen(np.array([0]))[0], *words]])
(p,) = drawings.answers(model, ids)
answer = WORDS.words[p.argmax()]
_, _, x = next(model.stream(ids))
vectors = x.data[0, 1:]  # without the end of the text before
print(f"{len(patches)} patches and {len(words)} words:", end=" ")
print(f"{len(vectors)} vectors of {vectors.shape[1]} numbers each")
print(f"{QUESTION} {answer} {p.max():.3f}")


def pixels(drawing, x, y, patch, size):
    """Four by four pixels, the ones filled, and a frame."""
    dark = np.argwhere(np.reshape(patch, (4, 4)) > 0.5)
    squares = (
        f"M{x + size * j:g} {y + size * i:g}h{size}v{size}h-{size}z"
        for i, j in dark
    )
    drawing.add("path", d="".join(squares), style=css(fill="ink"))
    frame = {"x": x, "y": y, "width": 4 * size, "height": 4 * size}
    look = css(fill="none", stroke="muted", stroke_width=0.75)
    drawing.add("rect", **frame, style=look)


def whole(drawing, x, y, size):
    """The drawing, patch by patch."""
    for i, patch in enumerate(patches):
        left, top = x + 4 * size * (i % 3), y + 4 * size * (i // 3)
        pixels(drawing, left, top, patch, size)


def sequence(drawing, x, y, step, gaps, n_numbers, size):
    """Patches and words in one row, each above its vector."""
    largest = np.abs(vectors[:, :n_numbers]).max()
    places = [x + step * i for i in range(9)]
    for middle, patch in zip(places, patches, strict=True):
        pixels(drawing, middle - 2 * size, y - 2 * size, patch, size)
    for gap, word in zip(gaps, QUESTION.split(), strict=True):
        places.append(places[-1] + gap)
        drawing.text(places[-1], y, word, "read")
    for middle, vector in zip(places, vectors, strict=True):
        column = vector[:n_numbers]
        drawing.dots(middle, y + 32, column, largest, down=True)
    return places


wide = diagram.Drawing(640, 262)
whole(wide, 4, 24, 8)
wide.text(52, 10, "a drawing", colour="muted")
wide.arrow((110, 72), (146, 72))
places = sequence(wide, 168, 72, 34, [42, 38, 38, 34], 8, 6)
end = (places[0] + places[8]) / 2
wide.text(end, 24, "nine patches", colour="muted")
wide.text(sum(places[9:]) / 4, 24, "a question", colour="muted")
wide.bracket(places[0] - 14, places[8] + 14, 44, -8)
wide.bracket(places[9] - 16, places[12] + 12, 44, -8)
wide.text(146, 148, "a vector", anchor="end")
wide.text(146, 164, "for each", anchor="end")
y = 236
wide.text(places[0] - 12, y, "all in one stream", anchor="start")
box = wide.box(330, y - 15, 84, "model")
wide.arrow((places[0] + 106, y), (box.left, y))
wide.arrow((box.right, y), (452, y))
wide.text(462, y, answer, "read", "second", anchor="start")

narrow = diagram.Drawing(350, 366)
whole(narrow, 4, 24, 8)
narrow.text(52, 10, "a drawing", colour="muted")
narrow.text(122, 64, "is cut into nine patches.", anchor="start")
narrow.text(122, 84, "Each becomes a vector,", anchor="start")
narrow.text(122, 104, "as each word does.", anchor="start")
places = sequence(narrow, 14, 160, 22, [38, 36, 34, 28], 8, 4)
y = 336
narrow.text(4, y, "all in one stream", anchor="start")
box = narrow.box(142, y - 15, 84, "model")
narrow.arrow((116, y), (box.left, y))
narrow.arrow((box.right, y), (258, y))
narrow.text(266, y, answer, "read", "second", anchor="start")

alt = (
    "A drawing of twelve by twelve pixels is cut into nine patches: a "
    "cross, a square, a ring, another cross, a bar, and four empty "
    "ones. The patches are followed by the words of the question "
    f"{QUESTION} Below each patch and each word is a column of dots, "
    f"its vector. All go into the model, which answers {answer}."
)
caption = (
    "One stream: each patch becomes a vector, as each word does, and "
    "the model reads them in the same way. Hollow dots are negative "
    "numbers."
)
diagram.save(wide, narrow, "stream", alt, caption)
