"""What was predicted, and what came."""

import numpy as np

from lessoncode.measures.power_law import PowerLaw
from lessoncode.training import checkpoints
from lessoncode.worlds.zipf import ENTROPY

runs = checkpoints.load("scale/family").arrays
larger = checkpoints.load("scale/larger").arrays
sizes, size = runs["sizes"], int(larger["size"])
excess = np.exp(np.log(runs["excess"]).mean(1))
came = ENTROPY + float(np.exp(np.log(larger["excess"]).mean()))
print(f"{size:,} parameters: {came:.3f} bits")
print("                   predicted              missed")
for name, above in (("above the entropy", ENTROPY), ("no entropy", 0)):
    law = PowerLaw.fit(sizes, excess + ENTROPY - above)
    low, high = law.interval(size)
    row = above + law(size), above + low, above + high
    print(f"{name:17}", "{:7.3f} ({:.3f}-{:.3f})".format(*row), end="")
    print(f"{came - row[0]:8.3f}")

straight = PowerLaw.fit(sizes, excess + ENTROPY)
n = straight.scale ** (1 / straight.alpha)
print(f"with {n:.0e} parameters the straight line says 1 bit,")
print("with more it says less than the entropy")
