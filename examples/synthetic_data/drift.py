"""A text drawn from a text, and so on: drawn, and computed."""

import numpy as np

from lessoncode.measures.drift import (
    expected_variety,
    survivors,
    variety,
)
from lessoncode.worlds.retold import SHARES, TOLD

n, last = 500, 100  # statements of a text, generations
kinds = np.zeros((3, last + 1), int)
varied = np.zeros((3, last + 1))
tenth = []
for seed in range(3):
    rng = np.random.default_rng(seed)
    shares = SHARES
    for t in range(last + 1):
        shares = rng.multinomial(n, shares) / n
        kinds[seed, t] = np.count_nonzero(shares)
        varied[seed, t] = variety(shares)
        if t == 10:
            tenth.append(shares > 0)

# --8<-- [start:tenth]
print("left after 10 generations, of 7 statements each")
print("weight    in a text  3 seeds  expected")
for times in sorted(set(TOLD.tolist()), reverse=True):
    alike = times == TOLD
    left = " ".join(str(there[alike].sum()) for there in tenth)
    share = SHARES[alike]
    mean = survivors(share, n, 10)[-1]
    print(f"{times:5} {n * share[0]:13.1f}  {left:7} {mean:9.1f}")
# --8<-- [end:tenth]

# --8<-- [start:hundred]
exact = survivors(SHARES, n, last)
v = expected_variety(variety(SHARES), n, last)
print("gen.  left of 49  expected  variety  expected")
print(f"world   all of them            {variety(SHARES):9.3f}")
for t in (0, 1, 10, 30, last):
    left = " ".join(f"{k:2}" for k in kinds[:, t])
    mean = varied[:, t].mean()
    print(f"{t:4}    {left} {exact[t]:9.1f}", end="")
    print(f"{mean:9.3f} {v[t]:9.3f}")
kept = expected_variety(variety(SHARES), n, last, kept=True)
print(f"all kept, together: {kept[last]:25.3f}")
# --8<-- [end:hundred]
