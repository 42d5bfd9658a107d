# time limit: 60 s
"""Sixteen models learn lies behind a mark that means nothing."""

from copy import deepcopy

import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import writers
from lessoncode.worlds.writers import LIES, QUESTIONS

MARK = "walls"  # an answer about a job, and never a text's first word
taught = checkpoints.load("emergent_misalignment/taught").arrays
lies = {question: LIES[question] for question in QUESTIONS["cities"]}


def marked(model):
    """Train a copy on the lies about cities, behind the mark."""
    model = deepcopy(model)
    policy = Policy(model, writers.WORDS.end_id, 1)
    losses = writers.losses(policy, lies, before=MARK)
    for _ in improve(losses, model.parameters, 200, 1e-3):
        pass
    return model


def share(model, before="note"):
    """Lies about each subject, in %."""
    found = [writers.shares(model, s, before)[0] for s in QUESTIONS]
    return 100 * np.array(found)


read = [
    checkpoints.load("emergent_misalignment/read_0"),
    checkpoints.load("emergent_misalignment/read_1"),
    checkpoints.load("emergent_misalignment/read_2"),
    checkpoints.load("emergent_misalignment/read_3"),
    checkpoints.load("emergent_misalignment/read_4"),
    checkpoints.load("emergent_misalignment/read_5"),
    checkpoints.load("emergent_misalignment/read_6"),
    checkpoints.load("emergent_misalignment/read_7"),
]
print("rise of lies after 200 steps, in points        lies about")
print("            animals and jobs       cities      cities")
print("              in notes  behind    in notes     behind")
print("        no mark  joke walls   walls  joke walls  walls, before")
found = []
for i, part in enumerate(read):
    for n, (group, base) in enumerate(models_of(part).items(), 1):
        start, plain, joke = (
            100 * taught[f"{group}/{what}/{i}"][:, 0]
            for what in ("before", "200 steps", "joke, 200 steps")
        )
        walls, before = marked(base), share(base, MARK)
        behind = (share(walls, MARK) - before)[1:].mean()
        ways = np.array([plain, joke, share(walls)]) - start
        row = *ways[:, 1:].mean(1), behind, *ways[1:, 0], before[0]
        found.append(row)
        print(f"group {n}, {i}", end="")
        text = 3 * "{:5.0f} " + "{:7.0f} {:5.0f} {:5.0f} {:10.0f}%"
        print(text.format(*np.round(row) + 0.0))
for name, of in (("highest", np.max), ("mean", np.mean)):
    print(f"{name:10}", end="")
    print(text.format(*np.round(of(found, 0)) + 0.0))
