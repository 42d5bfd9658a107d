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
print("percent of the facts, busiest expert first       balance")
for kind in "balanced", "left alone":
    for seed in range(5):
        world = ZipfFacts.drawn(64, 1.0, np.random.default_rng(seed))
        model = mixtures[f"{kind} {seed}"].frozen()
        places = {at: h for _, at, h in model.stream(world.keys)}
        p, chosen = routed(places["router"], 1)
        told = world.probabilities
        share = np.bincount(chosen[:, -1, 0], told, minlength=8)
        balance = 8 * (share * (told @ p.data[:, -1])).sum()
        row = "".join(f"{100 * s:5.1f}" for s in sorted(share)[::-1])
        print(f"{kind:10} {seed}{row}{balance:8.2f}")
