# time limit: 120 s
"""A model learns to answer about drawings, from shuffled patches."""

from lessoncode.training import checkpoints
from lessoncode.worlds import drawings

model = drawings.trained(seed=0, shuffle=True, n_steps=1100)
matrix = model.parameters["patch"].data
print(f"{model.n_parameters:,} parameters")
print(f"{matrix.size} of them for the patch")
checkpoints.save(
    "shuffled_0", model.words(), drawings.WORDS, patch=matrix
)
