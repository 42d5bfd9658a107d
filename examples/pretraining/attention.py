"""Where the model looks when it must choose sleep or sleeps."""

# --8<-- [start:look]
import numpy as np

from lessoncode import checkpoints, figure
from lessoncode.attention import attention_weights
from lessoncode.layers import embedding, linear, rms_norm

trained = checkpoints.load("pretraining/train")
model, tokenizer = trained.model.frozen(), trained.tokenizer
config, end = model.config, tokenizer.n_vocab - 1


def tokens(text):
    """The ids of a text, with the end of the document before it."""
    return [end, *tokenizer.encode(text)]


def looks(ids):
    """How much each head takes from where, for the last token."""
    x = embedding(model.parameters["embedding"], np.array([ids]))
    for i in range(config.n_layer):
        w = model.layer(i)
        h = rms_norm(x, w["attention_norm"], config.norm_eps)
        weights = attention_weights(linear(h, w["qkv"]), config.heads)
        for head, row in enumerate(weights[0, :, -1], 1):
            yield f"{i + 1}.{head}", row
        x = model.block(x, w)


ids = tokens("the kings near the dog sleep")
labels = ["(end)", *(tokenizer.decode([i]) for i in ids[1:])]
labels = [label.replace(" ", "␣") for label in labels]
names, rows = zip(*looks(ids))
print("takes most from")
for name, row in zip(names, rows):
    most = int(row.argmax())
    print(f"head {name}: {labels[most]:7} {row[most]:.2f}")

fig, axes = figure.canvas(width=4.4, height=3.0)
for y, row in enumerate(rows):
    sizes = {"s": 230 * row, "color": figure.COLOURS["accent"]}
    axes.scatter(range(len(row)), [y] * len(row), **sizes)
axes.set_xticks(range(len(labels)), labels)
axes.set_yticks(range(len(names)), names)
axes.set(ylabel="layer.head", ylim=(len(names) - 0.5, -0.5))
alt = (
    "For each of eight heads, a row of dots over the tokens of the "
    "sentence; a large dot is a large share. Head 2.4 has one large "
    "dot, on the s of kings. Most other heads spread their shares, or "
    "look at the last token, at the second the, or at the very first."
)
figure.save(fig, "attention", alt)
# --8<-- [end:look]

# --8<-- [start:forms]
for start in (
    "the kings near the dog sleep",
    "the king near the dogs sleep",
    "the horse that saw the boys sing",
):
    ids = tokens(start)
    logits = model(np.array([ids])).data[0, -1]
    p = np.exp(logits - logits.max())
    p /= p.sum()
    best = int(p.argmax())
    print(f"{start} -> {tokenizer.decode([best])!r}, {p[best]:.2f}")
    row = dict(looks(ids))["2.4"]
    seen = tokenizer.decode([ids[row.argmax()]])
    print(f"  head 2.4 takes {row.max():.2f} from {seen!r}")
# --8<-- [end:forms]

# --8<-- [start:cut]
from lessoncode import corpus
from lessoncode.measures import token_log_probs
from lessoncode.transformer import Transformer

pairs = corpus.minimal_pairs(same_number=False)[::17]
right, wrong = ([tokenizer.encode(t) for t in s] for s in zip(*pairs))


def agreement(model):
    """The share of sentences whose right form is the likelier."""
    a, b = (token_log_probs(model, s, end) for s in (right, wrong))
    return np.mean([x.sum() > y.sum() for x, y in zip(a, b)])


print(f"all heads:    {agreement(model):.2f}")
for name in names:
    layer, head = (int(number) - 1 for number in name.split("."))
    w = {key: p.data.copy() for key, p in model.parameters.items()}
    columns = slice(head * config.d_head, (head + 1) * config.d_head)
    w[f"layers.{layer}.attention_out"][:, columns] = 0
    print(f"without {name}:  {agreement(Transformer(config, w)):.2f}")
# --8<-- [end:cut]
