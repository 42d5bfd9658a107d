"""Three ways on sums that no model had met, before and after."""

import numpy as np

from lessoncode.model.sampling import AS_PREDICTED, GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
before = models_of(checkpoints.load("checked_rewards/base"))
after = models_of(checkpoints.load("checked_rewards/improve"))
for name, model in models_of(
    checkpoints.load("checked_rewards/turned")
).items():
    when, seed = name.split()
    models = before if when == "before" else after
    models[f"turned {seed}"] = model


def number_in(text, way):
    """The number of an answer; one that is turned, turned back."""
    if way == "turned":
        text = text[:-1][::-1] + text[-1:]
    return addition.answer_in(text)


def share(model, way, sampling):
    """The share of right answers, each sum answered once."""
    rng = np.random.default_rng(0)
    said = addition.say(model, sums, way, rng, sampling)
    told = [number_in(text, way) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, sums)])


print("right          drawn         likeliest")
print("            before after   before after")
for name in before:
    way, row = name.split()[0], []
    for how in AS_PREDICTED, GREEDY:
        for models in before, after:
            row.append(share(models[name], way, how))
    print(f"{name:10}", "{:6.2f}{:6.2f}{:9.2f}{:6.2f}".format(*row))
