# time limit: 60 s
"""Three ways on sums that no model had met, before and after."""

import numpy as np

from lessoncode.alignment.policy import answer_log_probs, answered
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


def chance(model, solutions):
    """The mean probability of a right answer, without drawing any."""
    asked = [addition.prompt(a, b) for a, b in sums]
    end = [addition.SIGNS.end_id]
    told = [addition.ids_of(text) + end for text in solutions]
    batch = answered(asked, told)
    log_p = answer_log_probs(model.frozen(), batch)
    return np.exp(log_p.data.sum(-1)).mean()


right = [str(a + b) for a, b in sums]
solutions = {"direct": right, "turned": [text[::-1] for text in right]}
print("probability of the right answer, after")
print("model      0      1      2   mean")
for way, told in solutions.items():
    row = [chance(after[f"{way} {seed}"], told) for seed in range(3)]
    row.append(np.mean(row))
    print(f"{way}:", *(f"{p:6.1%}" for p in row))
