"""Where the model looks when it must choose sleep or sleeps."""

# --8<-- [start:tools]
import numpy as np

from lessoncode import figure
from lessoncode.model.attention import attention_weights
from lessoncode.training import checkpoints

trained = checkpoints.load("pre_training/train")
model, tokenizer = trained.model.frozen(), trained.tokenizer
config, end = model.config, tokenizer.end_id


def looks(ids):
    """How much each head takes from where, for the last token."""
    shares = {}
    for i, place, x in model.stream([ids]):
        if place == "qkv":
            weights = attention_weights(x, config.heads)
            for head, row in enumerate(weights[0, :, -1], 1):
                shares[f"{i + 1}.{head}"] = row
    return shares


def draw(labels, shares):
    """A row of dots for each head; a larger dot is a larger share."""
    fig, axes = figure.canvas(width=4.4, height=3.0)
    for y, row in enumerate(shares.values()):
        dots = {"s": 230 * row, "color": figure.COLOURS["accent"]}
        axes.scatter(range(len(row)), [y] * len(row), **dots)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.set(ylabel="layer.head", ylim=(len(shares) - 0.5, -0.5))
    alt = (
        "For each of eight heads, a row of dots over the tokens of the "
        "sentence; a large dot is a large share. Head 2.4 has one "
        "large dot, on the s of kings. Most other heads spread their "
        "shares, or look at the last token, at the second the, or at "
        "the very first."
    )
    figure.save(fig, "attention", alt)


# --8<-- [end:tools]

# --8<-- [start:look]
ids = tokenizer.prompt("the kings near the dog sleep")
labels = ["(end)", *(tokenizer.decode([i]) for i in ids[1:])]
labels = [label.replace(" ", "␣") for label in labels]
shares = looks(ids)
print("takes most from")
for name, row in shares.items():
    most = int(row.argmax())
    print(f"head {name}: {labels[most]:7} {row[most]:.2f}")
draw(labels, shares)
# --8<-- [end:look]

# --8<-- [start:forms]
from lessoncode.model.sampling import next_token_probabilities

for start in (
    "the kings near the dog sleep",
    "the king near the dogs sleep",
    "the horse that saw the boys sing",
):
    ids = tokenizer.prompt(start)
    logits = model(np.array([ids])).data[0, -1]
    p = next_token_probabilities(logits)
    best = int(p.argmax())
    print(start, "->", repr(tokenizer.decode([best])), f"{p[best]:.2f}")
    row = looks(ids)["2.4"]
    seen = tokenizer.decode([ids[row.argmax()]])
    print(f"  head 2.4 takes {row.max():.2f} from {seen!r}")
# --8<-- [end:forms]
