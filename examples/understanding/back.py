"""Ask for each capital in the order that was read, and in reverse."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

runs = checkpoints.load("understanding/reversal").arrays


def measured(n_both, seed, asked, other):
    """P(right) in this order; else P(right), P(wrong), the rank.

    And how often the right name is most likely in this order.
    """
    ways = runs[f"told {n_both} {seed}"]
    p = np.exp(runs[f"{asked} {n_both} {seed}"].astype(float))
    so, not_so = ways != other, ways == other
    known = p.diagonal()[so].mean()
    most = (p.argmax(1) == np.arange(len(p)))[so]
    p = p[np.ix_(not_so, not_so)]
    right = p.diagonal()[:, None]
    wrong = ~np.eye(len(p), dtype=bool)
    ahead = ((p < right) + (p == right) / 2)[wrong].mean()
    return known, right.mean(), p[wrong].mean(), ahead, most.mean()


print("both     this order   only the other order")
print("ways          right   right    wrong  ahead")
first = []
fig, axes = figure.canvas(height=2.2)
for y, n_both in enumerate((0, 28, 48)):
    for asked, other in (("forward", "back"), ("back", "forward")):
        for seed in range(3):
            row = measured(n_both, seed, asked, other)
            print(f"{n_both:2} {asked:7}", end="")
            print("{:9.2f} {:8.4f} {:8.4f}".format(*row[:3]), end="")
            print(f"{100 * row[3]:6.0f}%")
            first.append(row[4])
            look = {"color": figure.COLOURS["accent"], "markersize": 5}
            axes.plot(100 * row[3], y, "o", **look)

print("in this order, the right name is most likely")
print(f"  in every case: {first.count(1)} of {len(first)} rows")
print(f"  at worst: in {100 * min(first):.0f}% of the cases")

grey = figure.COLOURS["muted"]
axes.axvline(50, color=grey, linewidth=0.8)
axes.text(51, -0.42, "chance", color=grey, va="center")
axes.set(xlim=(0, 100), ylim=(2.5, -0.7))
axes.set_xlabel("right name more likely than a wrong one")
axes.set_xticks([0, 25, 50, 75, 100])
axes.set_xticklabels(["0%", "25%", "50%", "75%", "100%"])
axes.set_yticks([0, 1, 2], ["none", "28", "48"])
axes.set_ylabel("stated both ways")
alt = (
    "Eighteen dots in three rows: no capitals, 28 and 48 stated both "
    "ways. All dots are near the middle, around a line that "
    "marks chance."
)
caption = (
    "Nine models, asked in reverse: the right name is more likely than "
    "a wrong one only about half the time, as if by chance."
)
figure.save(fig, "ahead", alt, caption)
