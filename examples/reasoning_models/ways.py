"""Three ways to spend tokens on one answer."""

from lessoncode import diagram

WAYS = (
    ("think longer", ("(12,13)132",), "write steps, then the answer"),
    ("vote", ("132", "122", "132"), "the most frequent answer"),
    ("judge", ("132", "122", "142"), "the one a judge likes best"),
)


def row(drawing, left, top, tokens, text):
    """The answers of one way, and what is done with them."""
    x = left
    for token in tokens:
        wide = 15 + 9 * len(token)
        drawing.chip(x + wide / 2, top, token, width=wide)
        x += wide + 8
    if len(tokens) > 1:
        drawing.arrow((x, top), (x + 24, top))
        chosen = tokens[0]
        wide = 15 + 9 * len(chosen)
        look = {"width": wide, "colour": "second"}
        drawing.chip(x + 32 + wide / 2, top, chosen, **look)
    drawing.text(left, top + 26, text, colour="muted", anchor="start")


def wide():
    """A question on the left, three ways on the right."""
    drawing = diagram.Drawing(640, 236)
    drawing.text(8, 119, "47+85=", "code", anchor="start")
    box = drawing.box(84, 96, 120, "the model", "the same one")
    for i, (name, tokens, text) in enumerate(WAYS):
        top = 39 + 80 * i
        drawing.text(244, top, name, "title", anchor="start")
        row(drawing, 352, top, tokens, text)
        bend, start = box.right + 18, (box.right, box.y)
        turn = ((bend, box.y), (bend, top)) if top != box.y else ()
        drawing.arrow(start, *turn, (238, top))
    drawing.arrow((62, 119), (84, 119))
    return drawing


def narrow():
    """The same from top to bottom."""
    drawing = diagram.Drawing(340, 352)
    drawing.text(110, 14, "47+85=", "code")
    box = drawing.box(50, 40, 120, "the model", "the same one")
    drawing.arrow((110, 24), (110, box.top))
    for i, (name, tokens, text) in enumerate(WAYS):
        top = 122 + 84 * i
        drawing.text(44, top, name, "title", anchor="start")
        row(drawing, 44, top + 26, tokens, text)
        drawing.arrow((50, box.y), (16, box.y), (16, top), (38, top))
    return drawing


for name, tokens, _ in WAYS:
    print(f"{name:13}", *tokens)
alt = (
    "A model gets the question 47+85. There are three ways to go on. "
    "Think longer: it writes steps and then the answer. Vote: it "
    "writes three answers, and the most frequent one is taken. Judge: "
    "it writes three answers, and a judge takes the best."
)
caption = (
    "Three ways to spend more tokens: the weights stay as they are, "
    "and only the text written for an answer grows."
)
diagram.save(wide(), narrow(), "ways", alt, caption)
