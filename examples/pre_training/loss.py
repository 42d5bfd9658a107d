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

read = corpus.documents(np.random.default_rng(0))
in_corpus = set(read)
# the validation documents, drawn as in train.py
fresh = world.sample(500, np.random.default_rng(1))
known = sum(text in in_corpus for text in fresh)
print(f"{known} of {len(fresh)} new documents are in the corpus")

two_nouns = [
    text
    for text in world.probabilities
    if any(link in text for link in corpus.LINKS)
]
tenth = read[::10]
texts = list(dict.fromkeys([*tenth, *fresh, *two_nouns]))
predicted = token_log_probs(
    trained.model.frozen(), [encode(text) for text in texts], end
)
log_probs = dict(zip(texts, predicted))


def compare(name, texts):
    """The loss of the model and of the fourth reader."""
    n_tokens = sum(len(log_probs[text]) for text in texts)
    model = -sum(log_probs[text].sum() for text in texts) / n_tokens
    surprises = (-math.log(world.probabilities[t]) for t in texts)
    reader = sum(surprises) / n_tokens
    print(f"{name:22}{len(texts):7,}{model:7.3f}{reader:8.3f}", end="")
    print(f"{model - reader:10.4f}")
    return model - reader


print("                               this  fourth")
print("loss on               number  model  reader  distance")
compare("validation text", fresh)
compare("a tenth of the corpus", tenth)
print("sentences with two nouns")
old = [text for text in two_nouns if text in in_corpus]
new = [text for text in two_nouns if text not in in_corpus]
old_distance = compare("  in the corpus", old)
new_distance = compare("  not in it", new)
print(f"  difference{new_distance - old_distance:41.3f}")
print(f"training loss, steps 901 to 1000: {losses[900:].mean():.3f}")
# --8<-- [end:fresh]
