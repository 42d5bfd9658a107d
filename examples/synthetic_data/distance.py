"""How far from the truth students end, by what they learn from."""

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("synthetic_data/students").arrays
sizes, teachers = runs["sizes"], runs["teachers"]
best = runs["found"].min(-1)  # [sizes, arms, seeds]
level = teachers.mean()
colours = "muted", "second", "accent"

print("teachers:", *(f"{x:.3f}" for x in teachers))
print("lowest and highest of three, by sentences")
print("sentences  world's   teacher's probabilities")
for n, row in zip(sizes, best):
    spans = (f"{x.min():.3f} {x.max():.3f}" for x in row)
    print(f"{n:5,}", *(f"{span:>12}" for span in spans))
print("teacher's text, above the world's text, each run")
for n, row in zip(sizes, best[:, 1] - best[:, 0]):
    print(f"  of {n:5,} sentences     ", *(f"{x:6.3f}" for x in row))

fig, axes = figure.canvas(height=3)
for i, colour in enumerate(colours):
    look = {"color": figure.COLOURS[colour], "markersize": 4}
    for seed in range(3):
        axes.plot(sizes, best[:, i, seed], "o", **look)
    line = {"linewidth": 1, "color": figure.COLOURS[colour]}
    axes.plot(sizes, best[:, i].mean(-1), **line)
axes.text(3900, 0.33, "world's text", color=figure.COLOURS["muted"])
words = "teacher's text"
axes.text(3900, 0.75, words, color=figure.COLOURS["second"])
words = "probabilities"
axes.text(3900, 0.11, words, color=figure.COLOURS["accent"])
look = {"color": figure.COLOURS["muted"], "linestyle": ":"}
axes.plot(sizes[[0, -1]], [level, level], **look)
axes.text(3900, level, "the teacher", va="center")
axes.set(xscale="log", yscale="log", xlabel="sentences")
axes.set_ylabel("bits above the entropy")
axes.set_ylim(0.01, 8)
axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
axes.set_xlim(25, 30000)
axes.minorticks_off()
alt = (
    "Bits above the entropy against the number of sentences, for "
    "students of three kinds. On the world's text and on the "
    "teacher's text the curves lie close together. On the teacher's "
    "probabilities the curve lies far below them, and comes nearest "
    "to the level of the teacher at three hundred sentences."
)
caption = (
    "What to learn from: with a hundred sentences or more, students "
    "get nearer to the truth in three hundred steps if they have the "
    "probabilities of all words (three runs each)."
)
figure.save(fig, "distance", alt, caption)
