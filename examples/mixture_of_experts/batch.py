"""How many experts does a batch need?"""

import numpy as np

from lessoncode.model.mixture import MixtureConfig, routed
from lessoncode.training import checkpoints
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.zipf import ZipfFacts

config = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
trained = checkpoints.load("mixture_of_experts/train")
model = dense_and_mixtures(trained, config)[1]["balanced 0"].frozen()
rng = np.random.default_rng(0)
world = ZipfFacts.drawn(64, 1.0, rng)
places = {at: h for _, at, h in model.stream(world.keys)}
experts = routed(places["router"], 1)[1][:, -1, 0]
share = np.bincount(experts, world.probabilities, minlength=8)
one = 3 * config.n_hidden * config.n_embd

print("         experts   weights a fact")
print("        exact drawn  mixture  dense")
for n in (1, 4, 8, 64):
    # An expert is missed if each of the n facts goes elsewhere.
    exact = (1 - (1 - share) ** n).sum()
    drawn = rng.choice(4096, (2000, n), p=world.probabilities)
    counted = np.mean([len(set(row)) for row in experts[drawn]])
    row = f"{n:2} facts {exact:4.1f} {counted:5.1f}"
    print(f"{row}{exact * one / n:9,.0f}{8 * one / n:7,.0f}")
