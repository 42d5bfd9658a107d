# time limit: 60 s
"""Does a unit stand for a square of the board, and is it used?"""

# --8<-- [start:tools]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.walks import CELLS, LEGAL, walk

saved = checkpoints.load("sparse_autoencoders/board")
models = models_of(checkpoints.load("understanding/walks"))
models = {name: model.frozen() for name, model in models.items()}
PARTS = "encoder", "bias", "decoder", "centre"
learn, learn_paths = walk(1000, 15, np.random.default_rng(1))
test, test_paths = walk(500, 15, np.random.default_rng(2))


def stream(model, ids, place):
    """The first layer after 14 and after 15 moves: [2 n_walks, n]."""
    x = next(x for _, at, x in model.stream(ids) if at == place)
    x = x.data[:, 14:].astype(float)
    return np.concatenate([x[:, 0], x[:, 1]])


def autoencoder(path):
    """One that was trained before, by its path in the file."""
    arrays = {part: saved.arrays[f"{path}/{part}"] for part in PARTS}
    return SparseAutoencoder(
        **{part: Tensor(a.astype(float)) for part, a in arrays.items()}
    )


def ends(paths):
    """In which of 16 cells: [2 n_walks, 16]."""
    cells = np.concatenate([paths[:, 14], paths[:, 15]])
    return cells[:, None] == np.arange(len(CELLS))


here, there = ends(learn_paths), ends(test_paths)


def scores(on, true):
    """2 both / (on + true): [n, units], [n, labels] -> by both."""
    both = on.T @ true
    return 2 * both / np.maximum(1, on.sum(0)[:, None] + true.sum(0))


def best_thresholds(values, true):
    """For each unit and label: the best score and its threshold."""
    n_units, n_labels = values.shape[1], true.shape[1]
    top = np.zeros((n_units, n_labels))
    at = np.full((n_units, n_labels), np.inf)
    n_on = np.arange(1, len(true) + 1, dtype=np.float32)[:, None]
    either = n_on + true.sum(0, dtype=np.float32)
    for unit in range(n_units):
        order = np.argsort(-values[:, unit])
        sorted_values = values[order, unit]
        both = true[order].cumsum(0, dtype=np.float32)
        score = 2 * both / either
        same = np.append(sorted_values[:-1] == sorted_values[1:], True)
        score[same] = 0
        k = score.argmax(0)
        top[unit] = score[k, np.arange(n_labels)]
        at[unit] = (sorted_values[k] + sorted_values[k + 1]) / 2
    return top, at


def best_units(values, new, true, new_true):
    """For each label the unit that is best on old walks, and its
    score on new ones."""
    top, at = best_thresholds(values, true)
    unit, label = top.argmax(0), np.arange(true.shape[1])
    on = new[:, unit] > at[unit, label]
    both = (on & new_true).sum(0)
    return unit, 2 * both / np.maximum(1, on.sum(0) + new_true.sum(0))
# --8<-- [end:tools]


# --8<-- [start:find]
def in_scale(x):
    """As the autoencoders were given it."""
    middle = x.mean(0)
    return middle, np.sqrt(((x - middle) ** 2).sum(1).mean())


def both_signs(x):
    return np.concatenate([x, -x], 1)


def row(name, found):
    """The lowest and highest of three seeds, a pair each."""
    texts = [
        f"{min(column):.{digits}f}-{max(column):.{digits}f}"
        for column, digits in zip(zip(*found), (0, 2, 0))
    ]
    print(f"  {name:17} {texts[0]:>6} {texts[1]:>9} {texts[2]:>6}")


