"""Two ways in which an answer can come about."""

from lessoncode import diagram

ROWS = "it reads its scratchpad", "it works from the question"
SIGNS = "47+85=", "(12,13)", "132"
print(*SIGNS)
for row in ROWS:
    print(row)


def draw(width, xs):
    """Question, scratchpad and answer, and where the answer is from."""
    drawing = diagram.Drawing(width, 190)
    for i, name in enumerate(ROWS):
        top = 54 + 92 * i
        left = xs[0] - 34
        drawing.text(left, top - 34, name, "title", anchor="start")
        places = []
        for x, token in zip(xs, SIGNS):
            long = 18 + 8.4 * len(token)
            places.append(drawing.chip(x, top, token, width=long))
        question, pad, answer = places
        if i == 0:
            drawing.arrow((question.right, top), (pad.left, top))
            drawing.arrow((pad.right, top), (answer.left, top))
        else:
            drawing.arrow((question.right, top), (pad.left, top))
            down = (question.x, question.bottom), (question.x, top + 34)
            up = (answer.x, top + 34), (answer.x, answer.bottom)
            drawing.arrow(*down, *up)
    return drawing


alt = (
    "Two rows, each with a question, a scratchpad and an answer. In "
    "the first the answer follows from the scratchpad. In the second "
    "an arrow leads from the question past the scratchpad to the "
    "answer."
)
caption = (
    "Same text, two causes: what is written does not show where the "
    "answer came from, so we change it and look again."
)
wide = draw(640, (160, 320, 480))
narrow = draw(330, (46, 160, 270))
diagram.save(wide, narrow, "place", alt, caption)
