"""One question: the model writes a call, and a program runs it."""

from lessoncode import diagram
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk

model = models_of(checkpoints.load("tools/train"))["0"]
asked = desk.Turn("user", "what is 4 7 + 8 5")
tools = {"calc": desk.calculate}
(talk,) = desk.answered(model, [[asked]], tools)
for role, text in talk:
    print(f"{role:9} {text}")
_, (_, call), (_, result), (_, answer) = talk


def line(drawing, x, y, text, colour="ink"):
    """A text that is read or written."""
    look = {"style": "read", "colour": colour, "anchor": "start"}
    return drawing.text(x, y, text, **look)


def told(drawing, x, y, text, style="plain"):
    """A line that explains."""
    colour = "ink" if style == "title" else "muted"
    drawing.text(x, y, text, style, colour, anchor="start")


wide = diagram.Drawing(640, 216)
told(wide, 4, 14, "The model writes a call", "title")
line(wide, 4, 52, asked.text)
wide.arrow((150, 52), (182, 52))
box = wide.box(182, 37, 84, "model")
wide.arrow((box.right, 52), (298, 52))
place = line(wide, 306, 52, call, "second")
pill = wide.pill(576, 52, "calculator")
wide.arrow((place.right - 10, 52), (pill.left, 52))
told(wide, pill.left - 22, 82, "a program runs it")
path = (pill.right, 52), (636, 52), (636, 112), (66, 112), (66, 132)
wide.arrow(*path, line="loop")
text = "and writes the result after the call"
wide.text(330, 112, text, colour="second", on_line=True)
line(wide, 4, 148, asked.text)
line(wide, 4, 172, call, "second")
line(wide, 4, 196, result, "accent")
side = (158, 140), (158, 204)
wide.arrow(*side, line="quiet", head=False)
wide.arrow((158, 172), (182, 172))
box = wide.box(182, 157, 84, "model")
wide.arrow((box.right, 172), (298, 172))
place = line(wide, 306, 172, answer, "second")
told(wide, place.right + 24, 172, "no call: this is the answer")

narrow = diagram.Drawing(350, 330)
told(narrow, 4, 14, "The model writes a call", "title")
line(narrow, 4, 46, asked.text)
narrow.arrow((150, 46), (180, 46))
box = narrow.box(180, 31, 84, "model")
narrow.arrow((box.x, box.bottom), (box.x, 84))
place = line(narrow, 162, 102, call, "second")
narrow.arrow((box.x, 116), (box.x, 138))
pill = narrow.pill(box.x, 154, "calculator")
told(narrow, 4, 154, "a program runs it")
path = (pill.right, 154), (338, 154), (338, 196), (66, 196), (66, 220)
narrow.arrow(*path, line="loop")
text = "and writes the result after it"
narrow.text(200, 196, text, colour="second", on_line=True)
line(narrow, 4, 236, asked.text)
line(narrow, 4, 260, call, "second")
line(narrow, 4, 284, result, "accent")
side = (158, 228), (158, 292)
narrow.arrow(*side, line="quiet", head=False)
narrow.arrow((158, 260), (180, 260))
box = narrow.box(180, 245, 84, "model")
narrow.arrow((box.x, box.bottom), (box.x, 298))
place = line(narrow, 202, 314, answer, "second")
told(narrow, 4, 314, "no call: the answer")

alt = (
    f"The text {asked.text} goes into a model, which writes {call}. A "
    "calculator runs that, and its result is written after the call. "
    "The longer text goes into the same model, which writes "
    f"{answer}. That is not a call, and so it is the answer."
)
caption = (
    "A call: the model writes it as text, a program runs it and "
    "writes the result after it, and the model continues."
)
diagram.save(wide, narrow, "call", alt, caption)
