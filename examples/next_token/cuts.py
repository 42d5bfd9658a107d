"""Greedy, top k and top p: three ways to drop unlikely words."""

import numpy as np

from lessoncode import diagram
from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.training import checkpoints


def draw(logits_of):
    """The most likely words, and a line where each cut is made."""
    drawing = diagram.Drawing(350, 274)
    beginnings = []
    for top, (begun, logits) in zip((0, 138), logits_of.items()):
        order = np.argsort(-logits)
        names = [words.decode([int(i)]) for i in order[:5]]
        p = next_token_probabilities(logits)[order]
        bars = [*zip(names, p), ("14 others", p[5:].sum())]
        drawing.text(2, top + 12, f"{begun} …", "read", anchor="start")
        drawing.bars(80, top + 34, bars, longest=150, step=18)
        for above, cuts in lines(logits).items():
            y = top + 25 + 18 * above
            drawing.arrow((80, y), (346, y), head=False)
            label = " and ".join(cuts)
            drawing.text(346, y, label, anchor="end", on_line=True)
        beginning = {"text": begun, "names": names}
        beginning["logits"] = logits[order].round(4).tolist()
        beginnings.append(beginning)
    data = {
        "kind": "sampling",
        "beginnings": beginnings,
        "temperatures": [n / 10 for n in range(1, 21)],
        "ks": [1, 2, 3, 4, 5, 10, None],
        "ps": [n / 20 for n in range(1, 21)],
        "first": {"temperature": 1.0, "top_k": None, "top_p": 0.6},
    }
    diagram.save(None, drawing, "cuts", alt, caption, data)


def lines(logits):
    """The cuts, by how many words they leave."""
    found = {}
    for name in "top k = 2", "top p = 0.6":
        p = next_token_probabilities(logits, settings[name])
        found.setdefault((p > 0).sum(), []).append(name)
    return found


alt = (
    "Bars for the next word after two beginnings. After the cat sat on "
    "the: mat 0.687, sofa 0.210, dog 0.054, roof 0.046. The line of top "
    "p is below mat, and that of top k is below sofa. After the dog sat "
    "on the: grass, sofa, mat, and both lines are below sofa."
)
caption = (
    "Top k and top p: only the words above the line are kept, and they "
    "share the probability of the others. If your browser shows "
    "sliders, they move the line."
)

# --8<-- [start:table]
saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
shown = ("mat", "sofa", "roof", "dog", "grass")
picked = words.encode(" ".join(shown))
settings = {
    "all": Sampling(),
    "greedy": Sampling(temperature=0),
    "top k = 2": Sampling(top_k=2),
    "top p = 0.6": Sampling(top_p=0.6),
}
logits_of = {}
for begun in ("the cat sat on the", "the dog sat on the"):
    logits = model([words.prompt(begun)]).data[0, -1]
    logits_of[begun] = logits.astype(float)
    print(begun)
    print(" " * 11 + "".join(f"{w:>6}" for w in (*shown, "rest")))
    for name, sampling in settings.items():
        p = next_token_probabilities(logits, sampling)
        row = *p[picked], 1 - p[picked].sum()
        # + 0 turns -0.000 into 0.000
        print(f"{name:11}" + "".join(f"{x + 0:6.3f}" for x in row))
draw(logits_of)  # the picture
# --8<-- [end:table]
