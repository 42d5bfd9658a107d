"""How the judge compares: by which order, and is it right?"""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law

# --8<-- [start:orders]
kept = checkpoints.load("constitutional_ai/feedback").arrays
print("pairs of     pairs  decided  one order  both   lean  ties")
for name in ("0", "1", "2", "revised"):
    first, second = kept[f"pairs_{name}"].astype(str)
    numbers, p = kept[f"numbers_{name}"], kept[f"p_{name}"]
    triples = [*zip(first, second, numbers.tolist())]
    a = np.array([bool(law.breach(text, n)) for text, _, n in triples])
    b = np.array([bool(law.breach(text, n)) for _, text, n in triples])
    decided = a != b
    label = (p[0] + 1 - p[1]) / 2
    right = [((q > 0.5) == b)[decided].mean() for q in (p[0], label)]
    lean = (p[0] + p[1] - 1).mean() / 2
    off = abs(label - 0.5)[~decided].mean()
    title = name if name == "revised" else f"seed {name}"
    print(f"{title:10} {len(a):7} {decided.sum():8}", end=" ")
    print("{:10.0%} {:5.0%} {:6.2f} {:5.2f}".format(*right, lean, off))
# --8<-- [end:orders]

# --8<-- [start:pair]
first, second = kept["pairs_0"].astype(str)
i = np.flatnonzero(kept["numbers_0"] == 1)[0]
print(f"one\n  {first[i]}\ntwo\n  {second[i]}")
p, q = kept["p_0"][:, i]
print(f"principle 1: P(one) {p:.3f}, turned round {q:.3f}")
print(f"label: {(p + 1 - q) / 2:.3f}")
# --8<-- [end:pair]
