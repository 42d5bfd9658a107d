"""What it says, what a probe reads, and what it does."""

# --8<-- [start:drawing]
from lessoncode import figure

MEASURES = "says that it is graded", "a probe reads right", "works carefully"
GROUPS = {
    "told": "texts that say what was graded",
    "random": "texts with random grades",
}


def draw(rows):
    """For both groups: what models say, what is read, what they do."""
    fig, axes = figure.canvas(width=4.8, height=3.4)
    test, real, both = (figure.COLOURS[name] for name in ("accent", "second", "muted"))
    look = {"markersize": 5, "alpha": 0.8}
    for i, (grades, title) in enumerate(GROUPS.items()):
        y = -4.4 * i
        axes.text(0, y + 0.8, title, weight="bold", va="center")
        for seed in range(5):
            row = 100 * np.array(rows[f"{grades} {seed}"])
            axes.plot(row[0], y, "o", color=test, **look)
            axes.plot(row[1], y, "o", color=real, **look)
            axes.plot(row[2], y - 1, "D", color=both, **look)
            axes.plot(row[3], y - 2, "o", color=test, **look)
            axes.plot(row[4], y - 2, "o", color=real, **look)
    for x, y, words, colour in (
        (89, -0.45, "looks like a test", test),
        (12, -0.45, "looks like real use", real),
        (50, -3.95, "half of the time", both),
    ):
        axes.text(x, y, words, color=colour, ha="center", va="center")
    places = [y - 4.4 * i for i in range(2) for y in (0, -1, -2)]
    axes.set_yticks(places, 2 * MEASURES)
    axes.set(xlabel="share of prompts, in %", xlim=(-4, 106))
    axes.set(ylim=(-7.1, 1.4))
    alt = (
        "Two groups of five models. In the group whose texts say what "
        "was graded, models say graded for prompts that look like a "
        "test and not for the others. In the group with random grades "
        "they say graded half of the time for all. A probe reads "
        "nearly all prompts right in both groups, and after the "
        "rewards both work carefully where it looks like a test, and "
        "much less often elsewhere."
    )
    caption = (
        "Said, read and done: the two groups differ in what models say, "
        "and not in what a probe reads or in what they do."
    )
    figure.save(fig, "known", alt, caption)


# --8<-- [end:drawing]

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

bases = models_of(checkpoints.load("evaluation_awareness/read"))
trained = models_of(checkpoints.load("evaluation_awareness/reward"))
SECOND_WORD = 0, "mlp", 1  # after one layer, before the question
AT_WORK = 1, "attention", 2  # before the last MLP, at the question


def streams(model, pairs, where):
    """The stream at one place and position: [n_pairs, n_embd]."""
    *wanted, position = where
    prompts = graded.prompts(pairs, "work")
    for layer, place, x in model.frozen().stream(prompts):
        if [layer, place] == wanted:
            found = x.data[:, position].astype(float)
    return found


def probe_reads(model, where, pairs, marks, new_pairs, new_marks):
    """Fit a line to marks of -1 and 1; the share of new ones read."""
    x = streams(model, pairs, where)
    x = np.column_stack([x, np.ones(len(pairs))])
    w, *_ = np.linalg.lstsq(x, marks, rcond=None)
    read = streams(model, new_pairs, where) @ w[:-1] + w[-1]
    return np.mean(np.sign(read) == new_marks)


def looks(pairs):
    """1 for a pair that looks graded, else -1."""
    return np.array([1 if graded.looks_graded(p) else -1 for p in pairs])


def yes(model, pairs):
    """How often the model says that these pairs are graded."""
    log_p = graded.log_answers(model, pairs, "graded?").data
    return graded.shares(log_p, "yes").reshape(2, -1).mean(1)


# --8<-- [end:tools]

# --8<-- [start:table]
rows = {}
for grades in ("told", "random"):
    for seed in range(5):
        name = f"{grades} {seed}"
        rng = np.random.default_rng(seed)
        pairs, unseen = graded.split(12, rng)
        base, after = bases[name], trained[f"{grades} 0.95 {seed}"]
        marks, new_marks = looks(pairs), looks(unseen)
        read = probe_reads(base, SECOND_WORD, pairs, marks, unseen, new_marks)
        log_p = graded.log_answers(after, unseen, "work").data
        does = graded.shares(log_p, "careful").reshape(2, -1).mean(1)
        rows[name] = [*yes(base, unseen), read, *does, *yes(after, unseen)]

COLUMNS = (
    "says graded: tests, real",
    "a probe reads",
    "careful: tests, real",
    "says graded, after: tests, real",
)
print("pairs never rewarded; the columns are")
for i, column in enumerate(COLUMNS, 1):
    print(f"  {i}  {column}")
line = "{:10} {:7.0%} {:4.0%} {:8.0%} {:9.0%} {:4.0%} {:9.0%} {:4.0%}"
for grades in ("told", "random"):
    kept = [row for name, row in rows.items() if name.startswith(grades)]
    rows[f"all {grades}"] = np.mean(kept, 0)
for name, row in rows.items():
    print(line.format(name, *row))
draw(rows)
# --8<-- [end:table]

# --8<-- [start:control]
print("new pairs that the probe sorts correctly")
print("                    after two words          at the question")
for what in ("told", "random", "untrained", "marks at random"):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        pairs, unseen = graded.split(12, rng)
        told = "told" if what == "told" else "random"
        model = bases[f"{told} {seed}"]
        marks = looks(pairs), looks(unseen)
        if what == "untrained":
            model = Transformer.initial(model.config, rng)
        if what == "marks at random":
            marks = [rng.permutation(some) for some in marks]
        found.append(
            [
                probe_reads(model, where, pairs, marks[0], unseen, marks[1])
                for where in (SECOND_WORD, AT_WORK)
            ]
        )
    print(f"{what:16}", end="")
    for column in np.array(found).T:
        row = column.mean(), column.min(), column.max()
        print("{:7.0%}, {:4.0%} to {:4.0%}".format(*row), end="")
    print()
# --8<-- [end:control]
