"""The loss from ln V to the floor, and what it passes on the way."""

# --8<-- [start:lines]
import math
from collections import Counter, defaultdict

from lessoncode import figure
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

trained = checkpoints.load("pre_training/train")
encode, n_vocab = trained.tokenizer.encode, trained.tokenizer.n_vocab
end = trained.tokenizer.end_id
world = corpus.world()
length = world.mean(lambda text: len(encode(text)) + 1)


def knowing(n_before):
    """The best loss for a reader of that many tokens before."""
    seen = defaultdict(Counter)  # what follows, after what
    for text, p in world.probabilities.items():
        ids = [end, *encode(text), end]
        for i in range(1, len(ids)):
            seen[tuple(ids[i - n_before : i])][ids[i]] += p
    loss = 0.0
    for after in seen.values():
        for q in after.values():
            loss -= q * math.log(q / after.total())
    return loss / length


def draw(lines, losses, steps, validation):
    """The loss against the step, on a logarithmic axis."""
    fig, axes = figure.canvas(height=3.2)
    for name, loss in lines.items():
        axes.axhline(loss, color=figure.COLOURS["muted"], linewidth=0.8)
        floor = name.endswith("floor")
        y = loss + (-0.18 if floor else 0.06)
        place = {"ha": "right", "va": "top" if floor else "bottom"}
        axes.text(1000, y, name, **place)
    axes.plot(range(1, len(losses) + 1), losses)
    axes.plot(steps[1:], validation[1:], "o")
    training, validated = (figure.COLOURS[c] for c in figure.SERIES[:2])
    axes.text(11, 4.6, "training", ha="right", color=training)
    axes.text(24, 2.5, "validation", ha="right", color=validated)
    axes.set(xscale="log", xlabel="step", ylabel="nats per token")
    axes.set(xlim=(0.9, 1150), ylim=(0, 6.6))
    ticks = [1, 10, 100, 1000]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    alt = (
        "The loss over the steps, on a logarithmic axis. It leaves "
        "the top line after a few steps, passes the line of token "
        "frequency at step 20, that of one token before at about 60, "
        "and ends just above the lowest line, the floor. The "
        "validation points lie close to the training curve."
    )
    caption = (
        "A run: the loss falls below what token counts allow, then "
        "below what token pairs allow, and ends near the floor."
    )
    figure.save(fig, "loss", alt, caption)


# the mean surprise of a document, in nats a token
floor = world.entropy() * math.log(2) / length
lines = {
    "nothing": math.log(n_vocab),
    "how frequent tokens are": knowing(0),
    "one token before": knowing(1),
    "everything before: the floor": floor,
}
losses, steps = trained.arrays["losses"], trained.arrays["steps"]
validation = trained.arrays["validation"]
print("nats per token, knowing")
for name, loss in lines.items():
    print(f"  {name:29} {loss:.3f}")
print(f"this model, step 0              {validation[0]:.3f}")
print(f"this model, step 1000           {validation[-1]:.3f}")
draw(lines, losses, steps, validation)
# --8<-- [end:lines]

# --8<-- [start:fresh]
import numpy as np

from lessoncode.measures.prediction import token_log_probs

read = set(corpus.documents(np.random.default_rng(0)))
# the validation documents, drawn as in train.py
fresh = world.sample(500, np.random.default_rng(1))
known = np.array([text in read for text in fresh])
print(f"{known.sum()} of {len(fresh)} new documents are in the corpus")

documents = [encode(text) for text in fresh]
predicted = token_log_probs(trained.model.frozen(), documents, end)
n_tokens = np.array([len(log_p) for log_p in predicted])
model = -np.array([log_p.sum() for log_p in predicted])
knowing_all = -np.log([world.probabilities[text] for text in fresh])
print("loss on them    this model  fourth reader  distance")
for name, at in (
    ("all", known >= 0),
    ("in the corpus", known),
    ("not in it", ~known),
):
    sums = model[at].sum(), knowing_all[at].sum()
    a, b = np.array(sums) / n_tokens[at].sum()
    print(f"{name:13} {a:12.3f} {b:14.3f} {a - b:9.3f}")
# --8<-- [end:fresh]
