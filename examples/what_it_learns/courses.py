"""What each of three runs learned, and when."""

# --8<-- [start:order]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

first = checkpoints.load("pre_training/train").arrays
others = [
    checkpoints.load("pre_training/second").arrays,
    checkpoints.load("pre_training/third").arrays,
]
first["verbs"] = first["agreement"][:, 1]
steps = list(others[0]["steps"])
shared = np.isin(first["steps"], steps)


def three(key):
    """What the three runs measured: [run, step, ...]."""
    return np.stack([first[key][shared], *(run[key] for run in others)])


stated = np.array(list(corpus.STATED.values()))
courses = {key: three(key) for key in ("letters", "words")}
courses["verbs"] = three("verbs")[..., 0].mean(-1)
courses["facts"] = three("facts")[..., stated == 64].mean(-1)
courses["sums"] = three("sums").mean(-1)
courses["unread"] = three("kept_back").mean(-1)
print("the first step with 90% right")
print("seed        0     1     2  the most reached")
learned = {}
for name, runs in courses.items():
    moments = np.argmax(runs >= 0.9, 1)  # 0 where no step has it
    row = [str(steps[i]) if i else "never" for i in moments]
    cells = "{:8}{:>5}{:>6}{:>6}  {:4.0%} {:4.0%} {:4.0%}"
    print(cells.format(name, *row, *runs.max(1)))
    learned[name] = [steps[i] for i in moments if i]
print("the first step with 95% right instead")
for name in ("words", "verbs"):
    row = [steps[i] for i in np.argmax(courses[name] >= 0.95, 1)]
    print("{}, 95%{:5}{:6}{:6}".format(name, *row))

SHOWN = {  # in words
    "letters": "letters",
    "words": "words",
    "verbs": "sleep or sleeps",
    "facts": "capitals",
    "sums": "sums",
}
fig, axes = figure.canvas(height=2.8)
for y, name in enumerate(SHOWN):
    at = sorted(learned[name])
    same = [at[:i].count(step) for i, step in enumerate(at)]
    heights = [y - 0.26 * n for n in same]  # one above the other
    axes.plot(at, heights, "o", color=figure.COLOURS["accent"])
axes.set_yticks(range(len(SHOWN)), list(SHOWN.values()))
muted = {"color": figure.COLOURS["muted"], "va": "center"}
axes.text(62, -0.28, "all three models, at once", **muted)
muted["ha"] = "right"
axes.text(900, 3.84, "the third model never got there", **muted)
axes.set(xscale="log", xlim=(40, 1250), ylim=(4.5, -0.8))
axes.set_xlabel("training step at which nine in ten were right")
axes.minorticks_off()
ticks = [50, 100, 200, 500, 1000]
axes.set_xticks(ticks, [str(tick) for tick in ticks])
axes.grid(axis="y")
alt = (
    "For five skills, the steps at which three models had them. "
    "Letters at step 50 for all three. Words at 100 or 125, sleep or "
    "sleeps at 100, 125 and 150. Capitals at 500, twice, and 700. "
    "Sums at 1000, twice; the third model did not get there."
)
caption = (
    "What is learned when: each dot is one of three models, and the "
    "farther right it is, the later that model learned the skill."
)
figure.save(fig, "order", alt, caption)
# --8<-- [end:order]

# --8<-- [start:verbs]
verbs = three("verbs")
cells = "{:5} {:4}" + " {:5.0%} {:5.0%}" * 3
print("             seed 0      seed 1      seed 2")
print("      step  king kings  king kings  king kings")
for i, measure in enumerate(("right", "share")):
    for step in (0, *steps[2:7]):
        row = verbs[:, steps.index(step), :, i].ravel()
        print(cells.format(measure, step, *row))
# --8<-- [end:verbs]

# --8<-- [start:facts]
right = three("facts")[:, -1]
print("stated  seed 0  seed 1  seed 2")
for n in sorted(corpus.COUNTS):
    row = right[:, stated == n].sum(1)
    print("{:6} {:7} {:7} {:7}".format(n, *row))
# --8<-- [end:facts]
