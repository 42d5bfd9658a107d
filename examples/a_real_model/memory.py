"""The model remembers only what it is given again."""

# --8<-- [start:lengths]
from textwrap import fill

from lessoncode import diagram
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY, next_token_probabilities
from lessoncode.pretrained import smollm
from lessoncode.pretrained.talk import common_start

model, tokenizer = smollm.load()
end = tokenizer.special_tokens["<|im_end|>"]
talk = [
    ("user", "My cat is called Tom."),
    ("assistant", "That is a good name."),
    ("user", "He likes rain."),
    ("assistant", "Most cats do not."),
    ("user", "What is my cat called?"),
]
sent, before = [], []
print("ids in the text, of which the same as before")
for n_turns in (1, 3, 5):
    written = smollm.chat_template(talk[:n_turns])
    ids = tokenizer.encode(written, allow_special=True)
    sent.append((len(ids), common_start(before, ids)))
    print("{:8}, {:3}".format(*sent[-1]))
    before = ids


def draw(width, left, scale):
    """A bar for each answer: what was sent before, and what is new."""
    drawing = diagram.Drawing(width, 140)
    for i, (whole, same) in enumerate(sent):
        y = 32 + 36 * i
        name = ("1st", "2nd", "3rd")[i] + " answer"
        drawing.text(left - 8, y, name, "title", anchor="end")
        old, end = left + scale * same, left + scale * whole
        if same:
            place = diagram.Place(left, y - 12, old, y + 12)
            drawing.outline(place, 2, fill="grid")
            drawing.text((left + old) / 2, y, "again")
        place = diagram.Place(old, y - 12, end, y + 12)
        drawing.outline(place, 2, fill="accent")
        drawing.text((old + end) / 2, y, "new", colour="surface")
        counted = f"{whole} tokens" if scale > 4 else f"{whole}"
        drawing.text(end + 8, y, counted, anchor="start")
    unit = "" if scale > 4 else ", in tokens"
    drawing.text(left, 8, f"Computed from{unit}:", anchor="start")
    return drawing


alt = (
    "Three bars, for the first, second and third answer in a "
    "conversation. Each bar contains the whole bar before it and a new "
    "part."
)
caption = (
    "A conversation: each answer is computed from all of it, from the "
    "first word."
)
drawings = draw(640, 112, 5.4), draw(350, 108, 2.6)
diagram.save(*drawings, "talk", alt, caption)
# --8<-- [end:lengths]


# --8<-- [start:forgotten]
def probability(turns, begun, word):
    """P(word), after the beginning of the assistant's answer."""
    written = smollm.chat_template(turns) + begun
    ids = tokenizer.encode(written, allow_special=True)
    p = next_token_probabilities(model([ids], last=True).data[0, -1])
    return p[tokenizer.encode(word)[0]]


named = [
    ("user", "Hello! My name is Mary."),
    ("assistant", "Nice to meet you, Mary!"),
    ("user", "What is my name?"),
]
print("                        whole  two turns  another name  that")
print("                         text   left out    in the text  name")
asked = []
for turns, begun, word, other in (
    (talk, "Your cat is called", " Tom", " Max"),
    (named, "Your name is", " Mary", " Anna"),
):
    whole = probability(turns, begun, word)
    rest = probability(turns[2:], begun, word)
    renamed = [(who, text.replace(word, other)) for who, text in turns]
    changed = probability(renamed, begun, word)
    name = probability(renamed, begun, other)
    row = f"{whole:6.2f} {rest:10.2f} {changed:13.2f} {name:5.2f}"
    print(f"{begun + word:22} {row}")
    written = smollm.chat_template(turns)
    ids = tokenizer.encode(written, allow_special=True)
    said = generate(model, ids, 60, sampling=GREEDY, stop=end)
    asked.append((turns[-1][1], tokenizer.decode(list(said))))
print("without a beginning, always the most likely token:")
for question, answer in asked:
    print(fill(f"{question} {answer}", 62, subsequent_indent="  "))
# --8<-- [end:forgotten]
