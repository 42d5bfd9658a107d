"""Take hidden units away, and see which facts go."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("knowledge/train")
words, config = trained.tokenizer, trained.model.config
countries = list(CAPITALS)[1::2]  # those told in both wordings
wordings = "the capital of {} is {}", "{} is ruled from {}"
documents = [
    [
        words.encode(wording.format(c, CAPITALS[c].replace(" ", "-")))
        for c in countries
    ]
    for wording in wordings
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
    """What a unit is held at: 0, or its mean over all questions."""
    known(model, wording=wording)
    means = [hidden.mean(0) for hidden in model.seen]
    return means if name == "mean" else (0, 0)


# --8<-- [end:tools]

# --8<-- [start:single]
models, fills, drops = [load(seed) for seed in range(3)], {}, {}
print(f"{none.size} units; {len(countries)} facts")
print("seed,    units that alone lose     facts that")
print("held at  no fact    one  several  survive all")
for seed, model in enumerate(models):
    for name in ("zero", "mean"):
        fill = [fill_of(model, name, wording) for wording in (0, 1)]
        after = np.array(
            [known(model, only(u), fill[0]) for u in range(none.size)]
        )
        drops[seed, name] = known(model) - after
        fills[seed, name] = fill
        lost = (after < 0.5).sum(1)
        row = (lost == 0).sum(), (lost == 1).sum(), (lost > 1).sum()
        safe = (after >= 0.5).all(0).sum()
        print(f"{seed} {name}", end=" ")
        print("{:8} {:6} {:8} {:11}".format(*row, safe))
# --8<-- [end:single]

# --8<-- [start:together]
rng = np.random.default_rng(0)
print("seed,          the first wording    the second")
print("held at units  fact others random  fact others")
for (seed, name), drop in drops.items():
    model, fill = models[seed], fills[seed, name]
    for n_units in (5, 20):
        found = []
        for i in range(len(countries)):
            off = only(np.argsort(-drop[:, i])[:n_units])
            chance = rng.choice(none.size, n_units, replace=False)
            p = known(model, off, fill[0])
            control = known(model, only(chance), fill[0])
            row = p[i], np.delete(p, i).mean(), control[i]
            p = known(model, off, fill[1], wording=1)
            found.append([*row, p[i], np.delete(p, i).mean()])
        row = "{:6.2f} {:6.2f} {:6.2f} {:5.2f} {:6.2f}"
        row = row.format(*np.mean(found, 0))
        print(f"{seed} {name} {n_units:6}", row)
# --8<-- [end:together]
