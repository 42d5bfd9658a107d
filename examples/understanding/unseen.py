"""Sums that were not read: adding, or looking up?"""

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds.addition import ids_of

runs = checkpoints.load("understanding/sums").arrays
pairs = np.array([(a, b) for a in range(100) for b in range(100)])
pairs = pairs.astype(np.int16)
totals = pairs.sum(1)
answers = np.array([ids_of(f"{total:03}") for total in totals])
twin = pairs @ (1, 100)  # where b + a stands, for a + b


def unread(key):
    """Which sums were read neither way round."""
    read = runs[f"read {key}"]
    return ~read & ~read[twin]


def hits(key):
    """Which digits of all answers are right: [sum, 3]."""
    return runs[f"said {key}"] == answers


def nearest(key):
    """For each unread sum, the total of a sum read next to it."""
    read = runs[f"read {key}"]
    steps = abs(pairs[unread(key)][:, None] - pairs[read]).sum(-1)
    return totals[read][steps.argmin(1)]


# --8<-- [end:tools]

# --8<-- [start:table]
print("sums read      unread  right  nearest known")
for kind, n in {"few": 1000, "many": 3000, "mixed": 1000}.items():
    for seed in range(3):
        key = f"{kind} {seed}"
        new = unread(key)
        row = new.sum(), hits(key)[new].all(1).mean()
        row += ((nearest(key) == totals[new]).mean(),)
        name = f"{n:,} {'mixed' if kind == 'mixed' else ''}"
        print(f"{name:14} {row[0]:6,} {row[1]:6.3f} {row[2]:10.2f}")
# --8<-- [end:table]

# --8<-- [start:apart]
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
for name, kind in kinds.items():
    row = [
        hits(f"apart {seed}")[unread(f"apart {seed}") & kind]
        .all(1).mean() for seed in range(3)
    ]
    print(f"{name:18}", *(f"{share:7.2f}" for share in row))

print("the last digit, if in the units")
far = []
for seed in range(3):
    new = unread(f"apart {seed}") & kinds["in the units"]
    said = runs[f"said apart {seed}"][new, 2] - answers[new, 2]
    far.append(np.minimum(said % 10, -said % 10))
for name, what in {"right": [0], "off by one": [1]}.items():
    row = [np.isin(off, what).mean() for off in far]
    print(f"{name:18}", *(f"{share:7.2f}" for share in row))
# --8<-- [end:apart]
