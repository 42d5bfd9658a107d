"""How a model writes: predict, draw, add the word, start again."""

# --8<-- [start:drawing]
from lessoncode import diagram

AGAIN = "added to the end of the text, and round again"


def wide(text, scored, bars, drawn):
    """Round with the clock: to the right, and back on top."""
    drawing = diagram.Drawing(640, 186)
    for y, part in ((108, text[:11]), (132, text[12:])):
        drawing.text(32, y, part, "read", anchor="start")
    drawing.arrow((126, 120), (152, 120))
    box = drawing.box(152, 97, 136, "the model", scored)
    drawing.arrow((box.right, 120), (314, 120))
    drawing.text(430, 48, "probabilities", "title")
    drawing.bars(398, 76, bars, longest=80)
    drawing.arrow((480, 120), (514, 120))
    one = drawing.pill(560, 120, "draw one")
    chip = drawing.chip(560, 68, drawn, colour="second")
    drawing.arrow((560, one.top), (560, chip.bottom), line="loop")
    out = (chip.right, chip.y), (630, chip.y), (630, 16)
    back = (8, 16), (8, 120), (28, 120)
    drawing.arrow(*out, *back, line="loop")
    drawing.text(320, 16, AGAIN, colour="second", on_line=True)
    return drawing


def narrow(text, scored, bars, drawn):
    """Round with the clock: down, and back on the right."""
    drawing = diagram.Drawing(350, 394)
    x = 150
    drawing.text(x, 18, text, "read")
    drawing.arrow((x, 34), (x, 62))
    box = drawing.box(x - 80, 62, 160, "the model", scored)
    drawing.arrow((x, box.bottom), (x, 136))
    drawing.text(x, 152, "probabilities", "title")
    drawing.bars(x - 20, 182, bars, longest=110)
    drawing.arrow((x, 286), (x, 314))
    one = drawing.pill(x, 330, "draw one")
    chip = drawing.chip(268, 330, drawn, colour="second")
    drawing.arrow((one.right, 330), (chip.left, 330), line="loop")
    out = (chip.right, 330), (344, 330), (344, 18)
    drawing.arrow(*out, (224, 18), line="loop")
    drawing.text(x + 26, 374, AGAIN, colour="second")
    return drawing


def save(*shown):
    """Save both drawings."""
    alt = (
        "A ring. The text, the cat sat on the, goes into the model. "
        "Out come probabilities, drawn as bars: mat has 0.687, sofa "
        "0.210, and all others less. One word is drawn, mat. An arrow "
        "leads from it to the text, and everything starts again."
    )
    caption = (
        "How a model writes: it gives every word a probability of "
        "coming next, one word is drawn and added to the text, and "
        "the model starts again with the longer text."
    )
    diagram.save(wide(*shown), narrow(*shown), "ring", alt, caption)
# --8<-- [end:drawing]


# --8<-- [start:numbers]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

saved = checkpoints.load("next_token/train")
# frozen: without what only training needs
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)  # 0 is the seed: it fixes the draws

text = "the cat sat on the"
# scores for each text and each place in it: text 0, the last place
scores = model([words.prompt(text)]).data[0, -1]
p = next_token_probabilities(scores)
drawn = words.words[rng.choice(p.size, p=p)]

likely = np.argsort(-p)[:4]
bars = [(words.words[i], p[i]) for i in likely]
bars.append((f"{p.size - 4} others", 1 - p[likely].sum()))
for word, part in bars:
    print(f"{word:9} {part:.3f}")
print("drawn, and added to the end:", drawn)
save(text, f"scores {p.size} tokens", bars, drawn)
# --8<-- [end:numbers]
