"""What fine-tuning brought out: three bases, three seeds each."""

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("fine_tuning/tune").arrays
names = "an answer", "a question", "right: facts", "right: sums"
print("base               before  tuned, three runs")
for base, looks in enumerate(arrays["default"]):
    for i, name in enumerate(names):
        before, after = arrays["base"][base, i], looks[:, i]
        row = " ".join(f"{share:4.0%}" for share in after)
        print(f"{base:4}  {name:12} {before:6.0%}  {row}")

fig, axes = figure.canvas(height=3)
shown = "an answer", "right: facts", "right: sums"
for place, name in enumerate(shown):
    colour = figure.COLOURS[figure.SERIES[place]]
    for base, looks in enumerate(arrays["default"]):
        y = looks[:, names.index(name)]
        x = [place + 0.25 * (base - 1)] * len(y)
        axes.plot(x, y, "o", color=colour, markersize=5)
        axes.text(x[0], -0.14, str(base), ha="center")
axes.text(-0.75, -0.14, "base")
muted = {"color": figure.COLOURS["muted"], "ha": "center"}
axes.text(0, 1.2, "the form:\nall have learned it", **muted)
note = "right answers:\nit depends on the base"
axes.text(1.5, 1.2, note, **muted)
said = "gives\nan answer", "names the\nright capital"
axes.set_xticks(range(3), [*said, "gets the\nsum right"])
axes.tick_params(axis="x", length=0)
axes.set(xlim=(-0.8, 2.5), ylim=(-0.22, 1.5))
axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
axes.set_ylabel("questions")
alt = (
    "For three bases, how many questions get an answer, the right "
    "capital, and the right sum. All nine models answer nearly always. "
    "Capitals: base 0 one in five, base 1 most, base 2 all. Sums: base "
    "0 most, base 2 fewest."
)
caption = (
    "Form and knowledge: each dot is one of nine models. All learned "
    "to answer, but how many answers are right depends on the base."
)
figure.save(fig, "counts", alt, caption)
