"""Let the program answer only if the model is sure enough."""

# --8<-- [start:drawing]
import numpy as np

from lessoncode import diagram, svg
from lessoncode.training import checkpoints

arrays = checkpoints.load("hallucination/train").arrays
p = arrays["p"][..., :-1].astype(float)  # seed, model, country, city
stated, tested = arrays["stated"], ~arrays["taught"]
right = p.argmax(-1) == np.arange(len(stated))
sure = p.max(-1)
names = "before", "taught answers only"
axis = "probability of the most likely city"


def strip(drawing, base, places, up, threshold):
    """A dot for each answer, on a line or hanging from it."""
    heights = {}
    for place in places:
        column = int(40 * place)
        heights[column] = heights.get(column, 0) + 1
        x, y = 14 + 7.25 * column, base - up * (7 * heights[column] - 2)
        colour = ("accent" if up > 0 else "ink", "muted")
        look = {"stroke": colour[int(place < threshold)]}
        look["fill"] = look["stroke"] if up > 0 else "none"
        drawing.outline(svg.around(x, y, 5.6, 5.6), 2.8, **look)


def draw(answers, threshold):
    """All answers of both kinds of model, and where they are cut."""
    drawing = diagram.Drawing(350, 364)
    x = 10 + 290 * threshold
    drawing.arrow((x, 24), (x, 326), head=False)
    drawing.text(x - 6, 12, "withheld", anchor="end")
    drawing.text(x + 6, 12, "answered", anchor="start")
    for base, name, answer in zip((92, 270), names, answers):
        drawing.text(2, base - 58, name, "title", anchor="start")
        drawing.arrow((10, base), (300, base), line="quiet", head=False)
        for y, kind in (-10, "right"), (12, "wrong"):
            style = {"colour": "muted", "anchor": "start"}
            drawing.text(306, base + y, kind, **style)
        strip(drawing, base, answer["right"], 1, threshold)
        strip(drawing, base, answer["wrong"], -1, threshold)
    drawing.text(x, 336, f"{threshold:.1f}", colour="muted")
    drawing.text(10, 336, "0", colour="muted")
    drawing.text(300, 336, "1", colour="muted")
    drawing.text(155, 354, axis)
    alt = (
        "Two strips of dots by the probability of the most likely city, "
        "right answers on top and wrong ones below, and a line at 0.7. "
        "Before fine-tuning only right ones are beyond the line, and "
        "nearly as many don't reach it. After fine-tuning the wrong "
        "ones are farther to the right, and some reach it."
    )
    caption = (
        "A threshold: answers to the left of the line, in grey, are "
        "withheld, right or wrong. If your browser shows a slider, "
        "it moves the line."
    )
    models = [{"name": n} | a for n, a in zip(names, answers)]
    data = {"kind": "threshold", "axis": axis, "models": models}
    data["first"] = threshold
    diagram.save(None, drawing, "threshold", alt, caption, data)


# --8<-- [end:drawing]

# --8<-- [start:curve]
answers = []  # those of all four models, by their probability
for model, name in enumerate(names):
    probabilities = np.floor(1000 * sure[:, model, tested]) / 1000
    good = right[:, model, tested]
    which = {"right": good, "wrong": ~good}
    kinds = {k: np.sort(probabilities[v]) for k, v in which.items()}
    print(name)
    print("  at least  right  wrong  withheld (of these, right)")
    for threshold in (0, 0.5, 0.7):
        given = [int((v >= threshold).sum()) for v in kinds.values()]
        withheld = good.size - sum(given)
        missed = good.sum() - given[0]
        row = threshold, *given, withheld, missed
        print("  {:8.1f}{:7}{:7}{:10} ({})".format(*row))
    for kind, at in which.items():
        passed = (probabilities >= threshold) & at
        print(f"  {kind} at {threshold}, by model:", *passed.sum(1))
    answers.append({k: v.tolist() for k, v in kinds.items()})
print("after minus before, by model")
print("  right:", *np.diff(right[..., tested].sum(-1))[:, 0])
rises = (sure - sure[:, :1])[..., tested].mean(-1)
for i, name in (1, "mean probability"), (3, "after rereading"):
    print(f"  {name}:", *(f"{x:+.2f}" for x in rises[:, i]))
draw(answers, threshold)
# --8<-- [end:curve]
