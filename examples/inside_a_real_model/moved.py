"""In which layer does the answer move from "France" to "is"?"""

import numpy as np

from lessoncode import figure
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
france = tokenizer.encode("The capital of France is")
italy = tokenizer.encode("The capital of Italy is")
names = tokenizer.encode(" Paris Rome")
for _, place, x in model.stream([france, italy]):
    if place in ("embedding", "mlp"):
        moved = x.data[[0, 0]]  # the sentence about France, twice
        moved[0, 3] = x.data[1, 3]  # the country's vector from Italy's
        moved[1, 4] = x.data[1, 4]  # the vector of "is"
        x.data = np.concatenate([x.data, moved])  # all go on together
logits = model.logits(x[2:, -1]).data
p = next_token_probabilities(logits)
best = [tokenizer.decode([token]).strip() for token in p.argmax(1)]
p = p[:, names].reshape(-1, 2, 2)
print("exchanged   France / Italy         is")
print("after layer   Paris   Rome   Paris   Rome")
for i in (0, 12, 22, 23, 24, 30):
    print(f"{i:11}", *(f"{share:7.2f}" for share in p[i].ravel()))
print("most likely, after all of these layers")
for first, last in ((0, 23), (24, 30)):
    rows = best[2 * first : 2 * last + 2]
    likeliest = sorted(set(rows[::2])), sorted(set(rows[1::2]))
    words = (" ".join(tokens) for tokens in likeliest)
    print(f"{first:2} to {last}   {{:>14}} {{:>15}}".format(*words))

fig, axes = figure.canvas(height=2.8)
colours = figure.COLOURS
axes.plot(p[:, 0, 1].round(3))
axes.plot(p[:, 1, 1].round(3), "--")
says = "replaced at \u201cFrance\u201d"
axes.text(0, 0.47, says, color=colours["accent"])
says = "replaced at \u201cis\u201d"
axes.text(30.5, 0.47, says, color=colours["second"], ha="right")
axes.set(xlabel="replaced after layer", ylim=(-0.01, 0.6))
axes.set_ylabel("probability of Rome")
alt = (
    "Two lines. With the vector at the country replaced, Rome has "
    "about two fifths up to layer 23 and nothing from layer 24 on. "
    "With the vector at is replaced, it is the other way round. The "
    "lines cross within a single layer."
)
caption = (
    "A vector from the sentence about Italy: up to layer 23, it makes "
    "Rome likely if we put it at the country, and later if we put it "
    "at the last word."
)
figure.save(fig, "moved", alt, caption)
