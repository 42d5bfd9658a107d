"""The constitution, and the two phases that learn from it."""

from itertools import pairwise
from pathlib import Path

from lessoncode import diagram

text = Path(__file__).with_name("constitution.txt").read_text()
print(text, end="")

FIRST = (
    ("the model", "answers"),
    ("the model", "criticizes"),
    ("the model", "revises"),
    ("fine-tuning", "on last revisions"),
)
SECOND = (
    ("the model", "answers twice"),
    ("the model", "judges the two"),
    ("reward model", "fits the labels"),
    ("reinforcement", "follows the reward"),
)
NAMES = "supervised phase", "phase of reinforcement"


def boxes(drawing, phase, places, width):
    """The steps of a phase; its training is no model, and unfilled."""
    drawn = []
    for i, ((title, detail), place) in enumerate(zip(phase, places)):
        learned = i < 3
        drawn.append(drawing.box(*place, width, title, detail, learned))
    return drawn


def wide():
    """The phases as rows, the constitution between them."""
    drawing = diagram.Drawing(640, 236)
    lefts = [4, 168, 332, 496]
    rows = []
    for phase, name, top in zip((FIRST, SECOND), NAMES, (46, 182)):
        drawn = boxes(drawing, phase, [(x, top) for x in lefts], 140)
        for a, b in pairwise(drawn):
            drawing.arrow((a.right, a.y), (b.left, b.y))
        away = -32 if top < 100 else -16
        drawing.text(4, top + away, name, "title", anchor="start")
        rows.append(drawn)
    above, below = rows[0][1:3], rows[1][1]
    drawing.text(238, 128, "the constitution", "title")
    drawing.arrow((238, 116), (238, above[0].bottom))
    drawing.arrow((238, 140), (238, below.top))
    start, end = above[1].x, above[0].x
    back = (start, 46), (start, 26), (end, 26), (end, 46)
    drawing.arrow(*back, line="loop")
    text = "again, by the next principle"
    drawing.text(320, 12, text, colour="second")
    return drawing


def narrow():
    """The phases as columns, the constitution between them."""
    drawing = diagram.Drawing(350, 380)
    columns = []
    for phase, name, left in zip((FIRST, SECOND), NAMES, (24, 198)):
        tops = [36, 130, 216, 302]
        drawn = boxes(drawing, phase, [(left, y) for y in tops], 140)
        for a, b in pairwise(drawn):
            drawing.arrow((a.x, a.bottom), (b.x, b.top))
        short = name.removeprefix("phase of ").removesuffix(" phase")
        drawing.text(drawn[0].x, 16, short, "title")
        columns.append(drawn)
    drawing.text(181, 106, "constitution", "title", on_line=True)
    for box, x in zip((columns[0][1], columns[1][1]), (164, 198)):
        drawing.arrow((181, 118), (181, box.y), (x, box.y))
    (_, critique, revision, _), _ = columns
    back = [(24, revision.y), (8, revision.y)]
    back += [(8, critique.y), (24, critique.y)]
    drawing.arrow(*back, line="loop")
    return drawing


alt = (
    "Two rows. In the supervised phase the model answers, criticizes "
    "its answer by a principle and revises it, again by the next "
    "principle, and is then fine-tuned on the last revisions. In the "
    "second phase, the model answers twice and judges the two answers "
    "by a principle. A reward model is fitted to these labels, and "
    "reinforcement learning follows the reward."
)
caption = (
    "Two phases: guided by the constitution, the model itself revises "
    "its answers, and then compares answers in place of human raters."
)
diagram.save(wide(), narrow(), "phases", alt, caption)
