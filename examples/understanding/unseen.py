# time limit: 60 s
"""Sums that the models never read: adding, or looking up?"""

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds.addition import ids_of

runs = checkpoints.load("understanding/sums").arrays
pairs = np.array([(a, b) for a in range(100) for b in range(100)])
pairs = pairs.astype(np.int16)
totals = pairs.sum(1)
answers = np.array([ids_of(f"{total:03}") for total in totals])
twin = pairs @ (1, 100)  # the place of b + a, for a + b


def unread(key):
    """Which sums were read neither way round."""
    read = runs[f"read {key}"]
    return ~read & ~read[twin]


def hits(key):
    """Which digits of all answers are right: [sum, 3]."""
    return runs[f"said {key}"] == answers


def nearest(key, far):
    """How often an unread sum has the total of the nearest one."""
    read, new = runs[f"read {key}"], unread(key)
    steps = far(abs(pairs[new][:, None] - pairs[read]), -1)
    return (totals[read][steps.argmin(1)] == totals[new]).mean()


# --8<-- [end:tools]

# --8<-- [start:table]
print("sums read      unread   right  nearest known")
for kind, n in {"few": 1000, "many": 3000, "mixed": 1000}.items():
    for seed in range(3):
        key = f"{kind} {seed}"
        new = unread(key)
        row = new.sum(), hits(key)[new].all(1).mean()
        row += nearest(key, np.sum), nearest(key, np.max)
        name = f"{n:,} {'mixed' if kind == 'mixed' else ''}"
        print(f"{name:14} {row[0]:6,} {100 * row[1]:6.1f}%", end="")
        print(f"{100 * row[2]:6.0f}%{100 * row[3]:6.0f}%")
a, b = pairs.T
swapped = (a // 10 * 10 + b % 10) * 100 + b // 10 * 10 + a % 10
print("1,000 read: unread sums with one column swapped in a read one")
print("  share of these, right among the others")
for seed in range(3):
    read, new = runs[f"read few {seed}"], unread(f"few {seed}")
    same = read[swapped] | read[twin[swapped]]
    rest = hits(f"few {seed}")[new & ~same].all(1).mean()
    print(f"  {100 * same[new].mean():6.1f}% {100 * rest:13.1f}%")
print("1,000 read: different columns among them")
print("        units of 100  tens of 100  tens and carry of 200")
tens, units = pairs.T // 10, pairs.T % 10
carried = np.stack([*tens, units.sum(0) > 9])
for seed in range(3):
    read = runs[f"read few {seed}"]
    kinds = units, tens, carried
    n = (len(np.unique(kind[:, read], axis=1).T) for kind in kinds)
    print(f"seed {seed}", "{:13}{:13}{:23}".format(*n))
# --8<-- [end:table]

# --8<-- [start:apart]
from lessoncode import figure
from lessoncode.worlds.corpus import KEPT_BACK

apart = [tuple(map(int, text.split(" + "))) for text in KEPT_BACK]
columns = np.sort(pairs[:, None] // [[10], [1]] % 10)
tens, units = (
    (columns[:, i, None] == np.sort(apart)).all(-1).any(1)
    for i in (0, 1)
)
kinds = {
    "in neither": ~tens & ~units,
    "in the tens": tens & ~units,
    "in the units": units & ~tens,
}
print("digits kept apart   seed 0  seed 1  seed 2")
fig, axes = figure.canvas(height=1.9)
for y, (name, kind) in enumerate(kinds.items()):
    row = [
        100 * hits(f"apart {seed}")[unread(f"apart {seed}") & kind]
        .all(1).mean() for seed in range(3)
    ]
    print(f"{name:18}", *(f"{share:6.0f}%" for share in row))
    axes.plot(row, [y] * 3, "o", color=figure.COLOURS["accent"])
axes.text(97, 0, "all columns known", ha="right", va="center")
axes.set(xlim=(0, 102), ylim=(2.5, -0.5))
axes.set_xlabel("unread sums right, three seeds")
axes.set_xticks([0, 25, 50, 75, 100])
axes.set_xticklabels(["0%", "25%", "50%", "75%", "100%"])
axes.set_yticks(range(3))
axes.set_yticklabels(["no new pair", "in the tens", "in the units"])
alt = (
    "Three dots for each of three kinds of sums. Without a new pair of "
    "digits all are at 100%. With one in the tens or in the units they "
    "are between about a sixth and a little more than half."
)
caption = (
    "New combinations, and new columns: the models solve sums that "
    "they never read, as long as they have met every pair of "
    "digits in them."
)
figure.save(fig, "columns", alt, caption)

by_pair = np.zeros((3, len(apart)))
for seed, i in np.ndindex(by_pair.shape):
    this = (columns[:, 0] == np.sort(apart[i])).all(1)
    new = unread(f"apart {seed}") & kinds["in the tens"] & this
    by_pair[seed, i] = 100 * hits(f"apart {seed}")[new].all(1).mean()
for name, row in ("worst", by_pair.min(1)), ("best", by_pair.max(1)):
    print(f"tens, {name:12}", *(f"{share:6.0f}%" for share in row))
print("the last digit, if in the units")
far = []
for seed in range(3):
    new = unread(f"apart {seed}") & kinds["in the units"]
    said = runs[f"said apart {seed}"][new, 2] - answers[new, 2]
    far.append(np.minimum(said % 10, -said % 10))
kinds = {"right": [0], "at most one off": [0, 1]}
for name, what in kinds.items():
    row = [100 * np.isin(off, what).mean() for off in far]
    print(f"{name:18}", *(f"{share:6.0f}%" for share in row))
# --8<-- [end:apart]
