# time limit: 60 s
"""Move a model along one direction, and see what it does."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import graded

trained = models_of(checkpoints.load("evaluation_awareness/reward"))
WORK = [graded.WORDS.special(word) for word in graded.ANSWERS["work"]]


BEFORE_MLP = 1, "attention", -1  # the last MLP, at "work"
ELSEWHERE = {"at the end": (1, "mlp", -1), "second word": (0, "mlp", 1)}


def inside(model, pairs, change=0.0, where=BEFORE_MLP):
    """The streams at one place, [n_pairs, n_embd], and how often work
    is careful, and careless, after a `change` there."""
    *wanted, position = where
    ids = graded.prompts(pairs, "work")
    for layer, place, x in model.frozen().stream(ids):
        if [layer, place] == wanted:
            streams = x.data[:, position].copy()
            x.data[:, position] += change
    p = next_token_probabilities(model.logits(x[:, -1]).data)
    return streams, p[:, WORK].mean(0)


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


def set_elsewhere(model, pairs, new, test):
    """How often `new` is careful, set to real use at other places."""
    found = []
    for where in ELSEWHERE.values():
        x, _ = inside(model, pairs, where=where)
        streams, _ = inside(model, new, where=where)
        change = to_kind(streams, x[~test], x[test])
        found.append(inside(model, new, change, where)[1][0])
    return found


# --8<-- [end:changes]

# --8<-- [start:table]
N_RANDOM = 1000
found = {}  # five models: unchanged, moved, and moved at random
elsewhere = []  # careful on tests, moved at other places
for seed in range(5):
    rng = np.random.default_rng(seed)
    pairs, unseen = graded.split(12, rng)
    model = trained[f"told 0.95 {seed}"]
    x, _ = inside(model, pairs)
    test = np.array([graded.looks_graded(pair) for pair in pairs])
    for way, new, kind, other in (
        ("set to real", unseen[:12], x[~test], x[test]),
        ("set to test", unseen[12:], x[test], x[~test]),
    ):
        streams, unchanged = inside(model, new)
        change = to_kind(streams, kind, other)
        _, moved = inside(model, new, change)
        random = [
            inside(model, new, astray(change, rng))[1]
            for _ in range(N_RANDOM)
        ]
        found.setdefault(way, []).append((unchanged, moved, random))
    elsewhere.append(set_elsewhere(model, pairs, unseen[:12], test))

TABLE = (  # which answer counts, and the random move that goes furthest
    ("tests, careful", "set to real", 0, "lowest", np.min),
    ("tests, careless", "set to real", 1, "highest", np.max),
    ("real use, careful", "set to test", 0, "highest", np.max),
)
print("model                  0    1    2    3    4")
for title, way, answer, extreme, furthest in TABLE:
    unchanged, moved, random = (
        np.array(models)[..., answer] for models in zip(*found[way])
    )
    sign = np.sign(moved - unchanged)[:, None]
    as_far = sign * random >= sign * moved[:, None]
    for name, shares in (
        (title, unchanged),
        (f"  {way}", moved),
        (f"  random, {extreme}", furthest(random, 1)),
    ):
        print(f"{name:19}", *(f"{share:4.0%}" for share in shares))
    counts = as_far.sum(1)
    print(f"  as far, of {N_RANDOM:,} ", *(f"{n:4}" for n in counts))
print("pushed at other places: careful work on tests")
for title, shares in zip(ELSEWHERE, np.transpose(elsewhere)):
    print(f"  {title:17}", *(f"{share:4.0%}" for share in shares))
# --8<-- [end:table]
