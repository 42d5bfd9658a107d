"""What this model finds likely where it read, and where it did not."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("hallucination/train")
model, words = trained.model.frozen(), trained.tokenizer
arrays = trained.arrays
stated = dict(zip(arrays["countries"], arrays["stated"]))
questions = []
for country in ("peru", "austria"):
    text = f"the capital of {country} is"
    logits = model([words.prompt(text)]).data[0, -1]
    p = next_token_probabilities(logits)
    top = [int(i) for i in np.argsort(-p)[:3]]
    rows = [(words.decode([i]), float(p[i])) for i in top]
    rows.append(("others", 1 - sum(share for _, share in rows)))
    print(f"{country}, stated {stated[country]} times:")
    told = [f"{word} {share:.3f}" for word, share in rows]
    print(" ", *told[:2])
    print(" ", *told[2:])
    n = stated[country]
    often = f"stated {n} times" if n else "never stated"
    questions.append((country, often, rows))


def asked(drawing, x, y, country, often):
    """The beginning of the sentence, and how often the text has it."""
    look = {"anchor": "start"}
    drawing.text(x, y, "the capital", "read", **look)
    drawing.text(x, y + 22, f"of {country} is", "read", **look)
    drawing.text(x, y + 46, often, colour="muted", **look)


def answered(drawing, x, y, rows, longest):
    """Bars of what may come, and the most likely of it."""
    drawing.bars(x, y, rows, longest)
    start = x + longest * rows[0][1] + 50
    drawing.arrow((start, y), (start + 24, y))
    word = rows[0][0]
    middle = start + 30 + diagram.extent(word, "code") / 2 + 5
    drawing.chip(middle, y, word, colour="second")


wide = diagram.Drawing(640, 220)
narrow = diagram.Drawing(350, 390)
for i, (country, often, rows) in enumerate(questions):
    y = 18 + 124 * i
    asked(wide, 4, y, country, often)
    wide.arrow((116, y + 11), (144, y + 11))
    box = wide.box(144, y - 4, 76, "model")
    wide.arrow((box.right, y + 11), (box.right + 28, y + 11))
    answered(wide, 338, y, rows, longest=130)

    y = 18 + 204 * i
    asked(narrow, 4, y, country, often)
    narrow.arrow((102, y + 11), (122, y + 11))
    box = narrow.box(122, y - 4, 76, "model")
    narrow.arrow((box.x, box.bottom), (box.x, y + 74))
    answered(narrow, 74, y + 90, rows, longest=110)

alt = (
    "A model reads the beginning of a sentence, and bars show the "
    "most likely next words. For peru, whose capital is stated 64 "
    "times, lima has most of the probability. For austria, whose "
    "capital is never stated, no word has much, and brussels has the "
    "most."
)
caption = (
    "Stated and never stated: the bars behind the two answers are very "
    'different, but the sentences look the same. ("Loud" is there '
    'because the text also has sentences such as "the capital of peru '
    'is loud".)'
)
diagram.save(wide, narrow, "two-questions", alt, caption)
