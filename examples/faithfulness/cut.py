# time limit: 60 s
"""What answers are worth after a scratchpad that says less."""

import numpy as np

from lessoncode.model.generate import generate_answers
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition, effort

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
groups = {
    "weak": models_of(checkpoints.load("reasoning_models/base")),
    "able": models_of(checkpoints.load("faithfulness/able")),
}


def go_on(model, begun, rng):
    """The numbers that follow questions and what is written already."""
    how = {"n_tokens": 14, "rng": rng, "stop": effort.SIGNS.end_id}
    told = generate_answers(model, begun, **how)
    return [effort.answer_in(effort.text_of(ids)) for ids in told]


def pads(a, b):
    """The right scratchpad, its first column, nothing, and filler."""
    columns = addition.columns(a, b)
    return *(f"({columns[:n]})" for n in (5, 2, 0)), "(_____)"


def right(model, effort_word, rng):
    """The share of right answers, scratchpads by the model itself."""
    told = effort.answers(model, sums, effort_word, rng)
    return effort.right(told, sums).mean()


print("right             asked for a short scratchpad      for  empty:")
print("      at once whole  one column  empty  filler filler no answer")
for group, models in groups.items():
    for name, model in models.items():
        rng = np.random.default_rng(0)
        shares = [right(model, "none", rng)]
        for some in zip(*(pads(a, b) for a, b in sums)):
            rows = [
                effort.prompt(a, b, "short") + effort.ids_of(pad)
                for (a, b), pad in zip(sums, some)
            ]
            numbers = go_on(model, rows, rng)
            hits = [n == a + b for n, (a, b) in zip(numbers, sums)]
            shares.append(np.mean(hits))
            if some[0] == "()":
                silent = np.mean([n is None for n in numbers])
        shares.append(right(model, "filler", rng))
        shares.append(silent)
        cells = "{:7.0%}{:6.0%}{:12.0%}{:7.0%}{:8.0%}{:7.0%}{:10.0%}"
        print(f"{group} {name}{cells.format(*shares)}")
