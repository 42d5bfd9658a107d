"""What one model has learned by when, by six measures."""

# --8<-- [start:tools]
from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

course = checkpoints.load("pre_training/train").arrays
steps = list(course["steps"])
ALTS = {
    "early": "Three shares over the steps. Letters rise first, then "
    "words. Verbs stay near a half until step 100 and are at 1 by "
    "step 125.",
    "late": "Three shares over the steps. Facts rise from step 200 to "
    "500, sums from step 100 on. The sums that were kept back stay "
    "below a half.",
}


def draw(name, curves):
    """Shares over the steps, on a logarithmic axis."""
    fig, axes = figure.canvas(width=4.4, height=2.4)
    for mark, (label, curve) in zip("os^", curves.items()):
        style = {"marker": mark, "markersize": 4, "label": label}
        axes.plot(steps[1:], curve[1:], **style)
    axes.set(xscale="log", xlabel="step", ylabel="share right")
    ticks = [10, 30, 100, 300, 1000]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(-0.05, 1.05)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    figure.save(fig, name, ALTS[name])


# --8<-- [end:tools]

# --8<-- [start:shares]
often = [n == 64 for n in corpus.STATED.values()]
early = {
    "letters": course["letters"],
    "words": course["words"],
    "verbs": course["agreement"][:, 1, :, 0].mean(1),
}
late = {
    "facts": course["facts"][:, often].mean(1),
    "sums": course["sums"].mean(1),
    "unread": course["kept_back"].mean(1),
}
curves = early | late
print("step", *curves)
for i, step in enumerate(steps):
    if step in (0, 20, 50, 100, 125, 200, 300, 500, 700, 1000):
        row = (f"{c[i]:{len(name)}.2f}" for name, c in curves.items())
        print(f"{step:4}", *row)
draw("early", early)
draw("late", late)
# --8<-- [end:shares]
