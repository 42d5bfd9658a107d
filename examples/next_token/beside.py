"""The truth, this model and two counts, side by side."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

alt = (
    "Six words, and the probability each of the four gives them. "
    "The model's dots touch the circles of the truth. The trigram "
    "and the bigram give mat far less, and grass or cat too much."
)
caption = (
    "Where the cat will sit: this model is close to the truth for "
    "all six words, while the counts are far off for some of them."
)


def draw(rows):
    """A line for each word, a mark for each row."""
    fig, axes = figure.canvas(height=2.7)
    y = np.arange(len(shown))
    marks = {  # colour, marker, size, how far below its line
        "truth": ("ink", "o", 110, 0),
        "model": ("accent", ".", 70, 0),
        "trigram": ("second", "^", 40, 0.27),
        "bigram": ("third", "s", 30, -0.27),
    }
    places = {  # of their names, on the line of mat
        "truth": (0.57, -0.25),
        "model": (0.56, 0.25),
        "trigram": (0.41, 0.27),
        "bigram": (0.16, -0.27),
    }
    for name, (colour, shape, size, below) in marks.items():
        points = axes.scatter(rows[name], y + below, size, marker=shape)
        points.set(color=figure.COLOURS[colour], zorder=3)
        if name == "truth":
            points.set_facecolor("none")
        look = {"color": figure.COLOURS[colour], "va": "center"}
        axes.text(*places[name], name, **look)
    axes.text(
        0.33, 3.5, "impossible here, but a\nbigram reads one word",
        va="center", color=figure.COLOURS["third"],
    )
    axes.set_yticks(y, shown)
    axes.grid(axis="y")
    axes.set(xlabel="probability", xlim=(-0.02, 0.8), ylim=(5.5, -0.5))
    figure.save(fig, "beside", alt, caption)


# --8<-- [start:compare]
saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
sample = grammar(CAT_AND_DOG).sample(20_000, np.random.default_rng(0))
documents = [words.encode(sentence) for sentence in sample]
shown = ("mat", "sofa", "roof", "dog", "cat", "grass")
ids = words.prompt("the cat sat on the")

p = {"model": next_token_probabilities(model([ids]).data[0, -1])}
for n, name in ((3, "trigram"), (2, "bigram")):
    counts = NGram(documents, n, words.n_vocab, words.end_id)
    p[name] = counts.probabilities(ids)
rows = {"truth": [CAT_AND_DOG["CAT_SEAT"].get(w, 0) for w in shown]}
picked = words.encode(" ".join(shown))
rows |= {name: p[name][picked] for name in p}

print(" " * 8 + "".join(f"{word:>6}" for word in shown))
for name, shares in rows.items():
    print(f"{name:8}" + "".join(f"{share:6.3f}" for share in shares))

draw(rows)  # the picture
# --8<-- [end:compare]
