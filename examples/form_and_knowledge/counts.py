"""What fine-tuning brought out: three bases, three seeds each."""

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("fine_tuning/tune").arrays
names = "an answer", "a question", "right: facts", "right: sums"
print("base               before  tuned, three seeds")
for base, looks in enumerate(arrays["default"]):
    for i, name in enumerate(names):
        before, after = arrays["base"][base, i], looks[:, i]
        row = " ".join(f"{share:.2f}" for share in after)
        print(f"{base:4}  {name:12} {before:6.2f}  {row}")

fig, axes = figure.canvas(width=4.6, height=2.4)
shown = "an answer", "right: facts", "right: sums"
for place, name in enumerate(shown):
    colour = figure.COLOURS[figure.SERIES[place]]
    for base, looks in enumerate(arrays["default"]):
        y = looks[:, names.index(name)]
        x = [place + 0.25 * (base - 1)] * len(y)
        axes.plot(x, y, "o", color=colour, markersize=5)
        axes.text(x[0], -0.12, str(base), ha="center")
axes.set_xticks(range(3), ["an answer", "right capitals", "right sums"])
axes.tick_params(axis="x", length=0)
axes.set(ylabel="share of questions", ylim=(-0.2, 1.08))
axes.set_yticks([0, 0.5, 1])
alt = (
    "For three bases the share of questions that get an answer, that "
    "get the right capital, and the right sum. All nine models answer "
    "nearly always. Capitals: base 0 one in five, base 1 most, base 2 "
    "all. Sums: base 0 most, base 2 fewest."
)
caption = (
    "Form and knowledge: every model, three of each base, has learned "
    "to answer; how much of it is right differs from base to base."
)
figure.save(fig, "counts", alt, caption)
