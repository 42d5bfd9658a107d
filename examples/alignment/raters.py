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

print("two raters  prefer the better by     best model")
print("agree in    1      2      3            is right")
for wanted in (0.6, 0.65, 0.7, 0.726):
    sharpness = sharpness_for(margins, wanted)
    p = preference([1, 2, 3], sharpness)
    best = preference(np.abs(margins), sharpness).mean()
    print(f"{wanted:<9.1%}", *(f"{x:6.0%}" for x in p), f"{best:17.0%}")
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
    pairs = ranked([[1]], [[[i] for i in range(k)]]).better
    print(f"{k} answers ranked: {len(pairs)} comparisons")
# --8<-- [end:ranking]
