"""Encode a word that is not in the training text."""

from itertools import accumulate, pairwise
from pathlib import Path

from lessoncode.figure import COLOURS, canvas, save
from lessoncode.text.bpe import merge_states
from lessoncode.text.bpe_training import train

rain = Path(__file__).with_name("rain.txt").read_text("utf-8")
ranks = train(rain, 40)
word = " straining"
print("in the training text:", word.strip() in rain)

states = merge_states(word.encode(), ranks)
for tokens in states:
    shown = "|".join(token.decode() for token in tokens)
    print(shown.replace(" ", "␣"))
print("ids:", *(ranks[token] for token in states[-1]))

fig, axes = canvas(width=4.4, height=3.2)
spans = []
for row, tokens in enumerate(states):
    before = spans
    spans = list(pairwise(accumulate(map(len, tokens), initial=0)))
    for token, (start, end) in zip(tokens, spans):
        merged = row > 0 and (start, end) not in before
        fill, ink = ("accent", "surface") if merged else ("grid", "ink")
        width = end - start - 0.1
        axes.barh(row, width, left=start, color=COLOURS[fill])
        label = token.decode().replace(" ", "␣")
        middle = start + width / 2
        text = axes.text(middle, row, label, color=COLOURS[ink])
        text.set(ha="center", va="center_baseline")
axes.set(yticks=range(len(states)), ylabel="merges so far", xticks=[])
axes.invert_yaxis()
axes.spines[:].set_visible(False)
alt = (
    "The ten bytes of the word, its space first, and the row again "
    "after each of six merges: in, in, ain, rain, ing, and space with "
    "s. Four tokens are left: space with s, t, rain, ing."
)
caption = (
    "Merge by merge: the word starts as ten single bytes. The colour "
    "marks what each merge has just made."
)
save(fig, "straining", alt, caption)