def found_by(kind, place, penalties):
    table = {}
    for seed in range(3):
        model = models[f"{kind} {seed}"]
        x, new = (stream(model, ids, place) for ids in (learn, test))
        middle, size = in_scale(x)
        x, new = (x - middle) / size, (new - middle) / size
        rng = np.random.default_rng(seed)
        directions = rng.normal(size=(48, 96))
        ways = {
            "single numbers": (both_signs(x), both_signs(new), 48),
            "random directions": (
                both_signs(x @ directions),
                both_signs(new @ directions),
                96,
            ),
        }
        if place == "mlp":
            near = (stream(model, i, "neurons") for i in (learn, test))
            ways["its neurons"] = (*map(both_signs, near), 96)
        for penalty in penalties:
            ae = autoencoder(f"{kind}/{place}/{penalty}/{seed}")
            on = ae.units(x)
            alive = on.any(0).sum()
            ways[f"units, {penalty}"] = on, ae.units(new), alive
        for way, (old, fresh, n) in ways.items():
            _, score = best_units(old, fresh, here, there)
            cells = (score >= 0.9).sum()
            found = cells, score.mean(), n
            table.setdefault(way, []).append(found)
    for way, found in table.items():
        row(way, found)


print("                     found     score     of")
print("after MLP 1")
found_by("trained", "mlp", (0.1, 0.3, 0.5))
print("after attention 1")
found_by("trained", "attention", (0.3,))
print("the same without training")
found_by("untrained", "mlp", (0.3,))
# --8<-- [end:find]


# --8<-- [start:changes]
def changes(seed, place, rng):
    """Ways to turn cell p into cell q, each for many p at once.

    A way gets q, every p, and the stream there: [n, n_embd].
    """
    x = stream(models[f"trained {seed}"], learn, place)
    middle, size = in_scale(x)
    x_in_scale = (x - middle) / size
    mean = np.array([x[in_cell].mean(0) for in_cell in here.T])
    ae = autoencoder(f"trained/{place}/0.3/{seed}")
    on, d = ae.units(x_in_scale), ae.decoder.data * size
    unit, _ = best_units(on, on, here, here)
    usual = [on[here[:, q], unit[q]].mean() for q in range(len(CELLS))]
    alive = np.flatnonzero(on.any(0))
    ways = rng.normal(size=(48, 96))
    values = both_signs(x_in_scale @ ways)
    best, _ = best_units(values, values, here, here)
    readers = both_signs(ways / np.linalg.norm(ways, axis=0)).T[best]

    def means(q, p, at):
        return mean[q] - mean[p]

    def units(q, p, at):
        now = ae.units((at - middle) / size)
        off = now[np.arange(len(p)), unit[p]]
        return usual[q] * d[unit[q]] - off[:, None] * d[unit[p]]

    def other_units(q, p, at):
        one, two = rng.choice(alive, (2, len(p)))
        return on[:, one].max(0)[:, None] * d[one] - d[two]

    def readers_of(q, p, at):
        return readers[q] - readers[p]

    def as_long(way):
        def longer(q, p, at):
            step, wanted = way(q, p, at), means(q, p, at)
            n = np.linalg.norm(step, axis=1, keepdims=True)
            wanted = np.linalg.norm(wanted, axis=1, keepdims=True)
            return step * wanted / np.maximum(n, 1e-9)
        return longer

    return {
        "means": means,
        "swap": units,
        "swap, long": as_long(units),
        "other units": as_long(other_units),
        "readers": as_long(readers_of),
    }
# --8<-- [end:changes]


# --8<-- [start:use]
def moves(model, ids, place, steps=0):
    """The stream at the last token, before it is changed by steps,
    and the moves above 1/8 after that."""
    for layer, at, x in model.stream(ids):
        if (layer, at) == (0, place):
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
            use, = (LEGAL[cells] != LEGAL[q]).any(1).nonzero()
            rows.extend(use)
            steps.extend(change(q, cells[use], x[use]))
            goal.extend(LEGAL[[q] * len(use)])
        _, said = moves(model, ids[rows], place, steps)
        hits.extend((said == goal).all(1))
    return np.mean(hits), len(hits)


found = {}
for place in ("attention", "mlp"):
    for seed in range(3):
        ways = changes(seed, place, np.random.default_rng(3))
        for way, change in ways.items():
            share, n = successes(seed, place, change)
            found.setdefault(way, {}).setdefault(place, [])
            found[way][place].append(share)
print(f"{n:,} changes each")
print("after         attention 1       MLP 1")
for way, shares in found.items():
    texts = [f"{min(s):.2f}-{max(s):.2f}" for s in shares.values()]
    print(f"{way:13}", *(f"{text:>11}" for text in texts))
# --8<-- [end:use]
