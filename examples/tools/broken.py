"""The same models with a calculator that errs."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_talks

models = models_of(checkpoints.load("tools/train"))
pairs = desk_talks.sums().held_out


def one_more(given):
    """A calculator that says one too many."""
    result = desk.calculate(given).replace(" ", "")
    return desk.signs(int(result) + 1)


CALCULATORS = {
    "right": desk.calculate,
    "one too many": one_more,
    "always 5": lambda given: "5",
    "nothing": lambda given: "nothing",
}


def talks_with(model, calculator):
    """What becomes of sums that were never read."""
    asked = [desk_talks.sum_talk(pair)[:1] for pair in pairs]
    tools = {
        "calc": calculator,
        "find": desk.search({}),
        "send": desk.post,
    }
    return desk.answered(model, asked, tools)


print("calculator    share of answers that are")
print("              its result  the sum  else")
for name, calculator in CALCULATORS.items():
    for seed, model in models.items():
        talks = talks_with(model, calculator)
        same = [len(t) > 2 and t[-1].text == t[-2].text for t in talks]
        true = [
            talk[-1].text == desk.signs(sum(pair))
            for talk, pair in zip(talks, pairs)
        ]
        neither = [not (a or b) for a, b in zip(same, true)]
        row = np.mean([same, true, neither], axis=1)
        print(f"{name:12} {seed}", end="")
        print("{:9.2f} {:10.2f} {:6.2f}".format(*row))
print()
for name in list(CALCULATORS)[1:]:
    talk = talks_with(models["0"], CALCULATORS[name])[0]
    print(f"{name}:")
    for role, text in talk:
        print(f"  {role:9} {text}")
