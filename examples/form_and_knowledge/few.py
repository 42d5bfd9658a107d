"""How many conversations it takes to learn a form and to use facts."""

# --8<-- [start:few]
from lessoncode.training import checkpoints

arrays = checkpoints.load("fine_tuning/tune").arrays
runs = {5: "n_5", 20: "n_20", 80: "default"}
measures = {"an answer": 0, "facts": 2, "sums": 3}
print("base  n" + "".join(f"{name:>14}" for name in measures))
for base in range(3):
    for n, name in runs.items():
        looks = arrays[name][base]
        ends = zip(looks.min(0), looks.max(0))
        cells = [f"{low:.0%} to {high:.0%}" for low, high in ends]
        row = "".join(f"{cells[i]:>14}" for i in measures.values())
        print(f"{base:4} {n:2}{row}")
# --8<-- [end:few]
