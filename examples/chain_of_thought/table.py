"""Three ways on sums that no model had met, before and after."""

import numpy as np

from lessoncode.model.sampling import AS_PREDICTED, GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
numbers = np.random.default_rng(0).integers(100, 1000, (300, 2))
longer = [(a, b) for a, b in numbers.tolist()]
before = models_of(checkpoints.load("verifiable_rewards/base"))
after = models_of(checkpoints.load("verifiable_rewards/improve"))
for name, model in models_of(
    checkpoints.load("verifiable_rewards/turned")
).items():
    when, seed = name.split()
    models = before if when == "before" else after
    models[f"turned {seed}"] = model


def number_in(text, way):
    """The number of an answer; one that is turned, turned back."""
    if way == "turned":
        text = text[:-1][::-1] + text[-1:]
    return addition.answer_in(text)


def share(model, way, pairs, sampling):
    """The share of right answers, each sum answered once."""
    rng = np.random.default_rng(0)
    as_long = "direct" if way == "turned" else way
    said = addition.say(model, pairs, as_long, rng, sampling)
    told = [number_in(text, way) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, pairs)])


print("right          drawn    top token  of 300 longer")
print("          before after before after before after")
for name in before:
    way, row = name.split()[0], []
    for asked in (
        (sums, AS_PREDICTED),
        (sums, GREEDY),
        (longer, AS_PREDICTED),
    ):
        for models in before, after:
            found = share(models[name], way, *asked)
            longest = asked[0] is longer
            count = f"{len(longer) * found:6.0f}"
            row.append(count if longest else f"{found:6.0%}")
    print(f"{name:9}", *row)
