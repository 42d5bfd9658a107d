"""The loss from ln V to the floor, and what could be guessed when."""

import math
from collections import Counter, defaultdict

from lessoncode import checkpoints, corpus, figure

trained = checkpoints.load("pretraining/train")
encode, n_vocab = trained.tokenizer.encode, trained.tokenizer.n_vocab
end = n_vocab - 1
world = corpus.world()
length = world.mean(lambda text: len(encode(text)) + 1)


def knowing(n_before):
    """The best loss of whoever sees that many tokens before."""
    seen = defaultdict(Counter)
    for text, p in world.probabilities.items():
        ids = [end, *encode(text), end]
        for i in range(1, len(ids)):
            seen[tuple(ids[i - n_before : i])][ids[i]] += p
    return -sum(
        p * math.log(p / after.total())
        for after in seen.values()
        for p in after.values()
    ) / length


lines = {
    "nothing: ln V": math.log(n_vocab),
    "how frequent tokens are": knowing(0),
    "one token before": knowing(1),
    "everything before": world.entropy() * math.log(2) / length,
}
losses, steps = trained.arrays["losses"], trained.arrays["steps"]
validation = trained.arrays["validation"]
print("nats a token, knowing")
for name, loss in lines.items():
    print(f"  {name:24} {loss:.3f}")
print(f"this model, step 0         {validation[0]:.3f}")
print(f"this model, step 1000      {validation[-1]:.3f}")

fig, axes = figure.canvas(height=3.2)
for name, loss in lines.items():
    axes.axhline(loss, color=figure.COLOURS["muted"], linewidth=0.8)
    axes.text(1000, loss - 0.08, name, ha="right", va="top")
axes.plot(range(len(losses)), losses, linewidth=1, label="training")
axes.plot(steps, validation, "o", markersize=4, label="validation")
axes.set(xlabel="step", ylabel="loss (nats a token)", ylim=(0, 6.2))
axes.legend(loc=(0.2, 0.55))
alt = (
    "The loss over 1,000 steps. It starts at the line ln V, passes the "
    "lines of token frequency and of one token before within the first "
    "hundred steps, and settles just above the lowest line, the floor. "
    "Validation points lie on the training curve."
)
figure.save(fig, "loss", alt)
