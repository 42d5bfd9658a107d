"""One number by two scores: its digits, and the whole number."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

trained = checkpoints.load("emergence/between")
model, words = trained.model.frozen(), trained.tokenizer
numbers = np.random.default_rng(2).integers(10, size=(100, 8))
name = 19  # the first of this model's numbers with a wrong digit
right = [str(digit) for digit in numbers[name]]
asked = words.prompt(f"name{name}")
ids = np.array([[*asked, *words.encode(" ".join(right))]])
logits = model(ids).data[0, len(asked) - 1 : -1]
said = [words.decode([int(i)]) for i in logits[:8].argmax(-1)]
hits = [a == b for a, b in zip(right, said, strict=True)]
by_digits = f"{sum(hits)} of {len(hits)} right"
by_number = f"{int(all(hits))} of 1 right"
print("read     ", *right)
print("predicted", *said)
print(f"digits: {by_digits}; numbers: {by_number}")
alone = words.decode(generate(model, asked, 8, sampling=GREEDY)).split()
print("written  ", *alone)
n_alone = sum(a == b for a, b in zip(right, alone, strict=True))
print(f"written by itself: {n_alone} digits right")


def draw(width, left, gap, down):
    """The number and the predictions, and what two scores say."""
    drawing = diagram.Drawing(width, 118 + down)
    xs = [left + gap * (i + 0.5) for i in range(len(hits))]
    for y, digits in (20, right), (56, said):
        what = "it has read" if digits is right else "it predicts"
        drawing.text(left - 10, y, what, colour="muted", anchor="end")
        for x, digit, told in zip(xs, digits, right):
            look = "ink" if digit == told else "second"
            drawing.chip(x, y, digit, width=gap - 6, colour=look)
    scores = ("by digits", by_digits), ("by numbers", by_number)
    for i, (what, result) in enumerate(scores):
        # Beside each other in a wide drawing, else one below the other.
        x, y = left + (0 if down else i * gap * 4), 100 + i * down
        place = drawing.text(x, y, f"{what}:", anchor="start")
        look = {"colour": ("accent", "second")[i], "anchor": "start"}
        drawing.text(place.right + 6, y, result, "title", **look)
    drawing.bracket(left, left + gap * len(hits), 80)
    return drawing


alt = (
    "A number of eight digits and a model's predictions, of which one "
    "is wrong. Scored by digits, 7 of 8 are right. Scored by "
    "numbers, 0 of 1 are right."
)
caption = (
    "Two scores of the same predictions: seven of eight digits are "
    "right, but the number is wrong."
)
drawings = draw(640, 150, 52, 0), draw(350, 90, 32, 24)
diagram.save(*drawings, "two-scores", alt, caption)
