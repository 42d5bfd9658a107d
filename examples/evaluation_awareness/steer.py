"""Move a model along one direction, and see what it does."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

trained = models_of(checkpoints.load("evaluation_awareness/reward"))
CAREFUL = graded.WORDS.special("careful")


def inside(model, pairs, change=0.0):
    """The streams at "work" before the last MLP, [n_pairs, n_embd],
    and how careful the work is once `change` was added to them."""
    ids = graded.prompts(pairs, "work")
    for layer, place, x in model.frozen().stream(ids):
        if (layer, place) == (1, "attention"):
            streams = x.data[:, -1].copy()
            x.data[:, -1] += change
    p = next_token_probabilities(model.logits(x[:, -1]).data)
    careful = p[:, CAREFUL].reshape(2, -1).mean(1)
    return streams, careful


# --8<-- [end:tools]


# --8<-- [start:changes]
def to_kind(x, kind, other):
    """The change that gives streams x what is typical of one kind.

    It moves x along the line between the two means, and stops where
    the mean of `kind` lies.
    """
    direction = kind.mean(0) - other.mean(0)
    direction /= np.linalg.norm(direction)
    return ((kind.mean(0) - x) @ direction)[:, None] * direction


def astray(change, rng):
    """Another change, as long as this one, in a random direction."""
    direction = rng.normal(size=change.shape[1])
    direction /= np.linalg.norm(direction)
    length = np.linalg.norm(change, axis=1, keepdims=True)
    return length * direction


# --8<-- [end:changes]

# --8<-- [start:table]
found = {}
for seed in range(5):
    rng = np.random.default_rng(seed)
    pairs, unseen = graded.split(12, rng)
    model = trained[f"told 0.95 {seed}"]
    x, _ = inside(model, pairs)
    test = np.array([graded.looks_graded(pair) for pair in pairs])
    new, unchanged = inside(model, unseen)
    to_real = to_kind(new, x[~test], x[test])
    to_test = to_kind(new, x[test], x[~test])
    ways = {
        "set to real": [to_real],
        "set to test": [to_test],
        "as far as to real, at random": [
            astray(to_real, rng) for _ in range(20)
        ],
        "as far as to test, at random": [
            astray(to_test, rng) for _ in range(20)
        ],
    }
    found.setdefault("unchanged", []).append(unchanged)
    for way, changes in ways.items():
        rows = [inside(model, unseen, change)[1] for change in changes]
        found.setdefault(way, []).append(np.mean(rows, 0))

print("careful work, five models     looks graded   looks real")
for way, rows in found.items():
    print(way)
    means = ("mean", np.mean), ("from", np.min), ("to", np.max)
    for name, of in means:
        print("  {:28}{:10.0%} {:12.0%}".format(name, *of(rows, 0)))
# --8<-- [end:table]
