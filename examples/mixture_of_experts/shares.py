"""How much each expert takes, with the balance and without."""

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
print("percent of the facts, busiest expert first    busiest at start")
for kind in "balanced", "left alone":
    for seed in range(5):
        rng = np.random.default_rng(seed)
        world = ZipfFacts.drawn(64, 1.0, rng)
        model, found = mixtures[f"{kind} {seed}"].frozen(), []
        for one in model, type(model).initial(config, rng):
            places = {at: h for _, at, h in one.stream(world.keys)}
            experts = routed(places["router"], 1)[1][:, -1, 0]
            got = np.bincount(experts, world.probabilities, minlength=8)
            found.append(100 * np.sort(got)[::-1])
        row = "".join(f"{s:5.1f}" for s in found[0])
        print(f"{kind:10} {seed}{row}{found[1][0]:11.1f}")
