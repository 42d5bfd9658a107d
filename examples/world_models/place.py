# time limit: 60 s
"""Which cell does a model hold? Read it, and change it."""

# --8<-- [start:tools]
from functools import cache
from itertools import islice

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds.walks import CELLS, LEGAL, walk

models = models_of(checkpoints.load("understanding/walks"))
models = {name: model.frozen() for name, model in models.items()}
halves = "attention 1", "MLP 1", "attention 2", "MLP 2"
squares = np.array(CELLS, float)  # row and column of each cell
N_MOVES = 14


def in_halves(model, ids):
    """The stream after each half layer: [batch, n_seq, n_embd]."""
    for _, place, x in model.stream(ids):
        if place == "embedding":
            x.data = x.data.astype(float)  # so that no dot is rounded
        elif place in ("attention", "mlp"):
            yield x


def stream(model, ids, last):
    """The stream after so many half layers."""
    *_, x = islice(in_halves(model, ids), last)
    return x.data


@cache
def learned_from(name, last):
    """A model's vectors at the ends of `learn`: [2000, n_embd]."""
    return stream(models[name], learn, last)[:, -1].copy()


def legal_by(model, ids, last, change, at=-1):
    """The moves above 1/8 if a vector of the stream is changed."""
    for half, x in enumerate(in_halves(model, ids), 1):
        if half == last:
            x.data[:, at] += change
    return next_token_probabilities(model.logits(x[:, -1]).data) > 1 / 8


def fit(x, y):
    """Least squares, y from x with a constant: slopes, constant."""
    x = np.column_stack([x, np.ones(len(x))])
    w, *_ = np.linalg.lstsq(x, y, rcond=None)
    return w[:-1], w[-1]


learn, learn_paths = walk(2000, N_MOVES, np.random.default_rng(1))
test, test_paths = walk(200, N_MOVES, np.random.default_rng(2))
learn_cell, test_cell = learn_paths[:, -1], test_paths[:, -1]
# --8<-- [end:tools]

# --8<-- [start:probe]
print("after               cell read  share of spread")
for kind in ("trained", "untrained"):
    for last, name in enumerate(halves, 1):
        rows = []
        for seed in range(3):
            model = models[f"{kind} {seed}"]
            x = learned_from(f"{kind} {seed}", last)
            slopes, constant = fit(x, squares[learn_cell])
            read = stream(model, test, last)[:, -1] @ slopes + constant
            near = abs(read - squares[test_cell]) < 0.5
            plane, middle = fit(squares[learn_cell], x)
            rest = x - squares[learn_cell] @ plane - middle
            left = (rest**2).sum() / ((x - x.mean(0)) ** 2).sum()
            rows.append((near.all(1).mean(), 1 - left))
        row = 100 * np.array([*np.min(rows, 0), *np.max(rows, 0)])
        print(f"{kind:9} {name:11}", end="")
        print(" {0:.0f}-{2:.0f}% {1:10.0f}-{3:.0f}%".format(*row))
# --8<-- [end:probe]

# --8<-- [start:map]
from lessoncode import figure

alts = {
    "trained": (
        "A square for each of the 16 cells of the board, and a dot "
        "for each walk. The dots form seven tight clusters, "
        "one in each square that can be reached in 14 moves. The "
        "other squares are empty."
    ),
    "untrained": (
        "The same for an untrained model. The dots form streaks, "
        "most of them outside the board and far from any square."
    ),
}
words = {
    "trained": "each walk in its own square",
    "untrained": "the same walks, far from their squares",
}
captions = {
    "trained": (
        "A map in a model that read only moves: each dot is a walk, "
        "in the square of the cell where the walk ends."
    ),
    "untrained": (
        "The same for an untrained model: a formula of the same kind "
        "doesn't put the dots into their squares."
    ),
}
print("distance from the true cell, in squares")
for kind, alt in alts.items():
    model = models[f"{kind} 0"]
    x = learned_from(f"{kind} 0", 1)
    plane, middle = fit(squares[learn_cell], x)
    x = stream(model, test, 1)[:, -1]
    seen = (x - middle) @ np.linalg.pinv(plane)
    far = np.linalg.norm(seen - squares[test_cell], axis=1)
    print(f"{kind:9} mean {far.mean():.2f}, largest {far.max():.2f}")

    fig, axes = figure.canvas(height=2.8)
    muted, accent = figure.COLOURS["muted"], figure.COLOURS["accent"]
    rows, columns = squares.T
    square = {"marker": "s", "s": 120, "facecolor": "none"}
    axes.scatter(columns, rows, edgecolor=muted, **square)
    axes.scatter(seen[:, 1], seen[:, 0], s=6, color=accent)
    axes.set(xlabel="column", ylabel="row", aspect="equal")
    axes.set_title(words[kind])
    axes.set_xticks(range(5))
    axes.set_yticks(range(4))
    axes.invert_yaxis()
    figure.save(fig, f"map-{kind}", alt, captions[kind])
# --8<-- [end:map]

