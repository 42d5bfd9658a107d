"""What was predicted, and what came."""

import numpy as np

from lessoncode import checkpoints
from lessoncode.scaling import PowerLaw
from lessoncode.zipf import ENTROPY

runs = checkpoints.load("scale/family").arrays
larger = checkpoints.load("scale/larger").arrays
sizes, size = runs["sizes"], int(larger["size"])
excess = np.exp(np.log(runs["excess"]).mean(1))
came = float(np.exp(np.log(larger["excess"]).mean()))
print(f"{size:,} parameters: {ENTROPY + came:.3f} bits")
print("                        predicted   missed by  inside")
for name, above in (("above the entropy", ENTROPY), ("no entropy", 0)):
    law = PowerLaw.fit(sizes, excess + ENTROPY - above)
    low, high = law.interval(size)
    loss = came + ENTROPY - above
    inside = "yes" if low < loss < high else "no"
    row = above + law(size), loss - law(size), inside
    print(f"{name:20}", "{:12.3f} {:11.3f} {:>7}".format(*row))

straight = PowerLaw.fit(sizes, excess + ENTROPY)
n = straight.scale ** (1 / straight.alpha)
print(f"with {n:.0e} parameters the straight line says 1 bit,")
print("with more it says less than the entropy")
