"""Ask a model about a drawing: change it, and run it again."""

import numpy as np

from lessoncode.model.vision import VisionTransformer
from lessoncode.training import checkpoints
from lessoncode.worlds import drawings
from lessoncode.worlds.drawings import WORDS

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
QUESTIONS = [  # about a cross, ring, square or bar
    "left of ring ?",
    "left of bar ?",
    "how many crosses ?",
]

saved = checkpoints.load("vision/order_0")
model = VisionTransformer.loaded(saved.model, saved.arrays["patch"])
model = model.shown(drawings.read(DRAWING))
patches = drawings.seen(np.array([0]))[0]
for question in QUESTIONS:
    prompt = [*patches, *WORDS.encode(question)]
    (p,) = drawings.answers(model, np.array([prompt]))
    best = [i for i in p.argsort()[::-1] if p[i] > 0.0005]
    words = [f"{WORDS.words[i]} {p[i]:.1%}" for i in best]
    print(f"{question:20}{', '.join(words)}")
