"""The same addition, weaker and stronger."""

import numpy as np

from lessoncode import figure
from lessoncode.alignment.template import Template, Turn
from lessoncode.measures.prediction import greedy_matches
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.lora import LowRank
from lessoncode.worlds.capitals import CAPITALS

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]
arrays = checkpoints.load("lora/ranks").arrays
held_out = saved.arrays["held_out"].tolist()
asked = [template.prompt([Turn("user", q)]) for q, _ in held_out]
wanted = [[*words.encode(a), template.end_id] for _, a in held_out]
names = [q.split()[5] for q, _ in held_out if "capital" in q]
begun = [words.prompt(f"the capital of {name} is") for name in names]
cities = [words.encode(CAPITALS[name]) for name in names]


def turned(seed, strength):
    """The base with so much of its addition of rank 1."""
    rng = np.random.default_rng(0)
    model = LowRank(bases[seed], 1, rng, alpha=strength)
    for name, p in model.parameters.items():
        p.data[...] = arrays[f"addition {seed}/{name}"]
    return model.merged().frozen()


strengths = np.arange(9) / 4
counts = np.empty((len(strengths), 2, len(bases)), int)
print("          right of 50   capitals kept of 20")
print("base         0  1  2       0  1  2")
for i, strength in enumerate(strengths):
    for seed in range(len(bases)):
        model = turned(seed, strength)
        hits = greedy_matches(model, asked, wanted).sum()
        kept = greedy_matches(model, begun, cities).sum()
        counts[i, :, seed] = hits, kept
    right, kept = ("".join(f"{x:3}" for x in row) for row in counts[i])
    print(f"{strength:.2f}      {right}    {kept}")

fig, axes = figure.canvas(height=2.8)
for place, (colour, n) in enumerate((("accent", 50), ("second", 20))):
    for seed, style in enumerate(("-", "--", ":")):
        line = {"color": figure.COLOURS[colour], "linestyle": style}
        axes.plot(strengths, counts[:, place, seed] / n, **line)
axes.axvline(1, color=figure.COLOURS["grid"])
axes.text(1.02, 1.02, "as trained")
kept, right = figure.COLOURS["second"], figure.COLOURS["accent"]
axes.text(0, 0.85, "capitals kept", color=kept)
axes.text(0.6, 0.42, "right answers", ha="right", color=right)
axes.text(2, 0.35, "too strong:\nboth are lost", ha="right")
axes.set(xlabel="strength of the addition", ylim=(0, 1.12))
axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "0.5", "1", "1.5", "2"])
axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
alt = (
    "Shares against the strength of the addition, from 0 to twice the "
    "strength in training. The share of right answers rises from zero, "
    "is highest near the strength in training, and falls to zero. All "
    "capitals are completed in plain text at first, and hardly any at "
    "the end."
)
caption = (
    "A dial: at strength 0 the model is the base, at 1 it is the "
    "assistant, and at 2 it is useless. Each line is one base."
)
figure.save(fig, "dial", alt, caption)
