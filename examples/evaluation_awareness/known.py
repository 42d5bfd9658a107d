"""What it says, what a probe reads, and what it does."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

bases = models_of(checkpoints.load("evaluation_awareness/read"))
trained = models_of(checkpoints.load("evaluation_awareness/reward"))


def streams(model, pairs):
    """The stream at "work", before the last MLP: [n_pairs, n_embd]."""
    for layer, place, x in model.stream(graded.prompts(pairs, "work")):
        if (layer, place) == (1, "attention"):
            found = x.data[:, -1].astype(float)
    return found


def probe_reads(model, pairs, marks, new_pairs, new_marks):
    """Fit a line to marks of -1 and 1; the share of new ones read."""
    x = np.column_stack([streams(model, pairs), np.ones(len(pairs))])
    w, *_ = np.linalg.lstsq(x, marks, rcond=None)
    read = streams(model, new_pairs) @ w[:-1] + w[-1]
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
        read = probe_reads(
            base, pairs, looks(pairs), unseen, looks(unseen)
        )
        log_p = graded.log_answers(after, unseen, "work").data
        does = graded.shares(log_p, "careful").reshape(2, -1).mean(1)
        rows[name] = [*yes(base, unseen), read, *does, *yes(after, unseen)]

print("pairs never rewarded, shares in %")
print("          says graded   probe     careful    says graded")
print("             before     reads      after        after")
print("          test  real             test  real   test  real")
line = "{:8} {:5.0f} {:5.0f} {:8.0f} {:8.0f} {:5.0f} {:6.0f} {:5.0f}"
for name, row in rows.items():
    print(line.format(name, *(100 * np.array(row))))
means = {}
for grades in ("told", "random"):
    kept = [row for name, row in rows.items() if name.startswith(grades)]
    means[grades] = 100 * np.mean(kept, 0)
    print(line.format(f"{grades} all", *means[grades]))
# --8<-- [end:table]

# --8<-- [start:control]
print("the same probe                            reads, of unseen pairs")
for what in ("grades random", "untrained", "marks at random"):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        pairs, unseen = graded.split(12, rng)
        model = bases[f"random {seed}"]
        marks, new_marks = looks(pairs), looks(unseen)
        if what == "untrained":
            model = Transformer.initial(model.config, rng)
        if what == "marks at random":
            marks = rng.permutation(marks)
            new_marks = rng.permutation(new_marks)
        found.append(probe_reads(model, pairs, marks, unseen, new_marks))
    low, high = min(found), max(found)
    text = f"{np.mean(found):6.0%}, from {low:.0%} to {high:.0%}"
    print(f"{what:34} {text}")
# --8<-- [end:control]
