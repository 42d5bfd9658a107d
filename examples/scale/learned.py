"""Which facts does each size know, and how often did they appear?"""

import math

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("scale/family").arrays
sizes, p = runs["sizes"], runs["probabilities"]
by_seed = runs["costs"].astype(float) - 1  # [sizes, seeds, facts]
missing, known = by_seed.mean(1), by_seed < 2.5
times = 400 * 512 * p
tail = 5 * (1 - np.cumsum(p))  # bits, if no fact after it is known
store = checkpoints.load("knowledge/capacity").arrays
rate = (store["stored"].mean(1) / store["sizes"])[:-1].mean()
fact = math.log2(math.comb(64, 2))  # two values of 64, in no order

starts = 2 ** np.arange(12)  # of ranks 1, 2-3, 4-7 ... 2048-4095
by_rank = np.add.reduceat(missing[:, :-1], starts - 1, 1) / starts
middles = np.log(starts * np.sqrt(2))
print(f"a fact holds {fact:.2f} bits")
print("            half known    bits above H     of real,     facts")
print("parameters  rank  times   real  tail   room   rarer      known")
near, far = [], []
for n, lost, row, knows in zip(sizes, missing * p, by_rank, known):
    last = round(np.exp(np.interp(2.5, row, middles)))
    bits, rarer = lost.sum(), lost[last:].sum() / lost.sum()
    room = min(int(rate * n / fact), len(p))  # facts that fit
    row = n, last, times[last - 1], bits, tail[last - 1]
    print("{:10,} {:5} {:6.0f} {:6.2f} {:5.2f}".format(*row), end="")
    print(f"{abs(tail[room - 1]):7.2f} {rarer:7.0%}", end="")
    share = knows.mean(1)  # by seed, counted fact by fact
    print(f"{100 * share.min():7.1f}-{share.max():.1%}")
    near.append(f"{knows[:, :last].mean():.0%}")
    far.append(f"{knows[:, 2 * last :].mean():.0%}")
print("known up to the rank:  ", *near)
print("beyond twice the rank: ", *far)
needed = " ".join(f"{len(p) * fact / n:.2f}" for n in sizes)
print("bits a parameter, if all were held:")
print(needed)
never = np.exp(-times)  # the probability that a fact isn't drawn
one = 2 * (np.exp(-times / 2) - never)  # only one value is drawn
best = p @ (5 * never + math.log2(63) / 2 * one)
print(f"best reader of this data: {best:.3f} bits above H")

fig, axes = figure.canvas(height=3)
often = [part.mean() for part in np.split(times[:-1], starts[1:] - 1)]
for row in by_rank:
    axes.plot(often, row, linewidth=1, color=figure.COLOURS["accent"])
axes.axhline(5, linewidth=0.8, color=figure.COLOURS["muted"])
axes.text(30_000, 5.1, "a blind guess", ha="right")
axes.text(1500, 1.9, "smallest model")
axes.text(14, 1.2, "largest\nmodel", ha="right")
axes.set(xscale="log", xlim=(2.5, 32_000))
axes.set_xlabel("how often the fact appeared")
axes.set_ylabel("bits missing")
axes.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
axes.minorticks_off()
alt = (
    "Bits missing against the number of times a fact appeared, a "
    "curve for each of six sizes. Each falls from a blind guess to "
    "nearly nothing. The curves have similar shapes. Those of "
    "larger models lie further left, because they need fewer "
    "appearances."
)
caption = (
    "Seen often enough: every size learns a fact that appears "
    "often, but a larger one needs to see it fewer times."
)
figure.save(fig, "learned", alt, caption)
