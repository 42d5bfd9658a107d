# time limit: 60 s
"""Trains a small model on a text of your own, as the page does.

    python examples/train/own.py my_text.txt medium 0

The file, the size (small, medium or large) and the seed may be left
out. Without them it trains on the log of a lighthouse keeper.
"""

import sys
from pathlib import Path
from textwrap import fill

import numpy as np

from lessoncode import figure
from lessoncode.play.train import Run
from lessoncode.worlds import corpus, lighthouse
from lessoncode.worlds.world import grammar

given, usual = sys.argv[1:], [lighthouse.LOG, "medium", "0"]
path, size, seed = given + usual[len(given) :]
run = Run(Path(path).read_text("utf-8"), size, int(seed))
events = list(run.events())

# --8<-- [start:course]
print(f"lines that it learns: {len(run.lines)}")
print(f"lines held out: {len(run.aside)}")
print(f"parameters: {run.model.n_parameters:,}\n")
print("bits per byte      learned  held out")
print(f"all tokens alike {run.uniform:18.3f}")
print(f"pairs of tokens  {run.bigrams:18.3f}")
course = [event for event in events if "learned" in event]
row = "step {step:3} {learned:17.3f} {held_out:9.3f}"
for event in course:
    print(row.format(**event))

steps, learned, held_out = zip(
    *((e["step"], e["learned"], e["held_out"]) for e in course)
)
drawing, axes = figure.canvas(height=3.2)
axes.plot(steps, learned, "--")
axes.plot(steps, held_out)
words = "lines that it learns "
axes.text(steps[15], learned[20], words, ha="right", va="top")
axes.text(steps[5], held_out[5], " lines held out", va="bottom")
for bits, words in (
    (run.uniform, "all tokens alike"),
    (run.bigrams, "counted pairs of tokens"),
):
    axes.axhline(bits, color=figure.COLOURS["muted"], linewidth=0.8)
    axes.text(300, bits + 0.03, words, ha="right", va="bottom")
top = round(1.1 * run.uniform, 1)
axes.set(xlabel="step", ylabel="bits per byte", ylim=(0, top))
alt = (
    "Two curves fall from the level of a model that finds all tokens "
    "alike. The one for the lines held out levels off a little below "
    "the level of counted pairs. The other goes on falling."
)
caption = (
    "Training on a small text: at first both curves fall, and then "
    "only the one for the lines that the model learns."
)
rng = np.random.default_rng(0)
sentences = grammar(corpus.agreement_rules()).sample(250, rng)
texts = {  # what the page offers to begin with
    "A lighthouse keeper's log": lighthouse.LOG.read_text("utf-8"),
    "Sentences that follow a rule": "\n".join(dict.fromkeys(sentences)),
}
data = {"kind": "own-text", "texts": texts}
figure.save(drawing, "course", alt, caption, data)
# --8<-- [end:course]

# --8<-- [start:write]
for event in events:
    if "lines" in event:
        print(f"after {event['step']} steps:")
        for line in event["lines"]:
            print(fill(f"  {line}", 44, subsequent_indent="    "))
        copy = f"longest copy: {event['copied'].strip()!r}"
        print(fill(copy, 44, subsequent_indent="  ") + "\n")
# --8<-- [end:write]
