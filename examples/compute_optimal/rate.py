# time limit: 120 s
"""The same budgets at twice the learning rate."""

import numpy as np

from lessoncode.measures.power_law import PowerLaw
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.loop import train
from lessoncode.worlds.zipf import ZipfFacts

symbols = Words(f"s{i}" for i in range(63))
n = symbols.n_vocab
budgets, widths = (4e9, 1.6e10, 6.4e10), (8, 12, 18, 26, 38, 56, 80)
n_seeds, n_batch, models = 2, 512, []
sizes = np.empty((len(budgets), 5), int)
excess = np.empty((len(budgets), 5, n_seeds))
for i, budget in enumerate(budgets):
    for j, width in enumerate(widths[i : i + 5]):
        shape = {"n_embd": width, "n_hidden": 2 * width, "n_layer": 1}
        config = Config(n, **shape, n_head=1, n_kv_head=1)
        for seed in range(n_seeds):
            rng = np.random.default_rng(seed)
            world = ZipfFacts.drawn(n, 1.0, rng)
            model = Transformer.initial(config, rng)
            sizes[i, j] = model.n_parameters
            afford = budget / (6 * sizes[i, j])
            n_steps = round(afford / (2 * n_batch))
            facts = world.batches(n_batch, rng)
            peak = 2 * 0.32 / width
            for _ in train(model, facts, n_steps, peak):
                pass
            models.append(model)
            excess[i, j, seed] = world.excess(model.frozen())


def best(sizes, losses, near):
    """Where a parabola in log N is lowest, as on the page."""
    at = np.argmin(losses)
    kept = slice(max(at - near, 0), at + near + 1)
    a, b, _ = np.polyfit(np.log(sizes[kept]), losses[kept], 2)
    return np.exp(-b / (2 * a))


print("twice the rate, by seed")
for near, source in (5, "all five sizes"), (1, "the lowest loss"):
    found = [
        [best(n, of_seed, near) for of_seed in losses.T]
        for n, losses in zip(sizes, excess)
    ]
    if near == 5:
        print("operations  best parameters  tokens for each")
        for budget, at in zip(budgets, found):
            ratios = [budget / (6 * m**2) for m in at]
            print(f"{budget:10.1e}", end=" ")
            print(*(f"{m:8,.0f}" for m in at), end="  ")
            print(*(f"{ratio:6.0f}" for ratio in ratios))
        print("best parameters, as the budget to the power of")
    columns = np.transpose(found)
    growth = [-PowerLaw.fit(budgets, m).alpha for m in columns]
    print(*(f"{x:.2f}" for x in growth), "by", source, end="")
    print(" and its neighbours" if near == 1 else "")
runs = {"sizes": sizes, "excess": excess, "budgets": np.array(budgets)}
checkpoints.save("rate", models[0], symbols, **runs)
