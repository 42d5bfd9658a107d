"""Let the program answer only if the model is sure enough."""

# --8<-- [start:drawing]
import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("hallucination/train").arrays
p = arrays["p"][..., :-1].astype(float)  # seed, model, country, city
stated, tested = arrays["stated"], ~arrays["taught"]
right = p.argmax(-1) == np.arange(len(stated))
sure = p.max(-1)


def draw(curves):
    """Answers right against questions answered, for two models."""
    fig, axes = figure.canvas(width=4.4, height=3)
    looks = ("before", "accent", "o-"), ("tuned", "second", "s--")
    for (label, colour, style), (given, good) in zip(looks, curves):
        look = {"color": figure.COLOURS[colour], "markersize": 4}
        axes.plot(given, good, style, label=label, **look)
    axes.set(xlabel="share of questions answered", ylim=(0, 1.05))
    axes.set(ylabel="share of answers right", xlim=(0, 1.05))
    axes.legend()
    alt = (
        "The share of answers that are right, against the share of "
        "questions answered, as two falling curves. Before tuning it "
        "falls from 1, where few questions are answered, to two "
        "fifths, where all are; after tuning it lies lower."
    )
    figure.save(fig, "threshold", alt)


# --8<-- [end:drawing]

# --8<-- [start:curve]
thresholds = np.arange(0, 0.9, 0.1)
curves = []
for model, name in enumerate(("before", "stated answers only")):
    print(name)
    print("  at least  answered  right of these")
    means = []
    for threshold in thresholds:
        answered = (sure[:, model] >= threshold) & tested
        good = (answered & right[:, model]).sum(1) / answered.sum(1)
        given = answered.sum(1) / tested.sum()
        means.append((given.mean(), good.mean()))
        row = (f"{x.min():.2f}-{x.max():.2f}" for x in (given, good))
        print(f"  {threshold:8.1f} ", *row)
    curves.append(np.transpose(means))
draw(curves)
# --8<-- [end:curve]
