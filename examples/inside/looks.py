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
        part = f"{share[i, j]:.0%}"
        drawing.text(x, y, part, colour="second", on_line=True)
    ring = {"fill": "surface", "stroke": "accent", "stroke_width": 2.5}
    for i, y in zip(path, tops):
        place = svg.around(places[i], y, 13, 13)
        drawing.outline(place, 6.5, **ring)


def taken(share):
    """What one word takes, the largest shares first."""
    sources = [i for i in np.argsort(-share) if share[i] > 0.015]
    parts = (f"{share[i]:.0%} from {labels[i]}" for i in sources)
    return ", ".join(parts)


def wide():
    """The layers named beside the words."""
    drawing = diagram.Drawing(640, 282)
    looks(drawing, 106, 56)
    for layer, y in ((1, 66), (2, 166)):
        drawing.text(2, y, f"layer {layer}", "title", anchor="start")
        to, source = labels[path[layer]], labels[path[layer - 1]]
        lines = f'"{to}" takes', f'from "{source}"'
        for i, line in enumerate(lines, 1):
            drawing.text(2, y + 20 * i, line, anchor="start")
    drawing.text(480, 268, carries, anchor="end")
    drawing.text(488, 268, says, colour="second", anchor="start")
    return drawing


def narrow():
    """The layers named where no line is."""
    drawing = diagram.Drawing(350, 356)
    looks(drawing, 16, 35)
    for layer, y in ((1, 268), (2, 290)):
        to, source = labels[path[layer]], labels[path[layer - 1]]
        line = f'layer {layer}: "{to}" takes from "{source}"'
        drawing.text(4, y, line, anchor="start")
    drawing.text(4, 318, carries, anchor="start")
    drawing.text(4, 340, says, colour="second", anchor="start")
    return drawing


alt = (
    "The words of the sentence from left to right, two layers "
    "downwards, with curves for what a word takes from earlier ones. "
    "Most are thin or grey. Two are thick and blue: in layer 1 saw "
    "takes 99% from cat, and in layer 2 the last word, the, takes "
    "99% from saw. The prediction is then mat 0.685, sofa 0.211."
)
caption = (
    "The cat reaches the last word in two steps: each curve shows what "
    "a word takes from an earlier one, and a thicker curve means more."
)

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
text = "the cat that saw the bird sat on the"
labels = ["end", *text.split()]

# --8<-- [start:path]
heads = []
for _, place, x in model.stream([words.prompt(text)]):
    if place == "qkv":  # just before attention
        head = 1 - len(heads)  # head 2 of layer 1, head 1 of layer 2
        heads.append(attention_weights(x, model.config.heads)[0, head])
p = next_token_probabilities(model.logits(x).data[0, -1])
mat, sofa = p[words.encode("mat sofa")]

last = len(labels) - 1
middle = int(np.argmax(heads[1][last]))
first = int(np.argmax(heads[0][middle]))
path = [first, middle, last]
print("what a word takes, if 2% or more")
for layer, at in ((1, middle), (1, last), (2, last)):
    print(f"layer {layer}, {labels[at]}:", taken(heads[layer - 1][at]))
carries = "the cat has arrived, so it predicts"
says = f"mat {mat:.3f}, sofa {sofa:.3f}"
print("it predicts", says)
diagram.save(wide(), narrow(), "looks", alt, caption)
# --8<-- [end:path]
