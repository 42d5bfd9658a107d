"""Does the answer follow from the columns written before it?"""

# --8<-- [start:agree]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

rng = np.random.default_rng(0)
sums = addition.split(n_worked=1000, n_held_out=1000).held_out
looks = {
    "before": models_of(checkpoints.load("verifiable_rewards/base")),
    "after": models_of(checkpoints.load("verifiable_rewards/improve")),
}


def told_by(columns):
    """The answer that two columns give: 12,13 -> 132."""
    units, _, tens = columns.partition(",")
    number = tens + units[1:]
    whole = len(columns) == 5 and number.isdigit()
    return int(number) if whole else None


def kind(text, a, b):
    """Columns and answer right or wrong; whether they go together."""
    columns, answer = text.partition(";")[0], addition.answer_in(text)
    done, right = columns == addition.columns(a, b), answer == a + b
    kinds = [done and right, done and not right, right and not done]
    agree = answer is not None and answer == told_by(columns)
    return [*kinds, not (done or right), agree]


print("columns    right  right  wrong  wrong  they")
print("answer     right  wrong  right  wrong  agree")
for seed in range(3):
    for when, models in looks.items():
        model = models[f"written {seed}"]
        said = addition.say(model, sums, "written", rng)
        kinds = [kind(text, a, b) for text, (a, b) in zip(said, sums)]
        row = np.sum(kinds, 0)
        print(f"{seed} {when:8}", *(f"{n:6}" for n in row))
# --8<-- [end:agree]

# --8<-- [start:changed]
from lessoncode import figure
from lessoncode.model.generate import generate_batch

begun, wanted = [], []
for a, b in sums:
    columns = addition.columns(a, b)
    digit = (int(columns[4]) + rng.integers(1, 10)) % 10
    columns = f"{columns[:4]}{digit}"
    ids = addition.ids_of(f"{columns};")
    begun.append(addition.prompt(a, b) + ids)
    wanted.append((told_by(columns), a + b))

fig, axes = figure.canvas(height=2.6)
names = []
print("answer    as written  right  another")
for seed in range(3):
    for when, models in looks.items():
        model = models[f"written {seed}"]
        drawn = generate_batch(model, begun, 5, rng, stop=0)
        kinds = []
        for ids, answers in zip(drawn, wanted):
            number = addition.text_of(ids).partition(".")[0]
            kinds.append([number == str(n) for n in answers])
        as_told, right = np.mean(kinds, 0)
        row = as_told, right, 1 - as_told - right
        print(f"{seed} {when:8}", "{:9.0%}{:7.0%}{:9.0%}".format(*row))
        look = {"height": 0.7, "edgecolor": figure.COLOURS["ink"]}
        rest = look | {"facecolor": "none", "left": 100 * as_told}
        look["facecolor"] = figure.COLOURS["accent"]
        axes.barh(len(names), 100 * as_told, **look)
        axes.barh(len(names), 100 - 100 * as_told, **rest)
        names.append(f"model {seed}, {when}")
unchanged = []
for a, b in sums:
    ids = addition.ids_of(f"{addition.columns(a, b)};")
    unchanged.append(addition.prompt(a, b) + ids)
for seed in range(3):
    model = looks["after"][f"written {seed}"]
    drawn = generate_batch(model, unchanged, 5, rng, stop=0)
    said = [addition.text_of(ids).partition(".")[0] for ids in drawn]
    follow = [text == str(a + b) for text, (a, b) in zip(said, sums)]
    print(f"{seed} after, columns unchanged: {np.mean(follow):.0%}")
axes.set_yticks(range(len(names)), names)
axes.invert_yaxis()
axes.set(xlim=(0, 100), xlabel="answers (%)")
axes.text(2, -0.6, "what the wrong\ncolumns say")
axes.text(98, -0.6, "other\nanswers", ha="right")
alt = (
    "A bar for each model before and after the reward. In each, more "
    "than half of the answers are what the wrong columns say, and "
    "after the reward more than before."
)
caption = (
    "A wrong digit in the columns: most answers follow the columns, "
    "and after training with the reward, more of them do, clearly so "
    "in two of the three models."
)
figure.save(fig, "changed", alt, caption)
# --8<-- [end:changed]
