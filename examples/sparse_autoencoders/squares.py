# time limit: 120 s
"""Is there a unit for each square of the board, and is it used?"""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.sparse_autoencoder import (
    SparseAutoencoder,
    unit_rows,
)
from lessoncode.worlds.walks import CELLS, LEGAL, walk

saved = checkpoints.load("sparse_autoencoders/board")
models = models_of(checkpoints.load("understanding/walks"))
models = {name: model.frozen() for name, model in models.items()}
PARTS = "encoder", "bias", "decoder", "centre"
learn, learn_paths = walk(1000, 15, np.random.default_rng(1))
test, test_paths = walk(500, 15, np.random.default_rng(2))


def stream(model, ids, place):
    """The first layer after 14 and after 15 moves: [2 n_walks, n]."""
    place = place.split()[0]  # of longer training, too
    x = next(x for _, at, x in model.stream(ids) if at == place)
    x = x.data[:, 14:].astype(float)
    return np.concatenate([x[:, 0], x[:, 1]])


def autoencoder(path):
    """One that was trained before, by its path in the file."""
    arrays = {part: saved.arrays[f"{path}/{part}"] for part in PARTS}
    return SparseAutoencoder(
        **{part: Tensor(a.astype(float)) for part, a in arrays.items()}
    )


def in_scale(x):
    """As the autoencoders were given it: the middle and the size."""
    middle = x.mean(0)
    return middle, np.sqrt(((x - middle) ** 2).sum(1).mean())


def both_signs(x):
    return np.concatenate([x, -x], 1)


def ends(paths):
    """In which of 16 cells: [2 n_walks, 16]."""
    cells = np.concatenate([paths[:, 14], paths[:, 15]])
    return cells[:, None] == np.arange(len(CELLS))


here, there = ends(learn_paths), ends(test_paths)


def best_thresholds(values, true):
    """For each candidate and cell: the best score, its threshold.

    The score is 2 both / (on + true).
    """
    n, n_cells = values.shape[1], true.shape[1]
    top = np.zeros((n, n_cells))
    at = np.full((n, n_cells), np.inf)
    n_on = np.arange(1, len(true) + 1, dtype=np.float32)[:, None]
    either = n_on + true.sum(0, dtype=np.float32)
    for i in range(n):
        order = np.argsort(-values[:, i])
        ranked = values[order, i]
        score = 2 * true[order].cumsum(0, dtype=np.float32) / either
        score[np.append(ranked[:-1] == ranked[1:], True)] = 0
        k = score.argmax(0)
        top[i] = score[k, np.arange(n_cells)]
        at[i] = (ranked[k] + ranked[k + 1]) / 2
    return top, at


def judged(old, new):
    """Scores and thresholds on old walks, and the scores on new."""
    top, at = best_thresholds(old, here)
    fresh = np.empty_like(top)
    for i, thresholds in enumerate(at):
        on = new[:, i, None] > thresholds
        both = 2 * (on & there).sum(0)
        fresh[i] = both / np.maximum(1, on.sum(0) + there.sum(0))
    return top, at, fresh


def best(scores, use):
    """For each cell the best of some candidates; if it finds it."""
    top, _, fresh = scores
    one = use[top[use].argmax(0)]
    return one, fresh[one, np.arange(len(CELLS))] >= 0.9


def span(numbers, digits):
    return f"{min(numbers):.{digits}f}-{max(numbers):.{digits}f}"


# --8<-- [end:tools]


# --8<-- [start:find]
def candidates(kind, place, penalty, seed):
    """How many live units; each way's values on old and new walks."""
    model = models[f"{kind} {seed}"]
    x, new = (stream(model, ids, place) for ids in (learn, test))
    middle, size = in_scale(x)
    x, new = (x - middle) / size, (new - middle) / size
    ae = autoencoder(f"{kind}/{place}/{penalty}/{seed}")
    alive = ae.units(x).any(0)
    n = alive.sum()
    reads, bias = ae.encoder.data[alive].T, ae.bias.data[alive]
    uncut = [(old - ae.centre.data) @ reads + bias for old in (x, new)]
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(48, 10 * n))
    ways = {
        "units, uncut": uncut,
        "units": [np.maximum(0, values) for values in uncut],
        "random": [x @ directions, new @ directions],
        "numbers": [both_signs(x), both_signs(new)],
    }
    if place == "mlp":
        near = (stream(model, ids, "neurons") for ids in (learn, test))
        ways["neurons"] = [both_signs(values) for values in near]
    return n, ways


