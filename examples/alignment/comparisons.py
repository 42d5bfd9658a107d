"""One order from two answers to a rater, a reward, a policy."""

# --8<-- [start:drawing]
from textwrap import fill

from lessoncode import figure


def draw(texts, columns, alt, caption):
    """One bar for each answer, in a panel for each stage."""
    fig, axes = figure.canvas(height=2.3)
    axes.remove()
    with figure.styled():
        panels = fig.subplots(1, 3, sharey=True)
    for panel, (name, values) in zip(panels, columns.items()):
        panel.barh(texts, values)
        panel.axvline(0, linewidth=0.8, color=figure.COLOURS["muted"])
        panel.set_title(fill(name, 12))
    panels[0].invert_yaxis()
    figure.save(fig, "stages", alt, caption)
# --8<-- [end:drawing]


# --8<-- [start:compare]
import numpy as np

from lessoncode.worlds import waiter

policy, rng = waiter.untrained_policy(), np.random.default_rng(0)
compared = waiter.ask_guests(
    policy, waiter.PROMPTS, 10_000, waiter.reward, rng
)
answers, better, worse, _ = compared
spoken = waiter.said(answers, waiter.SMALL)
worths = waiter.reward(answers)  # to a guest, not the reward model's
print("order  preferred          to")
for b, w in zip(better[:6], worse[:6]):
    order, winner = spoken[b]
    winner, loser = " ".join(winner), " ".join(spoken[w][1])
    print(f"{order:6} {winner or '-':18} {loser or '-'}")
right = np.mean(worths[better] > worths[worse])
wrong = np.mean(worths[better] < worths[worse])
n = f"{len(better):,}"
print(f"of {n} choices, {right:.0%} prefer the better answer,")
print(f"{wrong:.0%} the worse one, and the rest are between equals")
# --8<-- [end:compare]


# --8<-- [start:reward]
from lessoncode.alignment.policy import answered, improve
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.table import Table

# A table with a row of numbers for every text so far (order and up
# to three words); Scorer makes one number of it, the reward.
table = Table.initial(waiter.SMALL.n_vocab, 4, rng)
scorer = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
fit = RewardModel(scorer, compared, n_batch=256)
for _ in improve(fit.losses(rng), fit.parameters, 300, 0.05):
    pass  # each turn is a step of training

texts = ["here soup", "soup here", "soup", "here", "tea", "sorry"]
ids = [[*waiter.SMALL.encode(text), 0] for text in texts]
some = answered([waiter.SMALL.encode("soup")] * len(ids), ids)
scores, truth = scorer.reward(some), waiter.reward(some)
scores = scores - scorer.reward(answers).mean()
won, counts = [], []
for text in texts:
    this = [answer == ("soup", text.split()) for answer in spoken]
    wins, losses = np.take(this, better), np.take(this, worse)
    differ = wins != losses  # not the same answer on both sides
    counts.append(differ.sum())
    won.append(wins[differ].mean())
print("answer to soup won of comparisons reward  worth")
for text, *row in zip(texts, won, counts, scores, truth):
    shown = "{:7.0%} of {:<11}{:7.2f}{:7.0f}".format(*row)
    print(f"{text:11}{shown}")
# --8<-- [end:reward]


# --8<-- [start:policy]
from lessoncode.alignment.grpo import GRPO

# 16 tries for each of 6 orders; beta is the price of drifting. The
# page on PPO, GRPO and DPO explains the rest.
grpo = GRPO(
    policy, waiter.PROMPTS, scorer.reward, beta=0.5,
    n_prompts=6, n_group=16, kl_in="reward", by_std=False,
    by_length=False,
)
for _ in improve(grpo.losses(rng), grpo.parameters, 200, 0.1):
    pass
before = np.exp(policy.reference_log_probs(some).sum(-1))
after = np.exp(policy.log_probs(some).data.sum(-1))
print("answer to soup  before  after")
for text, p, q in zip(texts, before, after):
    print(f"{text:15} {p:6.1%} {q:6.1%}")
rest = 1 - before.sum(), 1 - after.sum()
print("all others      {:6.1%} {:6.1%}".format(*rest))
old = waiter.reward(answers).mean()
new = waiter.reward(policy.sample(waiter.PROMPTS * 1000, rng)).mean()
print(f"the mean worth of an answer: {old:.2f} -> {new:.2f}")
columns = {
    "comparisons won, %": [100 * share for share in won],
    "reward": scores,
    "doublings in probability": np.log2(after / before),
}
alt = (
    "Six answers to soup in three panels. The four that name the soup "
    "or begin with here win more than half of their comparisons, get "
    "a positive reward, and become more likely. Tea and sorry win "
    "fewer than half, get a negative reward, and become less likely."
)
caption = (
    "Three stages: answers that won more than half of their "
    "comparisons got a high reward, and became more likely."
)
draw(texts, columns, alt, caption)
# --8<-- [end:policy]
