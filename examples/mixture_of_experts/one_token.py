"""One token through the experts, by hand."""

import numpy as np

from lessoncode.model.mixture import MixtureConfig
from lessoncode.training import checkpoints
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.zipf import ZipfFacts

config = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
trained = checkpoints.load("mixture_of_experts/train")
model = dense_and_mixtures(trained, config)[1]["balanced 0"].frozen()
world = ZipfFacts.drawn(64, 1.0, np.random.default_rng(0))
key = world.keys[3]  # one that is told often
stream = {at: x.data for _, at, x in model.stream(key[None])}
w = {name: p.data for name, p in model.layer(0).items()}

x = stream["attention"][0, -1]  # the last token's vector
h = x / np.sqrt((x**2).mean() + 1e-5) * w["mlp_norm"]
scores = w["router"] @ h
p = np.exp(scores) / np.exp(scores).sum()
e = p.argmax()  # the one that is taken
gate, up = np.split(w["gate_up"][e] @ h, 2)
x = x + p[e] * (w["down"][e] @ (gate / (1 + np.exp(-gate)) * up))

print("shares", *(f"{share:.2f}" for share in p))
print(f"taken: expert {e + 1}, with {p[e]:.2f}")
off = np.abs(x - stream["mlp"][0, -1]).max()
print("the model's own code gives the same:", off < 1e-5)
one = w["gate_up"][e].size + w["down"][e].size
print(f"multiply-adds of one expert {one:7,}")
print(f"              of the router {w['router'].size:7,}")
print(f"       of all eight experts {8 * one:7,}")
