"""Along how many directions the matrices changed."""

import numpy as np

from lessoncode.training import checkpoints

arrays = checkpoints.load("lora/ranks").arrays
print("directions that hold 90% of the change")
print("in the 24 matrices of three bases")
for kind in ("all", "matrices", "rank 1", "rank 4", "rank 16"):
    found = [arrays[f"needed {kind} {seed}"] for seed in range(3)]
    print(f"{kind:9} {np.min(found)} to {np.max(found)}")
