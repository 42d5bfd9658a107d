"""Along how many directions the matrices changed."""

from lessoncode.training import checkpoints

arrays = checkpoints.load("a_small_change/ranks").arrays
print("           directions that hold 0.9 of the change")
print("base       0        1        2")
for kind in ("all", "matrices", "rank 1", "rank 4", "rank 16"):
    spans = []
    for seed in range(3):
        counts = arrays[f"needed {kind} {seed}"]
        spans.append(f"{counts.min()} to {counts.max()}")
    print(f"{kind:10}", "".join(f"{span:9}" for span in spans).rstrip())
