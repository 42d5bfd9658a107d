"""Ask for each capital in the order it was told, and in the other."""

import numpy as np

from lessoncode.training import checkpoints

runs = checkpoints.load("understanding/reversal").arrays


def measured(n_both, seed, asked, other):
    """P(right) if told so; if not: right, wrong, and the rank."""
    ways = runs[f"told {n_both} {seed}"]
    p = np.exp(runs[f"{asked} {n_both} {seed}"].astype(float))
    so, not_so = ways != other, ways == other
    known = p.diagonal()[so].mean()
    p = p[np.ix_(not_so, not_so)]
    right = p.diagonal()[:, None]
    wrong = ~np.eye(len(p), dtype=bool)
    ahead = ((p < right) + (p == right) / 2)[wrong].mean()
    return known, right.mean(), p[wrong].mean(), ahead


print("both       told so   never told so")
print("ways          right   right  another  ahead")
for n_both in (0, 28, 48):
    for asked, other in (("forward", "back"), ("back", "forward")):
        for seed in range(3):
            row = measured(n_both, seed, asked, other)
            print(f"{n_both:2} {asked:7}", end="")
            print("{:9.2f} {:8.4f} {:8.4f} {:6.2f}".format(*row))
