"""How well a fact is known, by how often it was stated."""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

saved = checkpoints.load("knowledge/counts")
runs, words = saved.arrays, saved.tokenizer
stated, counts = runs["stated"], np.unique(runs["stated"])


def by_count(name):
    """The mean over the eight facts of each count: [seed, count]."""
    pairs = list(zip(runs[name], stated))
    return np.array(
        [[x[n == count].mean() for count in counts] for x, n in pairs]
    )


shares, p = by_count("right"), by_count("p")
print("times stated   mean probability   share right")
for i, n in enumerate(counts):
    of_words = f"{p[:, i].min():.2f}-{p[:, i].max():.2f}"
    low, high = shares[:, i].min(), shares[:, i].max()
    right = f"{high:.0%}"
    if low < high:
        right = f"{100 * low:.0f}-{right}"
    print(f"{n:12}   {of_words:>16}   {right:>11}")

# For the slider: the facts of each count, and what the last model,
# whose weights were kept, answers about each of them.
asked = [f"the capital of {country} is" for country in CAPITALS]
ids = [words.prompt(question) for question in asked]
logits = saved.model.frozen()(np.array(ids), last=True).data[:, 0]
p_next = next_token_probabilities(logits)


def answers(i):
    """The likeliest words after a question, with probabilities."""
    likeliest = np.argsort(-p_next[i])[:4]
    shares = p_next[i, likeliest].astype(float).round(3)
    names = [words.decode([int(word)]) for word in likeliest]
    return [list(pair) for pair in zip(names, shares.tolist())]


def facts(n):
    """Of each model: the facts told n times, how probable, if first."""
    rows = [[], [], []]
    for seed, i in np.argwhere(stated == n):
        first = int(runs["right"][seed, i])
        rows[seed].append([round(runs["p"][seed, i], 3), first])
    told = np.flatnonzero(stated[2] == n)
    questions = [[asked[i], answers(i)] for i in told]
    return {"told": int(n), "models": rows, "questions": questions}


data = {"kind": "told", "first": 3, "counts": [*map(facts, counts)]}

fig, axes = figure.canvas()
looks = (  # a line's style, and where the name of its model stands
    ("o-", 3.15, 0.3, "left"),
    ("s--", 2.95, 0.43, "right"),
    ("^:", 2.4, 0.75, "right"),
)
for seed, (style, x, y, side) in enumerate(looks):
    (line,) = axes.plot(p[seed], style, markersize=4)
    place = {"ha": side, "va": "center", "color": line.get_color()}
    axes.text(x, y, f"model {seed}", **place)
axes.text(-0.1, 0.42, "stated once:\nhardly known")
axes.text(6, 0.88, "64 times:\nnearly sure", ha="right", va="top")
axes.set_xticks(range(len(counts)), counts)
axes.set(xlabel="times stated in the text", ylim=(-0.05, 1.05))
axes.set_ylabel("probability of the capital")
alt = (
    "The mean probability of the right capital against how often the "
    "text states it, for three models. All three rise from near 0 "
    "for facts stated once to near 1 for 64 times. At 4 and 8 "
    "times, they differ by up to about a half."
)
caption = (
    "A fact has a strength: the more often it is stated, the more "
    "probable its word becomes on average. If your browser shows a "
    "slider, use it to see single facts and what a model answers."
)
figure.save(fig, "often", alt, caption, data)
