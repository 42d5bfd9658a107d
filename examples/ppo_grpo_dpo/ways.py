"""Three ways to find out whether an answer was a good one."""

from itertools import pairwise

from lessoncode import diagram

WAYS = {
    "PPO": (
        ("the policy", "answers"),
        ("reward model", "says how good"),
        ("critic", "says what to expect"),
    ),
    "GRPO": (
        ("the policy", "answers many times"),
        ("reward model", "says how good"),
        ("", "minus their mean"),
    ),
    "DPO": (
        ("people", "chose one of two"),
        ("the policy", "is the reward model"),
    ),
}
UNTRAINED = "", "people"
for name, steps in WAYS.items():
    models = [title for title, _ in steps if title not in UNTRAINED]
    print(f"{name:5} {len(models)}  {', '.join(models)}")


def boxes(drawing, steps, places, width):
    drawn = []
    for (title, detail), (x, y) in zip(steps, places):
        learned = title not in UNTRAINED
        drawn.append(
            drawing.box(x, y, width, title, detail, learned)
            if title
            else drawing.pill(x + width / 2, y + 23, detail)
        )
    return drawn


def wide():
    """A row for each; a loop where new answers are drawn."""
    drawing = diagram.Drawing(640, 252)
    for (name, steps), y in zip(WAYS.items(), (24, 114, 196)):
        drawing.text(4, y + 23, name, "title", anchor="start")
        places = [(x, y) for x in (76, 276, 476)]
        drawn = boxes(drawing, steps, places, 160)
        for a, b in pairwise(drawn):
            drawing.arrow((a.right, a.y), (b.left, b.y))
        if len(drawn) == 3:
            start, end, over = drawn[-1], drawn[0], y - 16
            back = [(start.x, start.top), (start.x, over)]
            back += [(end.x, over), (end.x, end.top)]
            drawing.arrow(*back, line="loop")
    return drawing


def narrow():
    """A column for each, one below the other."""
    drawing = diagram.Drawing(350, 592)
    top = 8
    for name, steps in WAYS.items():
        drawing.text(4, top + 23, name, "title", anchor="start")
        places = [(80, top + 72 * i) for i in range(len(steps))]
        drawn = boxes(drawing, steps, places, 160)
        for a, b in pairwise(drawn):
            drawing.arrow((a.x, a.bottom), (b.x, b.top))
        if len(drawn) == 3:
            start, end = drawn[-1], drawn[0]
            back = [(start.right, start.y), (270, start.y)]
            back += [(270, end.y), (end.right, end.y)]
            drawing.arrow(*back, line="loop")
        top += 72 * len(drawn) + 16
    return drawing


alt = (
    "Three rows. PPO: the policy answers, the reward model scores the "
    "answer, the critic predicts what score to expect, and the policy "
    "answers again. GRPO: the policy answers many times, the reward "
    "model scores each answer, the mean score is subtracted, and the "
    "policy answers again. DPO: people chose one of two answers, and "
    "the policy itself is the reward model. It never answers again."
)
caption = (
    "Three ways: PPO and GRPO keep trying new answers, while DPO "
    "learns only from old choices. Filled boxes are models."
)
diagram.save(wide(), narrow(), "ways", alt, caption)
