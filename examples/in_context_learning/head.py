"""Which head looks at what came after the last time."""

# --8<-- [start:look]
import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention_weights
from lessoncode.training import checkpoints

trained = checkpoints.load("in_context_learning/induction")
model, letters = trained.model.frozen(), trained.tokenizer
config = model.config
string = "l e s o n c d i a m t h"
ids = np.array([letters.encode(f"{string} {string}")])
length = ids.size // 2
second = np.arange(length, 2 * length)
first = np.arange(1, length)
print("        first time  second time")
print("takes from  before  itself before what followed")
for i, place, x in model.stream(ids):
    if place == "qkv":
        pair = attention_weights(x, config.heads)[0]
        for j, shares in enumerate(pair, 1):
            line = f"head {i + 1}.{j}"
            line += f"{shares[first, first - 1].mean():10.0%}"
            for back, width in ((0, 8), (1, 7), (length - 1, 14)):
                share = shares[second, second - back].mean()
                line += f"{share:{width}.0%}"
            print(line)

fig, axes = figure.canvas(height=4.4)
rows, columns = np.indices(shares.shape)  # of head 2.2
sizes = 45 * shares.ravel()
muted, accent = figure.COLOURS["muted"], figure.COLOURS["accent"]
followed = (rows >= length) & (columns == rows - length + 1)
colours = np.where(followed, accent, muted).ravel()
axes.scatter(columns, rows, s=sizes, color=colours)
labels = string.split() * 2
axes.set_xticks(range(len(labels)), labels)
axes.set_yticks(range(len(labels)), labels)
axes.set(xlabel="looks at this letter", ylabel="this letter ...")
axes.set_ylim(len(labels) - 0.5, -0.5)
axes.axhline(length - 0.5, color=muted, linewidth=0.8)
left = {"color": muted, "va": "bottom", "ha": "right"}
axes.text(23.4, length - 0.7, "first time through", **left)
left |= {"va": "top"}
axes.text(23.4, length - 0.3, "second time through", **left)
note = "what followed it\nthe first time"
axes.text(13.2, 20.9, note, color=accent)
alt = (
    "A square of dots: a row for each letter of the string, written "
    "twice, and a column for each letter that it can look at. In the "
    "lower half, the second time through, large dots form a slanted "
    "line: each letter looks at the one after its first occurrence."
)
caption = (
    "Head 2.2: the slanted line shows that the second time through, "
    "each letter looks at the one that followed it the first time."
)
figure.save(fig, "head", alt, caption)
# --8<-- [end:look]

# --8<-- [start:cut]
from lessoncode.model.layers import log_prob
from lessoncode.model.transformer import Transformer

strings = np.random.default_rng(1).integers(1, 27, size=(200, 14))
doubled = np.tile(strings, 2)


def bits(model):
    """The mean cost of a letter, the second time."""
    log_p = log_prob(model(doubled[:, :-1]), doubled[:, 1:]).data
    return -log_p[:, 14:].mean() / np.log(2)


print(f"blind guess  {np.log2(26):.2f}")
print(f"all heads    {bits(model):.2f}")
for i in range(config.n_layer):
    for j in range(config.n_head):
        w = {k: p.data.copy() for k, p in model.parameters.items()}
        columns = slice(j * config.d_head, (j + 1) * config.d_head)
        w[f"layers.{i}.attention_out"][:, columns] = 0
        cost = bits(Transformer(config, w))
        print(f"without {i + 1}.{j + 1}  {cost:.2f}")
# --8<-- [end:cut]
