"""Facts by how often the corpus states them."""

# --8<-- [start:counts]
import numpy as np

from lessoncode import figure
from lessoncode.measures.prediction import token_log_probs
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

trained = checkpoints.load("pre_training/train")
model, encode = trained.model.frozen(), trained.tokenizer.encode
end = trained.tokenizer.end_id
steps, right = list(trained.arrays["steps"]), trained.arrays["facts"]
stated = np.array(list(corpus.STATED.values()))
counts = sorted(corpus.COUNTS)


def draw(shares):
    """The share right against the count, a line for each step."""
    fig, axes = figure.canvas(height=2.8)
    colours = [figure.COLOURS[name] for name in figure.SERIES]
    places = (5.6, 0.28), (4.1, 0.4), (2.9, 0.66)
    for (step, line), colour, place in zip(
        shares.items(), colours, places
    ):
        axes.plot(line, "o-", color=colour)
        axes.text(*place, f"step {step}", color=colour, ha="right")
    axes.set_xticks(range(len(counts)), counts)
    axes.set_xlabel("how often the text states the capital")
    axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_ylabel("capitals completed")
    alt = (
        "How many capitals the model completes correctly, by how often "
        "the text states them, at three training steps. Each line "
        "rises from 0 to the right, and later steps rise earlier. "
        "Capitals stated never or once stay at 0 throughout."
    )
    caption = (
        "Read more often, usually known sooner: at these three steps, "
        "no group of capitals is ahead of one that the text states "
        "more often."
    )
    figure.save(fig, "facts", alt, caption)


texts = facts(corpus.FACT, CAPITALS, dict.fromkeys(CAPITALS, 1))
log_p = token_log_probs(model, [encode(t) for t in texts], end)
asked = [len(encode(text[: text.index(" is") + 3])) for text in texts]
p = np.exp([lp[n:].sum() for lp, n in zip(log_p, asked)])

print("stated  completed  mean probability")
for n in counts:
    row = right[-1, stated == n].sum(), p[stated == n].mean()
    print("{:6} {:5} of 7 {:17.2f}".format(n, *row))

shares = {}
for step in (300, 600, 1000):
    at = right[steps.index(step)]
    shares[step] = [at[stated == n].mean() for n in counts]
draw(shares)
print("the picture shows the steps", *shares)
for step, at in zip(steps, right):
    n_right = np.array([at[stated == n].sum() for n in counts])
    if (np.diff(n_right) < 0).any():
        print(f"not in this order: step {step},", *n_right, "of 7")
# --8<-- [end:counts]

# --8<-- [start:never]
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY

for country, n in corpus.STATED.items():
    if n == 0:
        ids = trained.tokenizer.prompt(f"the capital of {country} is")
        said = generate(model, ids, 20, sampling=GREEDY, stop=end)
        print(country, "->", trained.tokenizer.decode(said).strip())
# --8<-- [end:never]
