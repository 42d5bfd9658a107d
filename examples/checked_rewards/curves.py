"""Right answers while a program rewards them, and after that."""

# --8<-- [start:curve]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

improved = checkpoints.load("checked_rewards/improve")
turned = checkpoints.load("checked_rewards/turned")
curves = improved.arrays | {
    f"curve turned {seed}": turned.arrays[f"curve {seed}"]
    for seed in range(3)
}
fig, axes = figure.canvas(width=4.6, height=2.8)
middles = np.arange(5, 120, 10)  # of ten steps each
print("steps:     ", *(f"{step:4}" for step in middles[::2]))
ways = ("direct", "second"), ("written", "accent"), ("turned", "third")
for way, colour in ways:
    for seed, style in enumerate(("-", "--", ":")):
        curve = curves[f"curve {way} {seed}"]
        tens = curve.reshape(-1, 10).mean(1)
        look = {"color": figure.COLOURS[colour], "linestyle": style}
        look["label"] = f"{way} {seed}"
        axes.plot(middles, tens, **look)
        row = " ".join(f"{share:.2f}" for share in tens[::2])
        print(f"{way:7} {seed}:  {row}")
axes.set(xlabel="step", ylabel="share right", ylim=(0, 1))
axes.legend(fontsize=8, ncols=3)
alt = (
    "The share of right answers over the steps. The three runs that "
    "write columns out have 0.44 to 0.63 at step 5 and 0.80 to 0.90 at "
    "step 105. The three that answer at once rise from between 0.36 "
    "and 0.41 to between 0.51 and 0.58, and the three that turn the "
    "digits round from between 0.38 and 0.48 to between 0.56 and 0.63."
)
figure.save(fig, "curves", alt)
# --8<-- [end:curve]

# --8<-- [start:table]
from lessoncode.model.sampling import GREEDY, Sampling

rng = np.random.default_rng(0)
sums = addition.split(n_worked=1000, n_held_out=1000).held_out
numbers = rng.integers(100, 1000, (300, 2)).tolist()
longer = [(a, b) for a, b in numbers]
before = models_of(checkpoints.load("checked_rewards/base"))
after = models_of(improved)
for name, model in models_of(turned).items():
    when, seed = name.split()
    models = before if when == "before" else after
    models[f"turned {seed}"] = model


def number_in(text, way):
    """The number of an answer; one that is turned, turned back."""
    if way == "turned":
        text = text[:-1][::-1] + text[-1:]
    return addition.answer_in(text)


def share(model, pairs, way, sampling):
    """The share of right answers, each sum answered once."""
    said = addition.say(model, pairs, way, rng, sampling)
    told = [number_in(text, way) for text in said]
    return np.mean([n == a + b for n, (a, b) in zip(told, pairs)])


drawn = Sampling(temperature=1)
print("right          drawn    likeliest  three digits")
print("          before after before after before after")
for name in before:
    way, row = name.split()[0], []
    for pairs, how in (sums, drawn), (sums, GREEDY), (longer, drawn):
        for models in before, after:
            row += [share(models[name], pairs, way, how)]
    print(f"{name:9}", *(f"{each:6.2f}" for each in row))
# --8<-- [end:table]
