"""One question, with a search in front of the model."""

from lessoncode import diagram
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints

trained = checkpoints.load("hallucination/years")
model, words = trained.model.frozen(), trained.tokenizer
LIBRARY = {
    "gazette": "in year 6 albania is led by ben .",
    "chronicle": "in year 6 kenya is led by sam .",
}
QUESTION = "in year 6 kenya is led by"


def shared(document):
    """How many words of the question the document has."""
    return len(set(QUESTION.split()) & set(LIBRARY[document].split()))


FOUND = max(LIBRARY, key=shared)


def answer(text):
    """The likeliest name."""
    ids = generate(model, words.prompt(text), 1, sampling=GREEDY)
    return words.decode(ids)


note = f"note : {LIBRARY[FOUND]}"
alone, helped = answer(QUESTION), answer(f"{note} {QUESTION}")
print(QUESTION)
print("  by itself:", alone)
print(f"  with a note from the {FOUND}:", helped)


def lines(drawing, x, y, text, colour="ink", cut=" kenya"):
    """A text in two lines."""
    at = text.index(cut)
    look = {"style": "read", "colour": colour, "anchor": "start"}
    drawing.text(x, y, text[:at], **look)
    drawing.text(x, y + 22, text[at + 1 :], **look)


def told(drawing, x, y, text, style="plain"):
    """A line that explains."""
    colour = "ink" if style == "title" else "muted"
    drawing.text(x, y, text, style, colour, anchor="start")


def down(drawing, top, y):
    """From a question through a search to a longer text."""
    pill = drawing.pill(56, y, "search")
    drawing.arrow((56, top), (56, pill.top))
    drawing.arrow((56, pill.bottom), (56, pill.bottom + 24))
    y = pill.bottom + 42
    lines(drawing, 4, y, note, "accent")
    lines(drawing, 4, y + 50, QUESTION)
    side = (168, y - 8), (168, y + 80)
    drawing.arrow(*side, line="quiet", head=False)
    return pill, y + 36


def said(drawing, start, y, name):
    """What the model wrote."""
    drawing.arrow((start, y), (start + 24, y))
    look = {"style": "read", "colour": "second", "anchor": "start"}
    return drawing.text(start + 32, y, name, **look)


wide = diagram.Drawing(640, 254)
told(wide, 226, 14, "The model by itself", "title")
lines(wide, 4, 42, QUESTION)
pill, y = down(wide, 78, 112)
told(wide, 226, y - 42, "The same model, with a search", "title")
for at, name in (53, alone), (y, helped):
    wide.arrow((168, at), (226, at))
    box = wide.box(226, at - 15, 84, "model")
    place = said(wide, box.right, at, name)
wide.text(place.right + 80, y, f"[{FOUND}]", "code")
path = (pill.right, pill.y), (490, pill.y), (490, y - 12)
wide.arrow(*path, line="quiet")
text = "the program keeps the source"
wide.text(290, pill.y, text, colour="muted", on_line=True)

narrow = diagram.Drawing(350, 268)
told(narrow, 4, 14, "The model by itself, and with a search", "title")
lines(narrow, 4, 46, QUESTION)
pill, y = down(narrow, 82, 122)
for start, at, name in (125, 57, alone), (168, y, helped):
    narrow.arrow((start, at), (186, at))
    box = narrow.box(186, at - 15, 64, "model")
    said(narrow, box.right, at, name)
narrow.text(300, y + 26, f"[{FOUND}]", "code")
path = (pill.right, pill.y), (336, pill.y), (336, y + 16)
narrow.arrow(*path, line="quiet")
text = "the program keeps the source"
narrow.text(210, pill.y, text, colour="muted", on_line=True)

alt = (
    "The beginning of a sentence goes into a model by itself, and leo "
    "comes out. Below, a search finds the chronicle with it. The line "
    "found there is put in front, as a note, and the same model goes "
    "on with sam. The program that searched adds the chronicle's name."
)
caption = (
    "A look-up: the program puts the text that it found in front of "
    "the question, and it knows where the text came from."
)
diagram.save(wide, narrow, "look-it-up", alt, caption)
