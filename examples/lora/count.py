"""What is trained, what an optimizer keeps for it, and a file."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.training.lora import MATRICES, LowRank
from lessoncode.training.optimizer import AdamW

base = checkpoints.load("fine_tuning/base").model
rng = np.random.default_rng(0)
ranks = 1, 4, 16
matrices = {
    name: p
    for name, p in base.parameters.items()
    if name.endswith(MATRICES)
}
print("trained     numbers  share   optimizer   file")
additions = {f"rank {rank}": LowRank(base, rank, rng) for rank in ranks}
trained = {"all": base.parameters, "matrices": matrices}
trained |= {name: it.parameters for name, it in additions.items()}
for name, parameters in trained.items():
    n = sum(p.data.size for p in parameters.values())
    kept = AdamW(parameters)
    memory = (kept.grad.nbytes + kept.m.nbytes + kept.v.nbytes) / 1e3
    share, file = n / base.n_parameters, 2 * n / 1e3
    row = f"{n:9,}{100 * share:6.1f}% {memory:8.1f} kB {file:5.1f} kB"
    print(f"{name:10}{row}")
