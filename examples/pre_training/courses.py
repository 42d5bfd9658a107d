"""What each of three runs learned, and when."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

first = checkpoints.load("pre_training/train").arrays
others = checkpoints.load("pre_training/again").arrays
first["verbs"] = first["agreement"][:, 1]
steps = list(others["steps"])
shared = np.isin(first["steps"], steps)


def three(key):
    """What the three runs measured: [run, step, ...]."""
    return np.stack([first[key][shared], *others[key]])


stated = np.array(list(corpus.STATED.values()))
# --8<-- [end:tools]

# --8<-- [start:order]
courses = {key: three(key) for key in ("letters", "words")}
courses["verbs"] = three("verbs")[..., 0].mean(-1)
courses["facts"] = three("facts")[..., stated == 64].mean(-1)
courses["sums"] = three("sums").mean(-1)
courses["unread"] = three("kept_back").mean(-1)
print("         seed 0  seed 1  seed 2   the most reached")
for name, runs in courses.items():
    moments = np.argmax(runs >= 0.9, 1)  # 0 where no step has it
    row = [str(steps[i]) if i else "never" for i in moments]
    cells = "{:9}{:>6} {:>7} {:>7}     {:.2f} {:.2f} {:.2f}"
    print(cells.format(name, *row, *runs.max(1)))
# --8<-- [end:order]

# --8<-- [start:verbs]
verbs = three("verbs")
cells = "{:5}  {:.2f} {:.2f}  {:.2f} {:.2f}  {:.2f} {:.2f}"
print("          seed 0     seed 1     seed 2")
print("step    one many   one many   one many")
for i, measure in enumerate(("right form likelier", "its share")):
    print(measure)
    for step in (0, *steps[2:7]):
        row = verbs[:, steps.index(step), :, i].ravel()
        print(cells.format(step, *row))
# --8<-- [end:verbs]

# --8<-- [start:facts]
right = three("facts")[:, -1]
print("stated  seed 0  seed 1  seed 2")
for n in sorted(corpus.COUNTS):
    row = right[:, stated == n].sum(1)
    print("{:6} {:7} {:7} {:7}".format(n, *row))
# --8<-- [end:facts]
