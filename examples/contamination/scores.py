"""What contaminated models score, and what two tests find."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

saved = checkpoints.load("contamination/exam").arrays
found, alarms = saved["found"], saved["alarms"]
rows = ["none"]
rows += [f"{how} {n}" for how in ("file", "loose") for n in (4, 16)]


def spread(values, digits=2):
    ends = values.min(), values.max()
    low, high = (f"{value:.{digits}f}" for value in ends)
    return low if low == high else f"{low}-{high}"


# --8<-- [start:picture]
places = [rows.index(name) for name in ("none", "file 16", "loose 16")]
bars = {"on the exam": found[places, :, 0] / 60}
bars["on new verbs"] = found[places, :, 2]
fig, axes = figure.canvas(width=4.4)
colours = figure.COLOURS["second"], figure.COLOURS["accent"]
for i, (where, values) in enumerate(bars.items()):
    x = np.arange(3) + 0.36 * i
    axes.bar(x, values.mean(1), 0.32, color=colours[i], label=where)
    for j in range(3):
        dots = {"color": figure.COLOURS["ink"], "markersize": 3}
        axes.plot(x[[j] * 3], values[j], "o", **dots)
axes.axhline(0.6, color=figure.COLOURS["muted"], linestyle="--")
axes.text(-0.2, 0.63, "the rule alone")
labels = "not read", "read as a file", "read loose"
axes.set_xticks(np.arange(3) + 0.18, labels)
axes.set(ylim=(0, 1.2), ylabel="right answers, share")
axes.set_yticks(np.linspace(0, 1, 6))
axes.legend(loc="upper left")
alt = (
    "Bars of right answers on the exam and on new verbs. If the exam "
    "was not in the corpus, both are just below the share that the "
    "rule alone gives. With 16 copies as a file the exam is well above "
    "it, with 16 loose copies at the top. New verbs stay below the "
    "line in all three. Dots show three models each."
)
caption = (
    "An exam that was read 16 times over: the score on it rises, to "
    "the top if it was read loose. On new verbs it does not rise."
)
figure.save(fig, "scores", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:table]
print("         exam   against   new verbs")
print("         of 60  the rule  share")
for row, (exam, against, fresh, *_) in zip(rows, found.swapaxes(1, 2)):
    row = f"{row:8} {spread(exam, 0):6} {spread(against, 0):9}"
    print(row, spread(fresh))
# --8<-- [end:table]

# --8<-- [start:tests]
print("alarms of three models, at 0.05")
print("in the corpus    gap  order")
for row, values in zip(rows, found):
    gap, order = (values[:, 3:] <= 0.05).sum(0)
    print(f"{row:13} {gap:6} {order:6}")
n = alarms.shape[0] * alarms.shape[1]
false = (alarms <= 0.05).mean((0, 1))
print(f"false alarms, {n} other exams:")
print(f"{'share':13} {false[0]:6.3f} {false[1]:6.3f}")
# --8<-- [end:tests]