# --8<-- [start:changes]
def penalized(x):
    """The probe's fit, if large weights have a price."""
    middle, y = x.mean(0), squares[learn_cell]
    z = x - middle
    price = (z**2).sum() / z.shape[1] * np.eye(z.shape[1])
    w = np.linalg.solve(z.T @ z + price, z.T @ (y - y.mean(0)))
    return w, y.mean(0) - middle @ w


def changes(seed, last, rng):
    """Ways to turn cell p into cell q: each gives [n_embd]."""
    def means(name):
        x = learned_from(name, last)
        return x, {c: x[learn_cell == c].mean(0) for c in reached}

    x, mean = means(f"trained {seed}")
    _, blank = means(f"untrained {seed}")
    least = np.linalg.pinv(fit(x, squares[learn_cell])[0])
    calm = np.linalg.pinv(penalized(x)[0])
    mixed = squares.copy()
    rows = np.random.default_rng(seed).permutation(reached)
    mixed[reached] = squares[rows]

    def along_plane(places):
        @cache
        def plane(q):  # fitted without the walks that end in q
            others = learn_cell != q
            return fit(places[learn_cell[others]], x[others])[0]

        return lambda p, q: (places[q] - places[p]) @ plane(q)

    by_map, shuffled = along_plane(squares), along_plane(mixed)

    def by_probe(p, q):
        return (squares[q] - squares[p]) @ least

    def as_long(step, p, q):
        size = np.linalg.norm(by_map(p, q))
        return step * size / np.linalg.norm(step)

    return {
        "means": lambda p, q: mean[q] - mean[p],
        "map": by_map,
        "shuffled": lambda p, q: as_long(shuffled(p, q), p, q),
        "probe": by_probe,
        "probe, long": lambda p, q: as_long(by_probe(p, q), p, q),
        "penalized": lambda p, q: (squares[q] - squares[p]) @ calm,
        "untrained": lambda p, q: as_long(blank[q] - blank[p], p, q),
        "random": lambda p, q: as_long(rng.normal(size=48), p, q),
    }


reached = np.unique(learn_cell)
cases = [
    (q, (LEGAL[test_cell] != LEGAL[q]).any(1)) for q in reached
]
# --8<-- [end:changes]

# --8<-- [start:exchange]
def successes(seed, last, change):
    """Whether a change to q makes the moves those of q, for each q."""
    model, hits = models[f"trained {seed}"], []
    for q, other in cases:
        steps = [change(p, q) for p in test_cell[other]]
        said = legal_by(model, test[other], last, steps)
        hits.append((said == LEGAL[q]).all(1))
    return hits


found, by_map = {}, []
for last in range(1, len(halves) + 1):
    for seed in range(3):
        ways = changes(seed, last, np.random.default_rng(3))
        for way, change in ways.items():
            hits = successes(seed, last, change)
            share = np.concatenate(hits).mean()
            if (way, last) == ("map", 1):
                by_map.append([hit.mean() for hit in hits])
            found.setdefault(way, {}).setdefault(last, []).append(share)
print(f"{sum(other.sum() for _, other in cases):,} changes each")
print("after      ", *(f"{half:>11}" for half in halves))
for way, shares in found.items():
    ends = [(100 * min(s), 100 * max(s)) for s in shares.values()]
    row = [f"{low:.0f}-{high:.0f}%" for low, high in ends]
    print(f"{way:11}", *(f"{text:>11}" for text in row))
print("penalized probe after attention 1: cell read in", end="")
for seed in range(3):
    slopes, constant = penalized(learned_from(f"trained {seed}", 1))
    x = stream(models[f"trained {seed}"], test, 1)[:, -1]
    near = abs(x @ slopes + constant - squares[test_cell]) < 0.5
    print(f" {near.all(1).mean():.0%}", end="")
print()
print("the map after attention 1, by row and column of the new cell")
for q, row in zip(reached, 100 * np.transpose(by_map)):
    print("{}, {}:".format(*CELLS[q]), end="")
    print(f" {min(row):4.0f}-{max(row):.0f}%")
# --8<-- [end:exchange]

# --8<-- [start:next]
from lessoncode.worlds.walks import LEADS

longer, _ = walk(200, N_MOVES + 1, np.random.default_rng(2))
step = longer[:, -1]  # the rest is as in `test`
print("changed after  of the new  of the old")
for last, half in enumerate(halves, 1):
    rows = []
    for seed in range(3):
        model, new, old = models[f"trained {seed}"], [], []
        change = changes(seed, last, None)["means"]
        for q in reached:
            goal, here = LEADS[q, step], LEADS[test_cell, step]
            use = (goal >= 0) & (LEGAL[goal] != LEGAL[here]).any(1)
            steps = [change(p, q) for p in test_cell[use]]
            said = legal_by(model, longer[use], last, steps, at=-2)
            new.extend((said == LEGAL[goal[use]]).all(1))
            old.extend((said == LEGAL[here[use]]).all(1))
        rows.append((np.mean(new), np.mean(old)))
    row = 100 * np.array([*np.min(rows, 0), *np.max(rows, 0)])
    print(f"{half:13}", end="")
    print(" {0:6.0f}-{2:.0f}% {1:8.0f}-{3:.0f}%".format(*row))
# --8<-- [end:next]
