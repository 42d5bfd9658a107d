"""Right answers while a program rewards them, and after that."""

# --8<-- [start:curve]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

improved = checkpoints.load("verifiable_rewards/improve")
fig, axes = figure.canvas(width=4.6, height=2.4)
middles = np.arange(5, 120, 10)  # of ten steps each
print("step   ", *(f"{step:4}" for step in middles[::2]))
for seed, style in enumerate(("-", "--", ":")):
    tens = improved.arrays[f"curve direct {seed}"].reshape(-1, 10)
    tens = tens.mean(1)
    look = {"color": figure.COLOURS["accent"], "linestyle": style}
    axes.plot(middles, tens, **look)
    print(f"model {seed}", *(f"{share:.2f}" for share in tens[::2]))
axes.set(xlabel="step", ylabel="share right", ylim=(0, 1))
alt = (
    "The share of right answers of three models over the steps. It "
    "rises from about two fifths to between a half and three fifths, "
    "fast at first and then more slowly."
)
caption = (
    "Three models under the reward: no solution is shown any more, "
    "and right answers become more frequent."
)
figure.save(fig, "rise", alt, caption)
# --8<-- [end:curve]

# --8<-- [start:table]
from lessoncode.model.sampling import AS_PREDICTED, GREEDY

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
before = models_of(checkpoints.load("verifiable_rewards/base"))
after = models_of(improved)


def share(model, sampling):
    """The share of right answers, each sum answered once."""
    rng = np.random.default_rng(0)
    said = addition.say(model, sums, "direct", rng, sampling)
    told = [addition.answer_in(text) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, sums)])


print("right      drawn         likeliest")
print("        before after   before after")
for seed in range(3):
    row = []
    for how in AS_PREDICTED, GREEDY:
        for models in before, after:
            row.append(share(models[f"direct {seed}"], how))
    print(f"model {seed}", "{:6.2f}{:6.2f}{:9.2f}{:6.2f}".format(*row))
# --8<-- [end:table]
