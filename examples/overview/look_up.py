"""A question, answered from the weights and with a document."""

# --8<-- [start:weights]
import re

from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
END = tokenizer.special_tokens["<|im_end|>"]


def answer(text):
    """The likeliest answer to a text, token by token."""
    written = smollm.chat_template([("user", text)])
    ids = tokenizer.encode(written, allow_special=True)
    how = {"sampling": GREEDY, "stop": END}
    (drawn,) = generate_answers(model, [ids], 20, **how)
    return tokenizer.decode(token for token in drawn if token != END)


for country in ("France", "Drovenia"):
    question = f"What is the capital of {country}?"
    alone = answer(question)
    print(question)
    print(f"  {alone}")
# --8<-- [end:weights]

# --8<-- [start:document]
from lessoncode import diagram

DOCUMENTS = {
    "atlas.txt": "The capital of Drovenia is Karsk.",
    "guide.txt": "Drovenia lies between two rivers.",
    "diary.txt": "In France we saw Paris and Lyon.",
}


def in_common(name):
    """How many words a document shares with the question."""
    texts = question.lower(), DOCUMENTS[name].lower()
    asked, told = (set(re.findall(r"\w+", text)) for text in texts)
    return len(asked & told)


found = max(DOCUMENTS, key=in_common)
print(question)
print(f"  {found}: {DOCUMENTS[found]}")
helped = answer(f"{DOCUMENTS[found]}\n\n{question}")
print(f"  {helped} [{found}]")


def said(drawing, x, y, text, before, colour="ink"):
    """A text in two lines, the second from a word on."""
    cut = text.index(f" {before} ")
    look = {"style": "read", "colour": colour, "anchor": "start"}
    drawing.text(x, y - 11, text[:cut], **look)
    drawing.text(x, y + 11, text[cut + 1 :], **look)


wide = diagram.Drawing(640, 290)
for y, reply in ((54, alone), (166, helped)):
    said(wide, 5, y, question, "of")
    wide.arrow((182, y), (220, y))
    box = wide.box(220, y - 15, 94, "SmolLM2")
    wide.arrow((box.right, y), (box.right + 38, y))
    said(wide, 360, y, reply, "is", colour="second")
wide.text(5, 14, "From the parameters alone", "title", anchor="start")
wide.text(5, 126, "With a look-up", "title", anchor="start")
source = wide.text(575, 177, f"[{found}]", "code")
search = wide.pill(55, 245, "search")
wide.arrow((search.x, 190), (search.x, search.top))
wide.arrow((search.right, 245), (126, 245))
file = wide.text(132, 245, found, "code", anchor="start")
wide.text(132, 266, DOCUMENTS[found], anchor="start")
wide.arrow((file.right + 6, 245), (box.x, 245), (box.x, box.bottom))
wide.arrow((box.x, 245), (source.x, 245), (source.x, 190))
words = "the program knows what it found"
wide.text(424, 245, words, colour="muted", on_line=True)

narrow = diagram.Drawing(350, 474)
titles = {14: "From the parameters alone", 162: "With a look-up"}
for y, title in titles.items():
    narrow.text(5, y, title, "title", anchor="start")
    said(narrow, 5, y + 36, question, "of")
box = narrow.box(230, 35, 94, "SmolLM2")
narrow.arrow((190, box.y), (box.left, box.y))
narrow.arrow((box.x, box.bottom), (box.x, 95))
said(narrow, 90, 118, alone, "is", colour="second")
search = narrow.pill(70, 250, "search")
narrow.arrow((search.x, 222), (search.x, search.top))
narrow.arrow((search.x, search.bottom), (search.x, 286))
narrow.text(34, 298, found, "code", anchor="start")
narrow.text(34, 318, DOCUMENTS[found], anchor="start")
box = narrow.box(100, 354, 94, "SmolLM2")
narrow.arrow((box.x, 330), (box.x, box.top))
narrow.arrow((190, 198), (300, 198), (300, box.y), (box.right, box.y))
narrow.arrow((box.x, box.bottom), (box.x, 402))
said(narrow, 34, 422, helped, "is", colour="second")
words = f"[{found}], from the program"
narrow.text(34, 459, words, "code", anchor="start")
narrow.arrow((28, 298), (10, 298), (10, 459), (28, 459))
alt = (
    "Above, a question goes into SmolLM2, and an answer comes out. "
    "Below, the question goes into a search, too; the document found "
    "goes into SmolLM2 with it, and its name goes past the model to "
    "the answer, in brackets."
)
caption = (
    "Two ways to an answer: with a look-up the model continues a "
    "document, and the program, not the model, adds the source."
)
diagram.save(wide, narrow, "look-up", alt, caption)
# --8<-- [end:document]
