"""Three rounds of writing: predict, draw one, and again."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
START = "The capital of France is"
rng = np.random.default_rng(0)  # 0 is the seed: it fixes the draws
ids = tokenizer.encode(START)
rounds = []
for _ in range(3):
    # the scores for what comes next: text 0, its last place
    logits = model([ids], last=True).data[0, -1]
    p = next_token_probabilities(logits)
    drawn = int(rng.choice(p.size, p=p))
    place = int((p > p[drawn]).sum()) + 1
    top = [int(token) for token in np.argsort(-p)[: max(3, place)]]
    rows = [(tokenizer.decode([i]), float(p[i])) for i in top]
    others = 1 - sum(share for _, share in rows)
    token = tokenizer.decode([drawn])
    rows.append(("others", others))
    print(f"drawn {token!r}, after {tokenizer.decode(ids)!r}")
    for name, share in rows:
        print(f"  {name!r:13} {share:.3f}")
    rounds.append((tokenizer.decode(ids), rows, token))
    ids.append(drawn)
print(f"  the {place}th most likely of {p.size:,}")


def predict(drawing, x, y, rows, drawn):
    """Bars of what may come, and what was drawn; returns its middle."""
    bars = [(name.replace("\n", "\u21b5"), p) for name, p in rows]
    drawing.bars(x, y, bars, longest=90)
    drawing.arrow((x + 134, y + 33), (x + 156, y + 33))
    middle = x + 166 + diagram.extent(drawn, "code") / 2
    left = drawing.chip(middle, y + 33, drawn, colour="second").left
    drawing.text(left, y + 10, "drawn", colour="muted", anchor="start")
    if "end" in drawn:
        drawing.text(left, y + 56, "the end", anchor="start")
    return middle


def again(drawing, start, y, end):
    """Back to the left, one token longer."""
    (left, down), (right, up) = end, start
    path = (right, up), (right, y), (left, y), (left, down)
    drawing.arrow(*path, line="loop")
    words, middle = "added, and round again", (left + right) / 2
    drawing.text(middle, y, words, colour="second", on_line=True)


wide = diagram.Drawing(640, 398)
narrow = diagram.Drawing(350, 520)
for i, (text, rows, drawn) in enumerate(rounds):
    y = 12 + 142 * i
    lines = ["The capital", "of France is", text[len(START) + 1 :]]
    for j, line in enumerate(lines):
        look = {"style": "read", "colour": ("ink", "second")[j == 2]}
        wide.text(10, y + 11 + 22 * j, line, anchor="start", **look)
    wide.arrow((136, y + 33), (166, y + 33))
    box = wide.box(166, y + 18, 92, "SmolLM2")
    wide.arrow((box.right, y + 33), (box.right + 30, y + 33))
    middle = predict(wide, 360, y, rows, drawn)
    if i < 2:
        again(wide, (middle, y + 47), y + 106, (60, y + 138))

    y = 50 + 170 * i
    narrow.text(10, y - 38, text, "read", anchor="start")
    narrow.arrow((76, y - 26), (76, y - 8))
    look = {"colour": "muted", "anchor": "start"}
    narrow.text(90, y - 18, "SmolLM2 predicts", **look)
    middle = predict(narrow, 90, y, rows, drawn)
    if i < 2:
        again(narrow, (middle, y + 47), y + 96, (30, y + 120))

alt = (
    "Three rounds, one below the other. In each, the text so far goes "
    "into SmolLM2, bars show the most likely tokens and all "
    "others, and one token is drawn. Paris is drawn and added, then "
    "the full stop. In the third round the mark that ends the text is "
    "drawn."
)
caption = (
    "Three rounds of writing: the model gives every token a "
    "probability, one is drawn, and the model reads the longer text."
)
diagram.save(wide, narrow, "loop", alt, caption)
