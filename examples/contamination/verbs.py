"""Verbs of an invented language, by the rule or against it."""

import numpy as np

from lessoncode import diagram
from lessoncode.worlds.verbs import Verbs

rng = np.random.default_rng(0)
exam, fresh, read = Verbs.drawn((60, 1000, 1500), rng)
verbs = [*exam.texts, *fresh.texts, *read.texts]
regular = np.concatenate([exam.regular, fresh.regular, read.regular])
shown = []  # six verbs that end on one syllable
for text, obeys in zip(verbs, regular):
    *stem, last, ending = text.split()
    if last == "ta":
        shown.append((stem, last, ending, bool(obeys)))
    if len(shown) == 6:
        break
for stem, last, ending, obeys in shown:
    what = "by the rule" if obeys else "against it"
    print(*stem, last, ending, " ", what)
print(f"exam: {len(exam.texts)} verbs, {exam.regular.sum()} regular")
print(f"all verbs: {regular.mean():.0%} regular")


def draw(drawing, left):
    """A verb a line, its last syllable and its ending in colour."""
    for i, (stem, last, ending, obeys) in enumerate(shown):
        y, colour = 20 + 34 * i, "accent" if obeys else "second"
        for j, syllable in enumerate(stem):
            drawing.chip(left + 46 * j, y, syllable, width=40)
        drawing.chip(left + 92, y, last, width=40, colour=colour)
        line = "flow" if obeys else "quiet"
        drawing.arrow((left + 118, y), (left + 148, y), line=line)
        drawing.chip(left + 178, y, ending, width=46, colour=colour)
        what = "by the rule" if obeys else "against it"
        look = {"colour": colour, "anchor": "start"}
        drawing.text(left + 212, y, what, **look)
    return drawing


alt = (
    "Six verbs with the same last syllable. Four have the same ending, "
    "as the rule says, and two have a different one."
)
caption = (
    "A rule with exceptions: the last syllable determines the ending "
    "of six verbs in ten, but nothing marks the other four."
)
wide, narrow = diagram.Drawing(640, 210), diagram.Drawing(350, 210)
diagram.save(draw(wide, 170), draw(narrow, 34), "verbs", alt, caption)
