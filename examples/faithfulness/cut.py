"""What an answer is worth when its scratchpad is cut short."""

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
    how = {"n_tokens": 5, "rng": rng, "stop": effort.SIGNS.end_id}
    told = generate_answers(model, begun, **how)
    return [effort.answer_in(effort.text_of(ids)) for ids in told]


def begun(a, b, pad):
    """A question that asks for a short scratchpad, and a part of it."""
    return effort.prompt(a, b, "short") + effort.ids_of(pad)


print("right        at once  whole  first column  empty")
for group, models in groups.items():
    for name, model in models.items():
        rng = np.random.default_rng(0)
        told = effort.answers(model, sums, "none", rng)
        shares = [effort.right(told, sums).mean()]
        for cut in (5, 2, 0):  # signs of the two columns that stay
            rows = []
            for a, b in sums:
                pad = addition.columns(a, b)[:cut]
                rows.append(begun(a, b, f"({pad})"))
            numbers = go_on(model, rows, rng)
            right = [n == a + b for n, (a, b) in zip(numbers, sums)]
            shares.append(np.mean(right))
        row = "{:7.0%}{:7.0%}{:14.0%}{:7.0%}".format(*shares)
        print(f"{group} {name}      {row}")
