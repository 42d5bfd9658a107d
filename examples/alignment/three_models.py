"""From comparisons to a reward, from the reward to a policy."""

from itertools import pairwise

from lessoncode import diagram
from lessoncode.worlds import waiter

ORDER, FIRST, SECOND = "soup", "here soup", "sorry"
for answer in (FIRST, SECOND):
    worth = waiter.worth(ORDER, answer.split())
    print(f"to {ORDER}, {answer:9} is worth {worth:2} to a guest")

STEPS = (
    ("the model", "answers twice", (FIRST, SECOND)),
    ("people", "choose one", ("chosen", "not")),
    ("reward model", "learns the choices", ("high", "low")),
    ("policy", "follows the reward", ("more often", "less often")),
)


def boxes(drawing, places, width):
    """All hold trained numbers, except people."""
    drawn = []
    for (title, detail, _), place in zip(STEPS, places):
        learned = title != "people"
        drawn.append(drawing.box(*place, width, title, detail, learned))
    return drawn


def wide():
    """The steps in a row, what each makes of two answers below."""
    drawing = diagram.Drawing(640, 212)
    lefts = [4, 168, 332, 496]
    drawn = boxes(drawing, [(x, 50) for x in lefts], 140)
    for box, (title, _, both) in zip(drawn, STEPS):
        style = "read" if title == "the model" else "plain"
        for words, y, colour in zip(both, (120, 146), ("ink", "muted")):
            drawing.text(box.x, y, words, style, colour)
    for a, b in pairwise(drawn):
        drawing.arrow((a.right, a.y), (b.left, b.y))
    _, _, reward, policy = drawn
    back = [(policy.x, 50), (policy.x, 30)]
    back += [(reward.x, 30), (reward.x, 50)]
    drawing.arrow(*back, line="loop")
    middle = (reward.x + policy.x) / 2
    drawing.text(middle, 14, "its new answers", colour="second")
    copy = [(14, 96), (14, 184), (626, 184), (626, 96)]
    drawing.arrow(*copy, line="quiet")
    text = "starts as a copy, and is kept near it"
    drawing.text(320, 184, text, on_line=True)
    return drawing


def narrow():
    """The steps one below the other, the two answers side by side."""
    drawing = diagram.Drawing(350, 382)
    tops = [8, 112, 216, 320]
    drawn = boxes(drawing, [(92, y) for y in tops], 150)
    for box, (title, _, both) in zip(drawn, STEPS):
        style = "read" if title == "the model" else "plain"
        x, ends = box.x, ("end", "start")
        if box is not drawn[-1]:
            for words, end, dx in zip(both, ends, (-9, 9)):
                look = {"style": style, "anchor": end}
                drawing.text(x + dx, box.bottom + 24, words, **look)
    for a, b in pairwise(drawn):
        drawing.arrow((a.x, a.bottom), (b.x, b.top))
    _, _, reward, policy = drawn
    back = [(policy.right, policy.y), (270, policy.y)]
    back += [(270, reward.y), (reward.right, reward.y)]
    drawing.arrow(*back, line="loop")
    for dy, words in ((-9, "its new"), (9, "answers")):
        y = (reward.y + policy.y) / 2 + dy
        drawing.text(280, y, words, colour="second", anchor="start")
    model = drawn[0]
    copy = [(model.left, model.y), (46, model.y)]
    copy += [(46, policy.y), (policy.left, policy.y)]
    drawing.arrow(*copy, line="quiet")
    drawing.text(46, 187, "a copy", on_line=True)
    return drawing


alt = (
    "Four boxes in a row. The model answers twice. People choose one "
    "of the two answers. The reward model learns the choices: it "
    "gives the chosen answer a high number and the other a low one. "
    "The policy follows the reward: the chosen answer becomes more "
    "likely, the other less likely. The policy started as a copy of "
    "the model and is kept near it. Its new answers go back to the "
    "reward model, and no longer to people."
)
caption = (
    "Three models: one answers, one learns to predict what people "
    "choose, and a third, the policy, starts as a copy of the first "
    "and is trained to please the second."
)
diagram.save(wide(), narrow(), "three-models", alt, caption)
