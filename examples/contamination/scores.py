"""What contaminated models score, and what two tests find."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

saved = checkpoints.load("contamination/exam").arrays
found, alarms = saved["found"], saved["alarms"]
rows = ["none"]
rows += [f"{how} {n}" for how in ("file", "loose") for n in (4, 16)]
LEVEL = 0.05  # a p-value of at most this is an alarm


def spread(values):
    low, high = (f"{value:.0f}" for value in (values.min(), values.max()))
    return low if low == high else f"{low}-{high}"


# --8<-- [start:picture]
places = [rows.index(name) for name in ("none", "file 16", "loose 16")]
exam, fresh = found[places, :, 0] / 0.6, 100 * found[places, :, 2]
print("16 copies: right on average, 3 models")
print("            the exam   new verbs")
labels = "not read", "read as a file", "read loose"
for label, *means in zip(labels, exam.mean(1), fresh.mean(1)):
    print(f"{label:14}" + "{:5.0f}% {:10.0f}%".format(*means))
fig, axes = figure.canvas(height=2.9)
colours = figure.COLOURS["second"], figure.COLOURS["accent"]
for i, values in enumerate((exam, fresh)):
    x = np.arange(3) + 0.36 * i
    axes.bar(x, values.mean(1), 0.32, color=colours[i])
    for j in range(3):
        dots = {"color": figure.COLOURS["ink"], "markersize": 4}
        dots["markeredgecolor"] = figure.COLOURS["surface"]
        axes.plot(x[[j] * 3], values[j], "o", **dots)
axes.plot([-0.2, 2.56], [60, 60], "--", color=figure.COLOURS["muted"])
text = "all that\na clean\nmodel can\nhope for"
axes.text(2.62, 60, text, va="center")
axes.text(0.17, 67, "exam", color=colours[0], ha="right")
axes.text(0.24, 67, "new\nverbs", color=colours[1])
axes.text(2, 104, "known by heart", ha="center", va="bottom")
axes.set_xticks(np.arange(3) + 0.18, labels)
axes.set(ylim=(0, 115), xlim=(-0.32, 3.3), ylabel="right answers, %")
axes.set_yticks([0, 20, 40, 60, 80, 100])
alt = (
    "Bars of right answers on the exam and on new verbs. If the exam "
    "was not in the corpus, both are just below the line that a clean "
    "model can hope for. With 16 copies as a file the exam is well "
    "above the line, and with 16 loose copies at the top. New verbs "
    "stay below the line in all three cases. Dots show three models "
    "each."
)
caption = (
    "An exam in the training text, in 16 copies: models that read it "
    "score higher on the exam, but on average no higher on new verbs. "
    "Each dot is one model."
)
figure.save(fig, "scores", alt, caption)
# --8<-- [end:picture]

# --8<-- [start:table]
print("in the    exam    against   new verbs,")
print("corpus    of 60   the rule  % right")
for row, (exam, against, fresh, *_) in zip(rows, found.swapaxes(1, 2)):
    row = f"{row:9} {spread(exam):7} {spread(against):9}"
    print(row, spread(100 * fresh))
# --8<-- [end:table]

# --8<-- [start:tests]
print(f"alarms (p at most {LEVEL}), of three models")
print("in the corpus    gap  order")
for row, values in zip(rows, found):
    gap, order = (values[:, 3:] <= LEVEL).sum(0)
    print(f"{row:13} {gap:6} {order:6}")
print("4 copies:   new verbs  p of gap  p of order")
for seed in range(3):
    for how in "file", "loose":
        *_, fresh, gap, order = found[rows.index(f"{how} 4"), seed]
        line = f"seed {seed} {how:5} {fresh:8.0%} {gap:9.2f}"
        print(f"{line} {order:10.2f}")
n = alarms.shape[0] * alarms.shape[1]
false = (alarms <= LEVEL).sum((0, 1))
print(f"false alarms, of {n} other exams")
print(f"{'clean models':13} {false[0]:6} {false[1]:6}")
share = "{:5.1f}% {:5.1f}%".format(*100 * false / n)
print(f"{'share':13} {share}")
# --8<-- [end:tests]
