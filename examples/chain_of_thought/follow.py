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
from collections import defaultdict

from lessoncode import figure
from lessoncode.model.generate import generate_batch

with_columns = defaultdict(list)
for a, b in sums:
    with_columns[addition.columns(a, b)].append((a, b))



def changed_at(at, rng):
    """Prompts with wrong columns, and that fit; what is told, right."""
    rows = []
    for a, b in sums:
        columns = addition.columns(a, b)
        start, rest = columns[:at], columns[at + 1 :]
        others = {f"{start}{digit}{rest}" for digit in range(10)}
        possible = with_columns.keys() & others - {columns}
        if possible:
            changed = rng.choice(sorted(possible))
            fitting_sum = rng.choice(with_columns[changed])
            ids, told = addition.ids_of(f"{changed};"), told_by(changed)
            both = (a, b), fitting_sum
            begun = [addition.prompt(*some) + ids for some in both]
            rows.append((*begun, str(told), str(a + b)))
    return zip(*rows)


def answers(model, begun, rng):
    """What a model writes after the columns, up to the full stop."""
    drawn = generate_batch(model, begun, 5, rng, stop=0)
    texts = [addition.text_of(ids) for ids in drawn]
    return np.array([text.partition(".")[0] for text in texts])


rngs = rng, np.random.default_rng(1)
tests = [[*changed_at(at, rng)] for at, rng in zip((4, 3), rngs)]
fig, axes = figure.canvas(height=2.6)
names = []
print("wrong       tens digit         fit  hundreds digit     fit")
print("answer      told right other  told   told right other  told")
for seed in range(3):
    for when, models in looks.items():
        model, shares = models[f"written {seed}"], []
        for (wrong, fitting, told, right), rng in zip(tests, rngs):
            said = answers(model, wrong, rng)
            row = [np.mean(said == np.array(n)) for n in (told, right)]
            fits = answers(model, fitting, rng) == np.array(told)
            shares += [*row, 1 - sum(row), fits.mean()]
        cells = 2 * "{:7.0%}{:6.0%}{:6.0%}{:6.0%}"
        print(f"{seed} {when:6}  {cells.format(*shares)}")
        follow = shares[0]
        look = {"height": 0.7, "edgecolor": figure.COLOURS["ink"]}
        rest = look | {"facecolor": "none", "left": 100 * follow}
        look["facecolor"] = figure.COLOURS["accent"]
        axes.barh(len(names), 100 * follow, **look)
        axes.barh(len(names), 100 - 100 * follow, **rest)
        names.append(f"model {seed}, {when}")
axes.set_yticks(range(len(names)), names)
axes.invert_yaxis()
axes.set(xlim=(0, 100), xlabel="answers (%)")
axes.text(2, -0.6, "what the wrong\ncolumns say")
axes.text(98, -0.6, "other\nanswers", ha="right")
alt = (
    "A bar for each model before and after the reward. In each, more "
    "than half of the answers are what the wrong columns say."
)
caption = (
    "A wrong tens digit in the columns: most answers follow the "
    "columns, before the training with the reward and after it."
)
figure.save(fig, "changed", alt, caption)
# --8<-- [end:changed]
