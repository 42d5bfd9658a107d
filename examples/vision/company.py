"""A ring that is not there: what models say, and the best possible."""

import numpy as np

from lessoncode import figure
from lessoncode.model.vision import VisionTransformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import named_weights
from lessoncode.worlds import company, drawings

SAVED = [
    checkpoints.load("vision/company_0"),
    checkpoints.load("vision/company_1"),
    checkpoints.load("vision/company_2"),
]
WORLDS = {"together": 0.9, "apart": 0.5}
VERSIONS = {"together": "first", "apart": "second"}


def pictures(together, rng):
    """1,000 drawings that have a cross and no ring."""
    grids = company.draw(24_000, together, rng)
    cross, ring = ((grids == k).any(1) for k in (1, 2))
    return grids[cross & ~ring][:1000]


def says_yes(saved, name, pixels):
    """Whether a model finds "yes" more likely than "no"."""
    weights = named_weights(saved)[name]
    model = VisionTransformer(saved.model.config, weights)
    model = model.shown(pixels.reshape(-1, 16))
    p = drawings.answers(model, company.asked(len(pixels)))
    no, yes = p[:, company.NO_YES].T
    return yes > no


found = {name: {"best": [], "models": []} for name in WORLDS}
for name, share in WORLDS.items():
    shares = f"{100 * share:.0f}%, without one {100 * (1 - share):.0f}%"
    version = VERSIONS[name] + " version:"
    print(f"{version:15} ring with a cross {shares}")
print('"yes" without a ring')
print("version  noise     best    three models")
for name, together in WORLDS.items():
    for noise in company.LEVELS:
        rng = np.random.default_rng(7)
        grids = pictures(together, rng)
        levels = np.full(len(grids), noise)
        pixels = company.noisy(grids, levels, rng)
        best = 100 * (company.p_ring(pixels, together) > 0.5).mean()
        said = [says_yes(saved, name, pixels) for saved in SAVED]
        shares = [100 * yes.mean() for yes in said]
        found[name]["best"].append(best)
        found[name]["models"].append(shares)
        low, high = min(shares), max(shares)
        line = f"{VERSIONS[name]:8} {noise:5.1f} {best:8.1f}%"
        print(f"{line}{low:8.1f}-{high:.1f}%")

print("trained with the same seed: the first version's")
print('model says "yes" more often than the second\'s')
pairs = zip(found["together"]["models"], found["apart"]["models"])
for noise, (first, second) in zip(company.LEVELS, pairs, strict=True):
    more = sum(a > b for a, b in zip(first, second, strict=True))
    print(f"pairs    {noise:5.1f}  {more} of {len(first)}")

fig, axes = figure.canvas(height=3.2)
for name, colour in ("together", "accent"), ("apart", "third"):
    look = {"color": figure.COLOURS[colour]}
    axes.plot(company.LEVELS, found[name]["best"], **look)
    dots = found[name]["models"]
    axes.plot(company.LEVELS, dots, "o", markersize=4, **look)
labels = (
    (0.92, 40, "a ring usually\ncomes with a cross", "accent"),
    (1.5, 0, "a cross says\nnothing about a ring", "third"),
)
for x, y, words, colour in labels:
    look = {"color": figure.COLOURS[colour], "ha": "right"}
    axes.text(x, y, words, **look)
axes.set(ylabel='"yes" without a ring, in %')
axes.set(xlabel="noise on each pixel")
axes.set(ylim=(-2, 55), xticks=company.LEVELS)
alt = (
    "Shares of drawings without a ring about which the answer is yes, "
    "against the noise. Both lines begin at zero. At all other levels, "
    "the line is higher where rings usually come with crosses. Where "
    "the noise is weak, nearly all dots of the trained models lie "
    "above the lines; where it is strong, they lie on both sides."
)
caption = (
    "The ring that isn't there: lines are the best possible observer, "
    "dots are trained models, three for each line and level of noise."
)
figure.save(fig, "company", alt, caption)
