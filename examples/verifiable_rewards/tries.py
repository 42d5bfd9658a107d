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

tries = 2 ** np.arange(10)
hits = {}  # the shares of sums that are hit, for each number of tries
print("one right of        1      8     64    512  rare")
for name in list(before)[:3]:
    for when, models in ("before", before), ("after", after):
        log_p = answer_log_probs(models[name].frozen(), batch)
        p = np.exp(log_p.data.sum(-1))  # of the right answer
        row = [np.mean(1 - (1 - p) ** k) for k in (1, 8, 64, 512)]
        rare = np.sum(p < 1 / 64)
        print(f"{name} {when:6}", end="  ")
        print(*(f"{chance:6.1%}" for chance in row), f"{rare:5}")
        hits[name, when] = [np.mean(1 - (1 - p) ** k) for k in tries]
row = [1 - (1 - 1 / 179) ** k for k in (1, 8, 64, 512)]
print("random guess   ", *(f"{chance:7.1%}" for chance in row))
# --8<-- [end:exact]

# --8<-- [start:drawn]
from math import comb

rng = np.random.default_rng(0)
some, n = sums[:200], 64  # answers to each sum


def one_of(k, n_right):
    """The chance that k of the n answers hold a right one."""
    chances = [1 - comb(n - int(c), k) / comb(n, k) for c in n_right]
    return np.mean(chances)


print("one right of         1      8     64  never")
for name in list(before)[3:]:
    for when, models in ("before", before), ("after", after):
        right = addition.right(models[name], some, "written", rng, n)
        n_right = right.sum(1)
        row = [one_of(k, n_right) for k in (1, 8, 64)]
        never = np.sum(n_right == 0)
        print(f"{name} {when:6}", end="  ")
        print(*(f"{chance:6.1%}" for chance in row), f"{never:6}")
        hits[name, when] = [one_of(k, n_right) for k in tries[:7]]
# --8<-- [end:drawn]

# --8<-- [start:picture]
TOPS = {"direct": 512, "written": 64}  # the most tries in each panel
LOOKS = {"before": ("second", "--"), "after": ("accent", "-")}
fig, axes = figure.canvas(height=3.2)
axes.remove()
with figure.styled():
    panels = dict(zip(TOPS, fig.subplots(1, 2, sharey=True)))
for (name, when), shares in hits.items():
    colour, line = LOOKS[when]
    look = {"color": figure.COLOURS[colour]}
    percent = [100 * share for share in shares]
    panel = panels[name.split()[0]]
    panel.plot(tries[: len(shares)], percent, line, **look)
before_look = {"color": figure.COLOURS["second"]}
after_look = {"color": figure.COLOURS["accent"]}
for way, panel in panels.items():
    panel.set_xscale("log", base=2)
    ticks = [k for k in (1, 8, 64, 512) if k <= TOPS[way]]
    panel.set_xticks(ticks, map(str, ticks))
    panel.set(xlabel="tries", ylim=(25, 104))
    high = 93 if way == "direct" else 100
    panel.text(6, 60, "before", **before_look)
    panel.text(1, high, "after", **after_look)
panels["direct"].set_title("answer at once")
panels["written"].set_title("work in columns first")
panels["direct"].annotate(
    "two of the three\nfall behind", (200, 93), (16, 71),
    arrowprops={"arrowstyle": "->"} | after_look, **after_look,
)
panels["direct"].set_ylabel("sums with a right answer, in %")
alt = (
    "Two panels: the share of sums for which at least one of k answers "
    "is right, before and after training. With one try the trained "
    "models are well ahead in both. With many tries, two of the three "
    "that answer at once fall behind the models that they were before. "
    "The three that work in columns first stay ahead, up to all sums."
)
caption = (
    "One try and many: with many tries, the lead of the trained models "
    "shrinks, and some of them lose it."
)
figure.save(fig, "tries", alt, caption)
# --8<-- [end:picture]
