"""Two ways to fine-tune, measured on countries of neither lesson."""

import numpy as np

from lessoncode.training import checkpoints

arrays = checkpoints.load("hallucination/train").arrays
stated, p = arrays["stated"], arrays["p"].astype(float)
tested, n_cities = ~arrays["taught"], len(stated)
groups = {
    "never stated": stated == 0,
    "stated 1-4 times": (stated > 0) & (stated < 8),
    "stated 8-64 times": stated >= 8,
}
likeliest = p.argmax(-1)  # seed, model, country
right = likeliest == np.arange(n_cities)
abstains = likeliest == n_cities
wrong = (likeliest < n_cities) & ~right
models = "before", "taught answers only", 'taught "not known" too'


def spread(values):
    """The least and the greatest, or one number if they agree."""
    low, high = f"{values.min():.0f}", f"{values.max():.0f}"
    return low if low == high else f"{low}-{high}"


# --8<-- [start:measure]
for name, group in groups.items():
    at = group & tested
    print(f"{at.sum()} countries {name}")
    print("  right  wrong  not known")
    for i, model in enumerate(models):
        found = (x[:, i, at].sum(1) for x in (right, wrong, abstains))
        print("  {:5}  {:5}  {:9}".format(*map(spread, found)), model)

at = groups["stated 1-4 times"] & tested
knew = right[:, 0, at].sum(1)
print("stated 1-4 times, right by model")
print(" ", *knew, " before")
for i, model in enumerate(models[1:], 1):
    fewer = knew - right[:, i, at].sum(1)
    print("  fewer by", *fewer, f" {model}")
# --8<-- [end:measure]

# --8<-- [start:mass]
print("never stated, probability of")
print("  some city  not known")
at, cities = groups["never stated"] & tested, []
for i, model in enumerate(models):
    some = p[:, i, at, :-1].sum(-1).mean(1)
    none = p[:, i, at, -1].mean(1)
    cities.append(100 * some)
    row = [spread(100 * x) + "%" for x in (some, none)]
    print("  {:9}  {:9}  {}".format(*row, model))
rise = cities[1] - cities[0]
print("each model, after the first lesson:")
print(f"  up by {spread(rise)} points")
# --8<-- [end:mass]