def draws(way, n, n_all):
    """Ten times n candidates; of random directions each once."""
    if way == "random":
        return np.arange(n_all).reshape(10, n)
    rng = np.random.default_rng(0)
    return [rng.permutation(n_all)[:n] for _ in range(10)]


print("  penalty  candidates     units    random   numbers   neurons")
heads = {"trained mlp": "after MLP 1"}
heads["trained attention"] = "after attention 1"
heads["untrained mlp"] = "without training"
cells_found = {}
for head, title in heads.items():
    print(title)
    kind, place = head.split()
    for penalty in (0.1, 0.3, 0.5) if head == "trained mlp" else (0.3,):
        table = {}
        for seed in range(3):
            n, ways = candidates(kind, place, penalty, seed)
            table.setdefault("of", []).append(n)
            for way in list(ways)[1:]:
                scores = judged(*ways[way])
                mean = np.mean(
                    [
                        best(scores, use)[1].sum()
                        for use in draws(way, n, len(scores[0]))
                    ]
                )
                table.setdefault(way, []).append(mean)
        of, units, *others = table.values()
        row = f"{penalty:9} {span(of, 0):>11}{span(units, 0):>10}"
        print(
            row + "".join(f"{span(other, 1):>10}" for other in others)
        )
        cells_found[head, penalty] = table


def told(x, true):
    """A direction for each cell, by logistic regression."""
    x = x - x.mean(0)
    white = np.linalg.inv(np.linalg.cholesky(x.T @ x / len(x)))
    z = np.column_stack([x @ white.T, np.ones(len(x))])
    weights = np.zeros((z.shape[1], true.shape[1]))
    little = 1e-4 * np.eye(len(weights))
    for w, cell in zip(weights.T, true.T):
        for _ in range(12):  # Newton's steps
            p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
            bend = (z * (p * (1 - p))[:, None]).T @ z / len(z) + little
            slope = z.T @ (p - cell) / len(z) + little @ w
            w -= np.linalg.solve(bend, slope)
    return white.T @ weights[:-1]


print("one direction for each cell, fitted to 4,000 walks with cells")
more, more_paths = walk(4000, 15, np.random.default_rng(3))
for place, name in ("mlp", "MLP 1"), ("attention", "attention 1"):
    counts = []
    for seed in range(3):
        three = learn, test, more
        model = models[f"trained {seed}"]
        old, new, x = (stream(model, ids, place) for ids in three)
        directions = told(x, ends(more_paths))
        fresh = judged(old @ directions, new @ directions)[2]
        counts.append((fresh.diagonal() >= 0.9).sum())
    print(f"{name:22}{span(counts, 0):>10}")
# --8<-- [end:find]


# --8<-- [start:cut]
def next_best(new, scores, use, cells, cut):
    """How far on at the next best cell, if by 1 at the own.

    Cut at nothing, at 0 as units are, or where cells are found.
    """
    one, _ = best(scores, use)
    values = new[:, one[cells]]
    if cut == "cell's":
        values = values - scores[1][one, np.arange(len(CELLS))][cells]
    if cut != "none":
        values = np.maximum(0, values)
    mean = np.array([values[in_cell].mean(0) for in_cell in there.T])
    mean = np.sort(mean - mean.min(0), 0)
    return (mean[-2] / mean[-1]).mean()


print("at the next-best cell  none       cell's     unit's")
cuts = {"units, uncut": ("none", "cell's", "unit's")}
cuts["random"] = cuts["units, uncut"][:2]
tables, alone = {way: [] for way in cuts}, []
for seed in range(3):
    n, ways = candidates("trained", "mlp", 0.3, seed)
    scores = {way: judged(*ways[way]) for way in cuts}
    alone.append(100 * (scores["random"][2] >= 0.9).any(1).mean())
    rows = {way: [] for way in cuts}
    uses = [draws(way, n, len(scores[way][0])) for way in cuts]
    for use in zip(*uses):
        finds = [best(scores[way], i)[1] for way, i in zip(cuts, use)]
        both = np.all(finds, 0)
        for way, i in zip(cuts, use):
            new = ways[way][1], scores[way], i, both
            row = [next_best(*new, cut) for cut in cuts[way]]
            rows[way].append(row)
    for way in cuts:
        tables[way].append(np.mean(rows[way], 0))
