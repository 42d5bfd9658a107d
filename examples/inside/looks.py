"""Who looks at whom: one head of each layer."""

import numpy as np

from lessoncode import diagram, svg
from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints


def looks(drawing, left, step):
    """The words from left to right, their two layers downwards."""
    places = [left + step * i for i in range(len(labels))]
    tops = (38, 138, 238)
    for i, (x, word) in enumerate(zip(places, labels)):
        look = ("title", "accent") if i in path else ()
        drawing.text(x, 14, word, *look)
        ends = (x, tops[0]), (x, tops[2])
        drawing.arrow(*ends, line="quiet", head=False)
    for share, top, bottom in zip(heads, tops, tops[1:]):
        for i, j in zip(*np.nonzero(np.tril(share > 0.02, -1))):
            start, end = (places[j], top), (places[i], bottom)
            drawing.look(start, end, share[i, j])
    for k, share in enumerate(heads):
        j, i = path[k : k + 2]
        start, end = (places[j], tops[k]), (places[i], tops[k + 1])
        drawing.look(start, end, share[i, j], chosen=True)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        part = f"{share[i, j]:.2f}"
        drawing.text(x, y, part, colour="second", on_line=True)
    ring = {"fill": "surface", "stroke": "accent", "stroke_width": 2.5}
    for i, y in zip(path, tops):
        place = svg.around(places[i], y, 13, 13)
        drawing.outline(place, 6.5, **ring)


def wide():
    """The layers named beside the words."""
    drawing = diagram.Drawing(640, 282)
    looks(drawing, 106, 56)
    for layer, y in ((1, 78), (2, 178)):
        name, head = f"layer {layer}", "second head"
        drawing.text(2, y, name, "title", anchor="start")
        drawing.text(2, y + 18, head, colour="muted", anchor="start")
    drawing.text(470, 268, carries, anchor="end")
    drawing.text(478, 268, says, colour="second", anchor="start")
    return drawing


def narrow():
    """The layers named where no line is."""
    drawing = diagram.Drawing(350, 306)
    looks(drawing, 16, 35)
    for layer, y in ((1, 122), (2, 222)):
        name = f"layer {layer}"
        drawing.text(24, y, name, anchor="start", on_line=True)
    drawing.text(346, 266, carries, anchor="end")
    drawing.text(346, 288, says, colour="second", anchor="end")
    return drawing


alt = (
    "The words of the sentence from left to right, two layers "
    "downwards, with curves for what a word takes from earlier ones. "
    "Most are thin or grey. Two are thick and blue: in layer 1 saw "
    "takes 0.99 from cat, and in layer 2 the last word, the, takes "
    "0.99 from saw. Below that it says mat 0.685, sofa 0.211."
)
caption = (
    'Two looks carry the cat to the end: "saw" takes from "cat", then '
    'the last "the" takes from "saw"; a curve is a share of the second '
    "head, thicker if larger, and a vertical line a word's own stream."
)

# --8<-- [start:path]
trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
labels = ["end", *text.split()]
heads = []
for _, place, x in model.stream([words.prompt(text)]):
    if place == "qkv":  # of two heads, the second
        heads.append(attention_weights(x, model.config.heads)[0, 1])
p = next_token_probabilities(model.logits(x).data[0, -1])
mat, sofa = p[words.encode("mat sofa")]

last = len(labels) - 1
middle = int(np.argmax(heads[1][last]))
first = int(np.argmax(heads[0][middle]))
path = [first, middle, last]
for layer, share, at in zip((1, 2), heads, (middle, last)):
    taken = [
        f"{share[at, i]:.2f} from {labels[i]}"
        for i in np.argsort(-share[at])
        if share[at, i] > 0.005
    ]
    print(f"layer {layer}, second head: {labels[at]} takes")
    print("   ", ", ".join(taken))
carries = "the last word now has the cat:"
says = f"mat {mat:.3f}, sofa {sofa:.3f}"
print("then", says)
diagram.save(wide(), narrow(), "looks", alt, caption)
# --8<-- [end:path]
