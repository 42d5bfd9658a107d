"""Ask a model about a drawing: change it, and run this again."""

import numpy as np

from lessoncode.model.vision import VisionTransformer
from lessoncode.training import checkpoints
from lessoncode.worlds import drawings
from lessoncode.worlds.drawings import WORDS

# --8<-- [start:drawing]
DRAWING = """
#..#........
.##.........
.##.........
#..#........
####.##.....
#####..#....
#####..#....
####.##.....
....#..#.##.
.....##..##.
.....##..##.
....#..#.##.
"""
QUESTIONS = [  # cross, ring, square or bar
    "left of ring ?",
    "left of bar ?",
    "how many crosses ?",
    "how many rings ?",
]
# --8<-- [end:drawing]

# --8<-- [start:ask]
saved = checkpoints.load("vision/order_0")
model = VisionTransformer.loaded(saved.model, saved.arrays["patch"])
model = model.shown(drawings.read(DRAWING))
for question in QUESTIONS:
    prompt = [*drawings.seen(np.array([0]))[0], *WORDS.encode(question)]
    (p,) = drawings.answers(model, [prompt])
    best = p.argsort()[::-1][:3]
    print(f"{question:19}", end="")
    print(*(f"{WORDS.words[i]} {p[i]:.3f}" for i in best), sep=", ")
# --8<-- [end:ask]
