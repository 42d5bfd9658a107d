"""Which facts go to the same expert?"""

import numpy as np

from lessoncode.model.mixture import MixtureConfig, routed
from lessoncode.training import checkpoints
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.zipf import ZipfFacts

config = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
mixtures = {}
for trained in (
    checkpoints.load("mixture_of_experts/train"),  # seeds 0 to 2
    checkpoints.load("mixture_of_experts/more"),  # seeds 3 and 4
):
    mixtures |= dense_and_mixtures(trained, config)[1]


def same(groups, experts):
    """Of all pairs within a group, how many share an expert?"""
    table = np.zeros((groups.max() + 1, 8))
    np.add.at(table, (groups, experts), 1)
    n = table.sum(1)
    return (table * (table - 1)).sum() / (n * (n - 1)).sum()


def of_facts(model, world):
    """The expert of each fact, where the answer is predicted."""
    places = {at: h for _, at, h in model.stream(world.keys)}
    return routed(places["router"], 1)[1][:, -1, 0]


found = {}
for seed in range(5):
    rng = np.random.default_rng(seed)
    world = ZipfFacts.drawn(64, 1.0, rng)
    model = mixtures[f"balanced {seed}"].frozen()
    experts = of_facts(model, world)
    start = type(model).initial(config, rng)  # its first weights
    untrained = of_facts(start, world)
    top, keys = experts[:64], world.keys[:64]
    answers = world.values.T  # two for each fact
    for what, groups, taken in (
        ("nothing in particular", 0 * experts, experts),
        ("the first symbol", world.keys[:, 0], experts),
        ("the last symbol", world.keys[:, 1], experts),
        ("an answer", answers.ravel(), np.tile(experts, 2)),
        ("how often they appear", np.arange(4096) // 64, experts),
        ("a place at the top", 0 * top, top),
        ("top and first symbol", keys[:, 0], top),
        ("top and last symbol", keys[:, 1], top),
        ("top and answer", answers[:, :64].ravel(), np.tile(top, 2)),
        ("untrained, nothing", 0 * experts, untrained),
        ("untrained, first symbol", world.keys[:, 0], untrained),
        ("untrained, last symbol", world.keys[:, 1], untrained),
    ):
        found.setdefault(what, []).append(same(groups, taken))
print("two facts that share      go to the same expert")
for what, shares in found.items():
    print(f"{what:25}", *(f"{share:4.0%}" for share in shares))
top = world.probabilities[:64].sum()
print(f"top: the 64 most frequent facts, {top:.0%} of all appearances")