for way, table in tables.items():
    shares = [f"{span(column, 2):11}" for column in zip(*table)]
    print(f"{way.split(',')[0]:23}{''.join(shares).rstrip()}")
print(f"one random direction finds a cell: {span(alone, 0)}%")
# --8<-- [end:cut]


# --8<-- [start:changes]
def refitted(ae, x):
    """How far units would be on if that cost nothing.

    The same units are on; least squares say how far.
    """
    on = ae.units(x)
    for row, vector in zip(on, x - ae.centre.data):
        use = row > 0
        row[use] = np.linalg.lstsq(ae.decoder.data[use].T, vector)[0]
    return on


def changes(seed, place, penalty, rng):
    """Ways to turn cell p into cell q, each for many p at once.

    A way gets q, every p, and the stream there: [n, n_embd].
    """
    x = stream(models[f"trained {seed}"], learn, place)
    middle, size = in_scale(x)
    x_in_scale = (x - middle) / size
    mean = np.array([x[in_cell].mean(0) for in_cell in here.T])
    ae = autoencoder(f"trained/{place}/{penalty}/{seed}")
    on, d = ae.units(x_in_scale), ae.decoder.data * size
    alive = np.flatnonzero(on.any(0))
    on_top, on_at = best_thresholds(on, here)
    unit = on_top.argmax(0)
    usual = np.array([on[in_cell].mean(0) for in_cell in here.T])
    fitted = refitted(ae, x_in_scale)
    fitted = np.array([fitted[in_cell].mean(0) for in_cell in here.T])
    e = unit_rows(ae.encoder.data)
    random = rng.normal(size=(len(alive), 48))
    values = x_in_scale @ random.T
    top, at = best_thresholds(values, here)
    best_random = top.argmax(0)
    finder = random[best_random]

    def fit(values, at, one):
        # Each detector is 0 below its cell's threshold.
        cut = values[:, one] - at[one, range(len(CELLS))]
        cut = np.maximum(0, cut)
        rows = (cut - cut.mean(0)).T @ x_in_scale
        n = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.maximum(n, 1e-9)  # 0 if no unit is ever on

    def set_one(now, usual, q, p):
        new = now.copy()
        new[np.arange(len(p)), unit[p]] = 0
        new[:, unit[q]] = usual[q, unit[q]]
        return (new - now) @ d

    def means(q, p, at):
        return mean[q] - mean[p]

    def one(q, p, at):
        return set_one(ae.units((at - middle) / size), usual, q, p)

    def refit(q, p, at):
        now = refitted(ae, (at - middle) / size)
        return set_one(now, fitted, q, p)

    def every(q, p, at):
        return (usual[q] - ae.units((at - middle) / size)) @ d

    def as_long(vectors):
        def step(q, p, at):
            step, wanted = vectors[q] - vectors[p], mean[q] - mean[p]
            n = np.linalg.norm(step, axis=1, keepdims=True)
            wanted = np.linalg.norm(wanted, axis=1, keepdims=True)
            return step * wanted / np.maximum(n, 1e-9)

        return step

    return {
        "difference of means": means,
        "one unit": one,
        "one, refitted": refit,
        "all units": every,
        "writing vectors": as_long(d[unit]),
        "reading vectors": as_long(e[unit]),
        "other units": as_long(d[rng.choice(alive, len(CELLS))]),
        "random directions": as_long(finder),
        "units, fitted": as_long(fit(on, on_at, unit)),
        "random, fitted": as_long(fit(values, at, best_random)),
    }


# --8<-- [end:changes]


# --8<-- [start:tested]
def moves(model, ids, place, steps=0):
    """The stream at the last token, before it is changed by steps,
    and the moves above 1/8 after that."""
    for layer, at, x in model.stream(ids):
        if (layer, at) == (0, place.split()[0]):
            before = x.data[:, -1].astype(float)
            x.data[:, -1] += steps
    p = next_token_probabilities(model.logits(x[:, -1]).data)
    return before, p > 1 / 8


def successes(seed, place, change):
    """How often a change to q makes the moves those of q."""
    model, hits = models[f"trained {seed}"], []
    for n_moves in (14, 15):
        ids = test[:100, : n_moves + 1]
        cells = test_paths[:100, n_moves]
        x, _ = moves(model, ids, place)
        rows, steps, goal = [], [], []
        for q in np.unique(learn_paths[:, n_moves]):
            (use,) = (LEGAL[cells] != LEGAL[q]).any(1).nonzero()
            rows.extend(use)
            steps.extend(change(q, cells[use], x[use]))
            goal.extend(LEGAL[[q] * len(use)])
        _, said = moves(model, ids[rows], place, steps)
        hits.extend((said == goal).all(1))
    return 100 * np.mean(hits), len(hits)


