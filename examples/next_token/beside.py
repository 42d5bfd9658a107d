"""The truth, this model and two counts, side by side."""

import numpy as np

from lessoncode import checkpoints, figure
from lessoncode.generate import next_token_probabilities
from lessoncode.ngram import NGram
from lessoncode.worlds import CAT_AND_DOG, grammar

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
sample = grammar(CAT_AND_DOG).sample(20_000, np.random.default_rng(0))
documents = [words.encode(sentence) for sentence in sample]
shown = ("mat", "sofa", "roof", "dog", "cat", "grass")
ids = [words.end_id, *words.encode("the cat sat on the")]

p = {"model": next_token_probabilities(model([ids]).data[0, -1])}
for n, name in ((3, "trigram"), (2, "bigram")):
    counts = NGram(documents, n, words.n_vocab, words.end_id)
    p[name] = counts.probabilities(ids)
rows = {"truth": [CAT_AND_DOG["CAT_SEAT"].get(w, 0) for w in shown]}
rows |= {name: p[name][words.encode(" ".join(shown))] for name in p}

print(" " * 8 + "".join(f"{word:>7}" for word in shown))
fig, axes = figure.canvas(height=3)
places = np.arange(len(shown)) - 0.3
colours = [figure.COLOURS[n] for n in ("muted", *figure.MARKS)]
for (name, row), colour in zip(rows.items(), colours):
    print(f"{name:8}" + "".join(f"{share:7.3f}" for share in row))
    axes.bar(places, row, 0.18, label=name, color=colour)
    places = places + 0.2
axes.set_xticks(range(len(shown)), shown)
axes.set(ylabel="probability", ylim=(0, 0.8))
axes.legend()
alt = (
    "Four bars for each of six words. Truth and model agree: mat "
    "leads by far, cat and grass have nothing. The trigram gives mat "
    "about half of that, and grass some; the bigram gives cat most."
)
figure.save(fig, "beside", alt)
