# time limit: 60 s
"""A question, answered from the parameters and with a document."""

import re
from itertools import product

from lessoncode import diagram
from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
END = tokenizer.special_tokens["<|im_end|>"]
QUESTION = "What is the capital of Drovenia?"
DOCUMENTS = {
    "atlas.txt": "The capital of Drovenia is Karsk.",
    "guide.txt": "Drovenia lies between two rivers.",
    "diary.txt": "In France we saw Paris and Lyon.",
}


def answers(*texts):
    """The likeliest answers to some texts, token by token."""
    written = [smollm.chat_template([("user", text)]) for text in texts]
    ids = [tokenizer.encode(w, allow_special=True) for w in written]
    how = {"sampling": GREEDY, "stop": END}  # always the likeliest
    drawn = generate_answers(model, ids, 20, **how)
    return [tokenizer.decode(i for i in a if i != END) for a in drawn]


def in_common(document):
    """How many words a document shares with the question."""
    texts = QUESTION.lower(), document.lower()
    asked, told = (set(re.findall(r"\w+", text)) for text in texts)
    return len(asked & told)


shared = {name: in_common(text) for name, text in DOCUMENTS.items()}
found = max(shared, key=shared.get)
alone, helped = answers(QUESTION, f"{DOCUMENTS[found]}\n\n{QUESTION}")
print("words in common with the question:")
print(" ", ", ".join(f"{name} {n}" for name, n in shared.items()))
print("alone, and with the document found:")
print(" ", alone)
print(" ", helped)
countries = "Drovenia", "Karmistan", "Pelluria", "Mirakand"
cities = "Karsk", "Bresk", "Tarvo", "Lumen", "Montale"
pairs = list(product(countries, cities))
form = "The capital of {0} is {1}.\n\nWhat is the capital of {0}?"
replies = answers(*(form.format(*pair) for pair in pairs))
right = sum(city in text for (_, city), text in zip(pairs, replies))
print(f"{len(pairs)} pairs of names: {right} as in the document")


def said(drawing, x, y, text, before, colour="ink"):
    """A text in two lines, the second from a word on."""
    cut = text.index(f" {before} ")
    look = {"style": "read", "colour": colour, "anchor": "start"}
    drawing.text(x, y - 11, text[:cut], **look)
    drawing.text(x, y + 11, text[cut + 1 :], **look)


def told(drawing, x, y, words, style="plain"):
    """A line that explains."""
    colour = "ink" if style == "title" else "muted"
    drawing.text(x, y, words, style, colour, anchor="start")


def searched(drawing, top, y):
    """From a question down through a search to a longer text."""
    pill = drawing.pill(48, y, "search")
    drawing.arrow((48, top), (48, pill.top))
    drawing.arrow((48, pill.bottom), (48, pill.bottom + 26))
    told(drawing, pill.right + 8, y, f"finds {found}")
    y = pill.bottom + 50
    said(drawing, 5, y, DOCUMENTS[found], "is", "accent")
    said(drawing, 5, y + 44, QUESTION, "of")
    side = (204, y - 20), (204, y + 64)
    drawing.arrow(*side, line="quiet", head=False)


wide = diagram.Drawing(640, 262)
told(wide, 250, 14, "The model alone", "title")
told(wide, 250, 160, "The same model, with a search", "title")
said(wide, 5, 52, QUESTION, "of")
searched(wide, 76, 115)
for y, reply in ((52, alone), (204, helped)):
    wide.arrow((204, y), (250, y))
    box = wide.box(250, y - 15, 94, "SmolLM2")
    wide.arrow((box.right, y), (box.right + 38, y))
    said(wide, 390, y, reply, "is", colour="second")
wide.text(390, 241, f"[{found}]", "code", anchor="start")
told(wide, 482, 241, "added by the program")

narrow = diagram.Drawing(350, 470)
told(narrow, 5, 14, "The model alone", "title")
told(narrow, 96, 160, "With a search", "title")
said(narrow, 5, 50, QUESTION, "of")
box = narrow.box(240, 35, 94, "SmolLM2")
narrow.arrow((150, 50), (box.left, 50))
narrow.arrow((box.x, box.bottom), (box.x, 88))
said(narrow, 96, 112, alone, "is", colour="second")
searched(narrow, 74, 198)
y = 285
box = narrow.box(240, y - 15, 94, "SmolLM2")
narrow.arrow((204, y), (box.left, y))
narrow.arrow((box.x, box.bottom), (box.x, 366))
said(narrow, 96, 390, helped, "is", colour="second")
narrow.text(96, 427, f"[{found}]", "code", anchor="start")
told(narrow, 96, 447, "added by the program")
alt = (
    "One question, answered in two ways. Above, it goes into SmolLM2, "
    "and out comes The capital of Drovenia is Nova Haven. Below, a "
    "search finds atlas.txt with it. The document in front and the "
    "question after it go into the same model as one text, and out "
    "comes The capital of Drovenia is Karsk. The name atlas.txt in "
    "brackets is added by the program."
)
caption = (
    "Two ways to answer: with a search, a document is put in front of "
    "the question, and the model continues both as one text."
)
diagram.save(wide, narrow, "look-up", alt, caption)
