"""One turn of writing: score, turn into probabilities, draw."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints


def draw(text, rows, drawn):
    """From the text down to the word, and round to the text again."""
    fig, axes = figure.canvas(width=4.2, height=4)
    axes.set(xlim=(0, 10), ylim=(-0.1, 10))
    axes.set_axis_off()
    muted, accent = figure.COLOURS["muted"], figure.COLOURS["accent"]
    middle = {"ha": "center", "va": "center"}
    box = {"facecolor": "none", "edgecolor": muted, "pad": 6}
    axes.text(4, 9.4, text, bbox=box, **middle)
    axes.text(4, 0.6, drawn, bbox=box, **middle)
    arrow = {"arrowprops": {"arrowstyle": "->", "color": muted}}
    ways = (8.8, 7.9, "the model scores"), (2.1, 1.2, "one is drawn")
    for top, bottom, label in ways:
        axes.annotate("", (4, bottom), (4, top), **arrow)
        y = (top + bottom) / 2
        axes.text(4.2, y, label, color=muted, va="center")
    axes.text(2.9, 7.2, "score", color=muted, ha="right")
    axes.text(3.4, 7.2, "softmax: probability", color=muted)
    for y, (word, score, p) in zip((6.6, 5.7, 4.8, 3.9, 3), rows):
        axes.text(0, y, word, va="center")
        axes.text(2.9, y, score, ha="right", va="center")
        axes.barh(y, 4 * p, 0.5, left=3.4, color=accent)
        axes.text(3.6 + 4 * p, y, f"{p:.3f}", va="center")
    axes.plot([4.8, 9.7, 9.7], [0.6, 0.6, 9.4], color=muted, lw=1)
    axes.annotate("", (6, 9.4), (9.75, 9.4), **arrow)
    label = "put at the end"
    axes.text(9.3, 5, label, color=muted, rotation=90, **middle)
    alt = (
        "A ring. The text goes to the model, which scores every word. "
        "Softmax makes the scores into probabilities, drawn as bars. "
        "One word is drawn by them, and put at the end of the text."
    )
    caption = (
        "One turn of writing: the model gives every word a "
        "probability, one word is drawn, and with it at the end the "
        "text goes round again."
    )
    figure.save(fig, "turn", alt, caption)


saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)

text = "the cat sat on the"
logits = model([words.prompt(text)]).data[0, -1]
p = next_token_probabilities(logits)
drawn = words.words[rng.choice(words.n_vocab, p=p)]

rows = []
for word in ("mat", "sofa", "dog", "roof"):
    i = words.encode(word)[0]
    rows.append((word, f"{logits[i]:.2f}", p[i]))
rest = 1 - sum(share for _, _, share in rows)
rows.append((f"{words.n_vocab - 4} others", "", rest))
for word, score, share in rows:
    print(f"{word:9} {score:>5} {share:6.3f}")
print("drawn:", drawn)
draw(text, rows, drawn)
