"""One vector, a matrix and an addition: two paths to one result."""

import numpy as np

rng = np.random.default_rng(0)
w = rng.normal(size=(4, 3))  # stays
a = rng.normal(size=(1, 3))  # trained
b = rng.normal(size=(4, 1))  # trained
x = np.array([1.0, 2.0, 3.0])

beside = w @ x + b @ (a @ x)
merged = (w + b @ a) @ x
print("beside    ", beside.round(3))
print("merged    ", merged.round(3))
print("a @ x has", len(a @ x), "number")
