"""Damage the weights a little more each time, and ask all facts."""

# --8<-- [start:tools]
import numpy as np

from lessoncode import figure
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("knowledge/train")
words, config = trained.tokenizer, trained.model.config
facts = [(c, v.replace(" ", "-")) for c, v in CAPITALS.items()]
facts = facts[1::2] + facts[::4]  # all that it read in this wording
documents = [
    words.encode(f"the capital of {country} is {city}")
    for country, city in facts
]


def known(seed, damage):
    """The probability of each capital, with damaged matrices."""
    weights = {}
    for name, stack in trained.arrays.items():
        w = stack[seed].astype(np.float32)
        weights[name] = damage(w) if w.ndim == 2 else w
    model = Transformer(config, weights, requires_grad=False)
    rows = token_log_probs(model, documents, words.end_id)
    return np.exp([row[-2] for row in rows])


def draw(p):
    """Every fact as a line, over the size of the noise."""
    fig, axes = figure.canvas(height=2.8)
    for line in p.T:
        look = {"color": figure.COLOURS["muted"], "linewidth": 0.6}
        axes.plot(levels, line, **look)
    axes.plot(levels, p.mean(1), "o-")
    muted, accent = figure.COLOURS["muted"], figure.COLOURS["accent"]
    axes.text(0.56, 0.8, "one line, one fact", color=muted)
    axes.text(0.715, 0.07, "mean", color=accent, va="center")
    axes.set(xlabel="noise, in standard deviations of a matrix")
    axes.set_xlim(-0.03, 0.82)
    axes.set_ylabel("probability of the right capital")
    alt = (
        "The probability of every capital against the noise that was "
        "added, a line for each, and their mean. The mean falls "
        "smoothly from 1 to near 0. The single lines plunge one after "
        "the other. A few fall early, and two stay high throughout."
    )
    caption = (
        "Facts that fade: as noise grows, some facts of this model are "
        "lost early, others late, and a few hold out."
    )
    figure.save(fig, "fade", alt, caption)


# --8<-- [end:tools]


# --8<-- [start:damage]
def cut(share):
    """Set the smallest weights of a matrix to 0."""
    return lambda w: w * (np.abs(w) >= np.quantile(np.abs(w), share))


def noisy(share):
    """Add noise, this many of the matrix's own deviations wide."""
    noise = np.random.default_rng(0).standard_normal
    return lambda w: w + share * w.std() * noise(w.shape, np.float32)


levels = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
print("share    mean p  above 0.9 between below 0.1")
for name, damage in (("set to 0", cut), ("noise", noisy)):
    print(name)
    p = np.array(
        [[known(seed, damage(x)) for x in levels] for seed in range(3)]
    )
    high, low = (p > 0.9).sum(2), (p < 0.1).sum(2)
    middle, means = len(documents) - high - low, p.mean(2)
    for i, level in enumerate(levels):
        mean = means[:, i]
        row = f"{level:5} {mean.min():5.2f}-{mean.max():.2f}"
        for n in (high, middle, low):
            row += f"{n[:, i].min():6}-{n[:, i].max():<2}"
        print(row.rstrip())
    most_after = np.maximum.accumulate(p[:, ::-1], 1)[:, ::-1]
    back = ((p < 0.1) & (most_after > 0.9)).any(1).sum(1)
    row = f"{back.min()}-{back.max()}"
    print("gone and, with more damage, back:", row)
    if name == "noise":
        draw(p[0])
# --8<-- [end:damage]
