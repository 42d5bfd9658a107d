# time limit: 60 s
"""How many words a pass of the larger model gives."""

import numpy as np

from lessoncode import figure
from lessoncode.model.every_outcome import chooser
from lessoncode.model.speculative import Reader, speculate
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of

larger = checkpoints.load("next_token/train")
target, end_id = larger.model, larger.tokenizer.end_id
drafts = models_of(checkpoints.load("speculative_decoding/draft"))
config = drafts["draft 0"].config
rng = np.random.default_rng(9)
drafts["untrained"] = Transformer.initial(config, rng)
n_guesses = np.array([1, 2, 4, 8])
big, small = target.n_parameters, drafts["draft 0"].n_parameters


def passes(draft, n_draft):
    """Passes for 500 words, in texts of a hundred."""
    choose, steps = chooser(np.random.default_rng(0)), []
    for _ in range(5):
        readers = Reader(target, 101), Reader(draft, 101).last
        steps += speculate(*readers, [end_id], 100, n_draft, choose)
    return steps


print("guesses per pass", *(f"{n:6}" for n in n_guesses))
print("words per pass")
rows, costs = {}, {}
for name, draft in drafts.items():
    steps = [passes(draft, n) for n in n_guesses]
    rows[name] = [500 / len(some) for some in steps]
    print(f"  {name:14}", *(f"{n:6.2f}" for n in rows[name]))
    made = np.array([sum(s.n_guessed for s in some) for some in steps])
    n_passes = np.array([len(some) for some in steps])
    read = n_passes * big + made * small
    # If all guesses were kept, the draft has to read its last one, too.
    last = [sum(0 < s.n_guessed == s.n_kept for s in p) for p in steps]
    work = (n_passes + made) * big + (made + last) * small
    costs[name] = np.array([read, work]) / 500 / big
read, work = np.mean([costs[f"draft {seed}"] for seed in range(3)], 0)
print("for a word, against one pass of the larger alone")
print("  weights read  ", *(f"{n:6.2f}" for n in read))
print("  multiply-adds ", *(f"{n:6.2f}" for n in work))

fig, axes = figure.canvas(height=2.8)
axes.plot(n_guesses, n_guesses + 1, color=figure.COLOURS["muted"])
axes.text(5, 6.6, "all kept", ha="right")
for seed, style in enumerate(("-", "--", ":")):
    look = {"color": figure.COLOURS["accent"], "linestyle": style}
    axes.plot(n_guesses, rows[f"draft {seed}"], **look)
axes.text(8, 3.9, "three drafts", ha="right")
axes.plot(n_guesses, rows["untrained"], color=figure.COLOURS["second"])
axes.text(8, 1.4, "an untrained one", ha="right")
axes.set(xlabel="guesses per pass", ylabel="words per pass")
axes.set(ylim=(0, 9), xticks=n_guesses)
alt = (
    "Words per pass against guesses per pass. If all were kept, it "
    "would be a straight line. Three trained drafts lie near it at "
    "first and fall behind as guesses become more. An untrained one "
    "stays near one word per pass."
)
caption = (
    "Guesses that are kept: the further ahead a draft guesses, the "
    "more of its guesses are thrown away."
)
figure.save(fig, "length", alt, caption)
