"""What is trained, what an optimizer keeps for it, and a file."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.lora import LowRank
from lessoncode.training.optimizer import AdamW

base = checkpoints.load("fine_tuning/base").model
rng = np.random.default_rng(0)
print("trained     numbers  share   optimizer   file")
for rank in (None, 1, 4, 16):
    model = LowRank(base, rank, rng) if rank else base
    n = model.n_parameters
    kept = AdamW(model.parameters)
    memory = (kept.grad.nbytes + kept.m.nbytes + kept.v.nbytes) / 1e3
    name = f"rank {rank}" if rank else "all"
    share, file = n / base.n_parameters, 2 * n / 1e3
    row = f"{n:9,}{share:7.3f} {memory:8.1f} kB {file:5.1f} kB"
    print(f"{name:10}{row}")
