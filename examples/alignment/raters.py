"""Raters who differ, and rankings that are many comparisons."""

# --8<-- [start:raters]
import numpy as np

from lessoncode.alignment.preferences import preference, sharpness_for
from lessoncode.worlds import waiter

rng = np.random.default_rng(0)
policy = waiter.untrained_policy()
answers = policy.sample(waiter.PROMPTS * 10_000, rng)
worths = waiter.reward(answers)
margins = worths[:15_000] - worths[15_000:]

print("two guests  a perfect")
print("agree       model is right")
for wanted in (0.6, 0.65, 0.7, 0.726):
    sharpness = sharpness_for(margins, wanted)
    best = preference(np.abs(margins), sharpness).mean()
    print(f"{wanted:<11.1%} {best:.0%}")
print(f"{np.mean(margins == 0):.0%} of the pairs are worth the same")
# --8<-- [end:raters]


# --8<-- [start:ranking]
from lessoncode.alignment.preferences import ranked

words = waiter.SMALL
ranking = ["here tea", "tea", "here", "soup sorry"]
ids = [[*words.encode(answer), words.end_id] for answer in ranking]
comparisons = ranked([words.encode("tea")], [ids])
for b, w in zip(comparisons.better, comparisons.worse):
    print(f"{ranking[b]:9} before  {ranking[w]}")
for k in (4, 9):
    answers = [[i] for i in range(k)]  # to one order
    pairs = ranked([[1]], [answers]).better
    print(f"{k} answers ranked: {len(pairs)} comparisons")
# --8<-- [end:ranking]