# --8<-- [end:tested]


# --8<-- [start:lengths]
places = [("attention", 0.3), ("mlp", 0.1), ("mlp", 0.3)]
places += [("mlp", 0.5), ("mlp longer", 0.3)]
print("             penalty  on at once    own unit")
for place, penalty in places:
    counts, shares = [], []
    for seed in range(3):
        model = models[f"trained {seed}"]
        x = stream(model, learn, place)
        middle, size = in_scale(x)
        path = f"trained/{place}/{penalty}/{seed}"
        on = autoencoder(path).units((x - middle) / size)
        unit = best_thresholds(on, here)[0].argmax(0)
        own = on[here.nonzero()[0], unit[here.nonzero()[1]]]
        counts.append((on > 0).sum(1).mean())
        shares.append(100 * own.sum() / on.sum())
    name = place.replace("mlp", "MLP 1").replace("tion", "tion 1")
    print(f"{name:13}{penalty:7} {span(counts, 1):>11}", end="")
    print(f"{span(shares, 0):>11}%")
# --8<-- [end:lengths]

# --8<-- [start:use]
found = {}
for place, penalty in places:
    for seed in range(3):
        rng = np.random.default_rng(3)
        five = [changes(seed, place, penalty, rng) for _ in range(5)]
        for way in five[0]:
            drawn = "other" in way or "random" in way
            tries = [ways[way] for ways in five[: 5 if drawn else 1]]
            hits = [successes(seed, place, change) for change in tries]
            share, n = np.mean(hits, 0)
            shares = found.setdefault(way, {})
            shares.setdefault((place, penalty), []).append(share)
print(f"% of {n:,.0f} changes    attention 1            MLP 1  longer")
print("penalty                  0.3     0.1     0.3     0.5     0.3")
for way, shares in found.items():
    texts = [f"{span(share, 0):>8}" for share in shares.values()]
    print(f"{way:20}" + "".join(texts))
# --8<-- [end:use]

# --8<-- [start:picture]
from lessoncode import figure

middle = "mlp", 0.3
table = cells_found["trained mlp", 0.3]
written = {way: shares[middle] for way, shares in found.items()}
cells = {way: [n / 0.16 for n in table[way]] for way in table}
panels = {
    "Cells of the board that are identified": (
        cells["units"],
        cells["random"],
    ),
    "Changes that succeed along directions for reading": (
        written["reading vectors"],
        written["random directions"],
    ),
    "Changes that succeed along fitted directions": (
        written["units, fitted"],
        written["random, fitted"],
    ),
}
fig, axes = figure.canvas(height=3.4)
at = np.array([8, 7, 5, 4, 2, 1]) - 0.5
shares = [row for pair in panels.values() for row in pair]
for i, (y, row) in enumerate(zip(at, shares)):
    axes.plot([0, max(row)], [y, y], color=figure.COLOURS["grid"])
    colour = figure.COLOURS["muted" if i % 2 else "accent"]
    axes.plot(row, [y] * 3, "o", color=colour)
axes.set_yticks(at, ["autoencoder", "random directions"] * 3)
axes.set(xlim=(0, 104), ylim=(0, 8.9))
axes.set_xticks([0, 50, 100], ["0%", "50%", "100%"])
for y, text in zip(at[::2], panels):
    left = {"xycoords": ("figure fraction", "data"), "in_layout": False}
    axes.annotate(text, (0.01, y + 0.7), **left)
axes.spines["left"].set_visible(False)
axes.tick_params(axis="y", length=0)
alt = (
    "Three pairs of rows, with a dot for each of three models. The "
    "autoencoder's reading directions identify nearly all cells, and "
    "random directions about half. Along these directions, few changes "
    "succeed. Along fitted directions, nearly all succeed for the "
    "autoencoder, and more than half for random directions."
)
caption = (
    "Three models, at one place: the autoencoder is ahead of random "
    "directions, and for both, changes along fitted directions succeed "
    "far more often."
)
figure.save(fig, "two-tests", alt, caption)
# --8<-- [end:picture]
