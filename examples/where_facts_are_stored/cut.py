# time limit: 60 s
"""Take hidden units away, and see which facts go."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("knowledge/train")
words, config = trained.tokenizer, trained.model.config
countries = list(CAPITALS)
in_both = countries[1::2]  # the model read these in both wordings
in_one = countries[::4], countries[2::4]  # and these only in one
wordings = "the capital of {} is {}", "{} is ruled from {}"
documents = [
    [
        words.encode(wording.format(c, CAPITALS[c].replace(" ", "-")))
        for c in in_both + further
    ]
    for wording, further in zip(wordings, in_one)
]


class Held(Transformer):
    """Some hidden units are held: a mask and values, by layer."""

    def stream(self, ids, cache=None):
        self.seen = []  # what the units do by themselves
        units, values = self.held
        for i, place, x in super().stream(ids, cache):
            if place == "neurons":
                self.seen.append(x.data)
                x.data = np.where(units[i], values[i], x.data)
            yield i, place, x


def load(seed):
    """The model that began with this seed."""
    w = trained.arrays.items()
    weights = {k: v[seed].astype(float) for k, v in w}
    return Held(config, weights, requires_grad=False)


none = np.zeros((config.n_layer, config.n_hidden), bool)


def known(model, off=none, values=(0, 0), wording=0):
    """The probability of each capital with these units held."""
    model.held = off, values
    rows = token_log_probs(model, documents[wording], words.end_id)
    return np.exp([row[-2] for row in rows])


def only(units):
    """A mask of these units, counted through all layers."""
    off = none.copy()
    off.flat[units] = True
    return off


def fill_of(model, name, wording):
    """What a unit is held at: 0, or its mean at each position."""
    known(model, wording=wording)
    means = [hidden.mean(0) for hidden in model.seen]
    return means if name == "mean" else (0, 0)


# --8<-- [end:tools]

# --8<-- [start:single]
models, fills, drops = [load(seed) for seed in range(3)], {}, {}
print(f"{none.size} units; {len(countries)} facts")
print("model,   units whose loss costs    facts that survive")
print("held at  no fact    one  several  the loss of any unit")
for seed, model in enumerate(models):
    for name in ("zero", "mean"):
        fill = [fill_of(model, name, wording) for wording in (0, 1)]
        after = [
            np.array(
                [
                    known(model, only(u), fill[wording], wording)
                    for u in range(none.size)
                ]
            )
            for wording in (0, 1)
        ]
        drops[seed, name] = known(model) - after[0]
        fills[seed, name] = fill
        gone = np.zeros((none.size, len(countries)), bool)
        for p, further in zip(after, in_one):
            asked = [countries.index(c) for c in in_both + further]
            gone[:, asked] |= p < 0.5  # in this wording
        lost = gone.sum(1)
        row = (lost == 0).sum(), (lost == 1).sum(), (lost > 1).sum()
        safe = (~gone).all(0).sum()
        print(f"{seed} {name}", end=" ")
        print("{:8} {:6} {:8} {:11}".format(*row, safe))
# --8<-- [end:single]

# --8<-- [start:together]
from lessoncode import figure

rng = np.random.default_rng(0)
found = {}  # the probabilities that are left: [fact of a model, column]
single = {}  # by model: this fact's, and the lowest of the others
for (seed, name), drop in drops.items():
    model, fill = models[seed], fills[seed, name]
    for n_units in (5, 20):
        rows = found.setdefault((name, n_units), [])
        for i in range(len(in_both)):
            off = only(np.argsort(-drop[:, i])[:n_units])
            chance = rng.choice(none.size, n_units, replace=False)
            p = known(model, off, fill[0])
            control = known(model, only(chance), fill[0])
            others = np.delete(p, i)
            row = p[i], others.mean(), control[i]
            if n_units == 5:
                pair = p[i], others.min()
                single.setdefault((seed, name), []).append(pair)
            p = known(model, off, fill[1], wording=1)
            rows.append([*row, p[i], np.delete(p, i).mean()])

print("units     the first wording             the second")
print("held at   fact      others    random    fact      others")
fig, axes = figure.canvas(height=3.2)
looks = "accent", "second", "muted"
ways = [(name, n) for name in ("zero", "mean") for n in (5, 20)]
for y, (name, n_units) in enumerate(ways):
    rows = np.reshape(found[name, n_units], (3, -1, 5))
    means = rows.mean(1)  # [model, column]
    ends = zip(means.min(0), means.max(0))
    ranges = " ".join(f"{low:.2f}-{high:.2f}" for low, high in ends)
    print(f"{name} {n_units:4} {ranges}")
    for column, colour in zip(means.T[:3], looks):
        look = {"color": figure.COLOURS[colour], "alpha": 0.8}
        axes.plot(column, [-y] * 3, "o", **look)

print("model,    the top five units of all facts")
print("held at   different units   most facts with the same unit")
for (seed, name), drop in drops.items():
    top = np.argsort(-drop[:, : len(in_both)], 0)[:5]
    times = np.bincount(top.ravel())
    print(f"{seed} {name} {(times > 0).sum():15} {times.max():31}")
print(f"of {len(in_both)} facts, by", end="    ")
print("below  below  above  lost   lost with  kept,")
print("five units held at   0.1    0.5    0.9  alone  others  20 held")
for name in ("zero", "mean"):
    for seed in range(3):
        p, lowest = np.transpose(single[seed, name])
        alone = (p < 0.5) & (lowest >= 0.5)
        row = (p < 0.1).sum(), (p < 0.5).sum(), (p > 0.9).sum()
        shared = (p < 0.5) & ~alone
        without_20 = np.reshape(found[name, 20], (3, -1, 5))[seed, :, 0]
        row += alone.sum(), shared.sum(), (without_20 >= 0.5).sum()
        print(f"{name}, model {seed}", end="")
        print("{:10} {:6} {:6} {:6} {:6} {:8}".format(*row))

control = "this fact, but\nrandom units"
names = "this fact", "all other\nfacts", control
for x, name, colour in zip((0.19, 0.56, 0.97), names, looks):
    look = {"color": figure.COLOURS[colour], "va": "bottom"}
    axes.text(x, 0.25, name, ha="center", **look)
look = {"color": figure.COLOURS["second"], "arrowstyle": "->"}
axes.annotate(
    "others suffer too", (0.285, -1), (0.36, -1), va="center",
    color=figure.COLOURS["second"], arrowprops=look,
)
settings = [f"{n} units at {name}" for name, n in ways]
axes.set_yticks(range(0, -4, -1), settings)
axes.set(xlabel="probability of the right capital", xlim=(-0.02, 1.15))
axes.set(ylim=(-3.5, 1.3))
alt = (
    "Four ways to take units away that were chosen for one fact, each "
    "with three models as dots. Units drawn at random leave the fact "
    "near 1. The chosen units leave the fact low, and pull the other "
    "facts down, too, though less."
)
caption = (
    "Not only this fact: if the units that matter most for one fact "
    "are held at zero or at their mean, the other facts become less "
    "likely as well. Each dot is one model."
)
figure.save(fig, "together", alt, caption)
# --8<-- [end:together]
