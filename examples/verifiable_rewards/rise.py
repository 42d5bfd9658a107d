"""Right answers while a program rewards them, and after that."""

# --8<-- [start:curve]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

improved = checkpoints.load("verifiable_rewards/improve")
LOOKS = {"direct": "accent", "written": "second"}
fig, axes = figure.canvas(height=3)
middles = np.arange(5, 120, 10)  # of ten steps each
print("right answers, in % of those that were marked")
print("step     ", *(f"{step:4}" for step in middles[::2]))
for way, colour in LOOKS.items():
    for seed in range(3):
        tens = improved.arrays[f"curve {way} {seed}"].reshape(-1, 10)
        tens = 100 * tens.mean(1)
        axes.plot(middles, tens, color=figure.COLOURS[colour])
        print(f"{way:7} {seed}", *(f"{x:4.0f}" for x in tens[::2]))
looks = [{"color": figure.COLOURS[colour]} for colour in LOOKS.values()]
axes.text(46, 38, "answer at once", **looks[0])
axes.text(46, 92, "work in columns first", **looks[1])
axes.set(xlabel="training steps", ylabel="right answers, in %")
axes.set(ylim=(0, 100))
alt = (
    "The share of right answers of six models over the training "
    "steps. Three that answer at once rise from about two fifths "
    "to between a half and three fifths. Three that work in columns "
    "first rise from a half or so to between four fifths and nine "
    "tenths."
)
caption = (
    "Marks alone: the six models no longer see solutions, only whether "
    "their answers are right, and all six get better."
)
figure.save(fig, "rise", alt, caption)
# --8<-- [end:curve]

# --8<-- [start:table]
from lessoncode.model.sampling import AS_PREDICTED, GREEDY

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
before = models_of(checkpoints.load("verifiable_rewards/base"))
after = models_of(improved)


def share(model, way, sampling):
    """The share of right answers, each sum answered once."""
    rng = np.random.default_rng(0)
    said = addition.say(model, sums, way, rng, sampling)
    told = [addition.answer_in(text) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, sums)])


print("new sums      drawn answers   most likely tokens")
print("              before  after       before  after")
for name in before:
    row = []
    for how in AS_PREDICTED, GREEDY:
        for models in before, after:
            row.append(share(models[name], name.split()[0], how))
    text = "{:8.0%}{:7.0%}{:13.0%}{:7.0%}".format(*row)
    print(f"{name:11} {text}")
# --8<-- [end:table]
