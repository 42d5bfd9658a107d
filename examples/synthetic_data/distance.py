"""How far from the truth students end, by what they learn from."""

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("synthetic_data/students").arrays
sizes, teachers = runs["sizes"], runs["teachers"]
best = runs["found"].min(-1)  # [sizes, arms, seeds]
level = teachers.mean()
arms = {
    "world's text": "muted",
    "teacher's text": "second",
    "probabilities": "accent",
}

print("teachers:", *(f"{x:.3f}" for x in teachers))
print("lowest and highest of three, by sentences")
print("sentences  world's   teacher's probabilities")
for n, row in zip(sizes, best):
    spans = (f"{x.min():.3f} {x.max():.3f}" for x in row)
    print(f"{n:5,}", *(f"{span:>12}" for span in spans))

fig, axes = figure.canvas(width=4.8, height=3)
for i, (arm, colour) in enumerate(arms.items()):
    look = {"color": figure.COLOURS[colour], "markersize": 4}
    for seed in range(3):
        axes.plot(sizes, best[:, i, seed], "o", **look)
    line = {"linewidth": 1, "color": figure.COLOURS[colour]}
    axes.plot(sizes, best[:, i].mean(-1), **line, label=arm)
axes.axhline(level, linewidth=0.8, linestyle=":")
axes.text(3000, 0.8 * level, "teacher", ha="right", va="top")
axes.set(xscale="log", yscale="log", xlabel="sentences")
axes.set_ylabel("bits above the entropy")
axes.set_ylim(0.01, 8)
axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
axes.minorticks_off()
axes.legend()
alt = (
    "Bits above the entropy against the number of sentences, for "
    "students of three kinds. On the world's text and on the "
    "teacher's text the curves lie close together. On the teacher's "
    "probabilities the curve lies far below them, and comes nearest "
    "to the level of the teacher at three hundred sentences."
)
caption = (
    "What to learn from: the same text teaches more when each place "
    "in it shows all that could have come."
)
figure.save(fig, "distance", alt, caption)
