"""A teacher, a student of all its answers, one of the right ones."""

# --8<-- [start:final]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

runs = [
    checkpoints.load("synthetic_data/long_0").arrays,
    checkpoints.load("synthetic_data/long_1").arrays,
    checkpoints.load("synthetic_data/long_2").arrays,
    checkpoints.load("synthetic_data/long_3").arrays,
    checkpoints.load("synthetic_data/long_4").arrays,
]
steps = np.arange(1, 7) * 500
names = "first", "second", "third", "fourth", "fifth"
teachers = np.array([100 * run["teacher"] for run in runs])
every = np.array([100 * run["all"] for run in runs])
right = np.array([100 * run["right"] for run in runs])

print("right, of 1,000 new sums, after 3,000 steps")
print("         teacher   student of   student of")
print("                  all answers  the right ones")
for i, name in enumerate(names):
    row = f"{teachers[i]:9.1f}%{every[i, -1]:11.1f}%"
    print(f"{name:7}{row}{right[i, -1]:12.1f}%")

fig, axes = figure.canvas(height=2.5)
ink, far = figure.COLOURS["ink"], figure.COLOURS["accent"]
near = figure.COLOURS["second"]
rows = np.arange(5)[::-1]
for y, *ends in zip(rows, teachers, right[:, -1]):
    axes.plot(ends, [y, y], color=figure.COLOURS["grid"], zorder=0)
axes.plot(teachers, rows, "o", color=ink)
look = {"markerfacecolor": "none", "markeredgecolor": near}
axes.plot(every[:, -1], rows, "s", markersize=9, **look)
axes.plot(right[:, -1], rows, "o", color=far, markersize=8)
axes.text(teachers[0] - 1, 4.3, "teacher", va="bottom")
look = {"ha": "right", "va": "bottom"}
text = "student of\nall answers"
axes.text(every[0, -1] + 1, 4.3, text, color=near, **look)
text = "student of the\nright answers only"
axes.text(103, 4.3, text, color=far, **look)
axes.set(xlim=(0, 104), ylim=(-0.5, 5.7), xlabel="right, % of new sums")
axes.set_yticks(rows, [f"teacher {i + 1}" for i in range(5)])
alt = (
    "For each of five teachers, three marks on a scale of right "
    "answers. The student of all answers is below its teacher, in the "
    "fifth case about level with it. The student of the right answers "
    "is far above both, near the end of the scale, in all five cases."
)
caption = (
    "Better than the teacher: a student that reads only right answers "
    "leaves its teacher far behind. A student that also reads wrong "
    "answers gets no better than its teacher."
)
figure.save(fig, "right", alt, caption)
# --8<-- [end:final]

# --8<-- [start:early]
short = checkpoints.load("synthetic_data/filtered").arrays
early = 100 * short["scores"]
print("right, of the same sums, after 1,000 steps")
print("         teacher   student of   student of")
print("                  all answers  the right ones")
for name, row in zip(names, early):
    print(f"{name:7}" + "{:9.1f}%{:11.1f}%{:12.1f}%".format(*row))
# --8<-- [end:early]

# --8<-- [start:likeliest]
print("right, of the same sums: most likely digits")
print("         teacher   student of   student of")
print("                  all answers  the right ones")
for name, run in zip(names, runs):
    row = "{:9.1f}%{:11.1f}%{:12.1f}%".format(*100 * run["greedy"])
    print(f"{name:7}{row}")
read = [int(run["n"]) for run in runs]
print("answers read by each student:", *(f"{n:,}" for n in read))
# --8<-- [end:likeliest]

# --8<-- [start:way]
print("students of the right answers, during training")
print("steps  ", *(f"{n:7,}" for n in steps))
for name, row in zip(names, right):
    print(f"{name:7}", *(f"{share:6.1f}%" for share in row))
# --8<-- [end:way]
