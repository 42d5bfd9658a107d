"""Which heads attend to "France"?"""

import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention_weights
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config = model.config
ids = tokenizer.encode("The capital of France is")
pieces = [tokenizer.decode([token]) for token in ids]
looks = np.empty((config.n_layer, config.n_head, len(ids), len(ids)))
for layer, place, x in model.stream([ids]):
    if place == "qkv":
        looks[layer] = attention_weights(x, config.heads)[0]
shares = looks[:, :, -1]  # the attention of "is"
france = shares[:, :, pieces.index(" France")]
print(france.size, "heads; most attention to France:")
for place in np.argsort(-france, axis=None)[:3]:
    layer, head = np.unravel_index(place, france.shape)
    print(f"  {layer + 1}.{head + 1}  {france[layer, head]:.0%}")
print("layer 24", *(f"{piece:>8}" for piece in pieces))
for j, row in enumerate(shares[23], 1):
    print(f"24.{j}    ", *(f"{share:8.0%}" for share in row))

fig, axes = figure.canvas(height=3.2)
rows, columns = np.indices(shares[23].shape)
axes.scatter(columns, rows, s=150 * shares[23].ravel())
axes.set_xticks(range(len(ids)), pieces)
axes.set_yticks(range(9), [f"24.{j}" for j in range(1, 10)])
axes.text(3.3, 4, f"{shares[23, 4, 3]:.0%}", va="center")
axes.set(xlabel="the last word attends to", ylabel="head")
axes.set_ylim(8.6, -0.6)
alt = (
    "Nine rows of dots, one for each head of layer 24, over the five "
    "words. Eight heads have their largest dot at the first word. "
    "Head 24.5 has a large dot at France."
)
caption = (
    "The nine heads of layer 24: only one attends mostly to France. "
    "Larger dots mean more attention. If you see controls, they show "
    "other layers."
)
rows, columns = np.tril_indices(len(ids))  # not from later ones
hundredths = (100 * looks[..., rows, columns]).round().astype(int)
data = {
    "kind": "attention",
    "words": pieces,
    "hundredths": hundredths.tolist(),
    "first": {"layer": 24, "head": 5, "word": len(ids)},
}
figure.save(fig, "heads", alt, caption, data)
