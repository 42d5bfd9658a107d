# time limit: 60 s
"""How often one of k answers is right, before and after."""

# --8<-- [start:exact]
import numpy as np

from lessoncode import figure
from lessoncode.alignment.policy import answer_log_probs, answered
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import addition

sums = addition.split(n_worked=1000, n_held_out=1000).held_out
before = models_of(checkpoints.load("verifiable_rewards/base"))
after = models_of(checkpoints.load("verifiable_rewards/improve"))
end = [addition.SIGNS.end_id]
asked = [addition.prompt(a, b) for a, b in sums]
told = [addition.ids_of(f"{a + b}") + end for a, b in sums]
batch = answered(asked, told)

fig, axes = figure.canvas(width=4.6, height=2.6)
tries = 2 ** np.arange(10)
print("one right of      1     8    64   512  rare")
for name, style in zip(before, ("-", "--", ":")):
    for when, models in ("before", before), ("after", after):
        log_p = answer_log_probs(models[name].frozen(), batch)
        p = np.exp(log_p.data.sum(-1))  # of the right answer
        row = [np.mean(1 - (1 - p) ** k) for k in (1, 8, 64, 512)]
        rare = np.sum(p < 1 / 64)
        print(f"{name} {when:6}", end=" ")
        print(*(f"{chance:.3f}" for chance in row), f"{rare:5}")
        hits = [np.mean(1 - (1 - p) ** k) for k in tries]
        colour = "second" if when == "before" else "accent"
        look = {"color": figure.COLOURS[colour], "linestyle": style}
        axes.plot(tries, hits, **look)
axes.text(2, 0.84, "after", color=figure.COLOURS["accent"])
axes.text(4, 0.5, "before", color=figure.COLOURS["second"])
axes.set_xscale("log", base=2)
axes.set_xticks([1, 8, 64, 512], ["1", "8", "64", "512"])
axes.set(xlabel="tries", ylabel="share of sums hit", ylim=(0, 1.02))
alt = (
    "The share of sums that at least one of k answers hits, for three "
    "models before and after the reward. With one try the models "
    "after it are well ahead. At 64 tries all six lie close together, "
    "and two of the three before it are ahead of their successors."
)
caption = (
    "One try and many: the lead of the trained models shrinks with "
    "each further try."
)
figure.save(fig, "tries", alt, caption)
# --8<-- [end:exact]

# --8<-- [start:drawn]
from math import comb

rng = np.random.default_rng(0)
some, n = sums[:200], 64  # answers to each sum


def one_of(k, n_right):
    """The chance that k of the n answers hold a right one."""
    chances = [1 - comb(n - int(c), k) / comb(n, k) for c in n_right]
    return np.mean(chances)


print("one right of        1     8    64  never")
for name in list(before)[3:]:
    for when, models in ("before", before), ("after", after):
        right = addition.right(models[name], some, "written", rng, n)
        n_right = right.sum(1)
        row = [one_of(k, n_right) for k in (1, 8, 64)]
        never = np.sum(n_right == 0)
        print(f"{name} {when:6}", end=" ")
        print(*(f"{chance:.3f}" for chance in row), f"{never:6}")
# --8<-- [end:drawn]
