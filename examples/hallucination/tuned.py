"""Two lessons, measured on countries that neither is about."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

arrays = checkpoints.load("hallucination/train").arrays
stated, p = arrays["stated"], arrays["p"].astype(float)
tested, said = ~arrays["taught"], arrays["said"]
groups = {
    "never stated": stated == 0,
    "stated 1-4 times": (stated > 0) & (stated < 8),
    "stated 8-64 times": stated >= 8,
}
cities = [f"{city.replace(' ', '-')} ." for city in CAPITALS.values()]
right = said == cities  # seed, model, country
wrong = np.isin(said, cities) & ~right
abstains = said == "not known to me ."
kinds = right, wrong, abstains, ~(right | wrong | abstains)
models = "before", "answers only", '"not known" too', "rereading"


def spread(values):
    """The least and the greatest, or one number if they agree."""
    low, high = f"{values.min():.0f}", f"{values.max():.0f}"
    return low if low == high else f"{low}-{high}"


def table(*chosen):
    """What these models answer to each group of questions."""
    for name, group in groups.items():
        at = group & tested
        print(f"{at.sum()} countries {name}")
        print("  right wrong not known other")
        for i in chosen:
            found = [spread(x[:, i, at].sum(1)) for x in kinds]
            print("  {:5} {:5} {:9} {:5}".format(*found), models[i])


# --8<-- [start:measure]
table(0, 2)
at = groups["stated 1-4 times"] & tested
knew = right[:, :, at].sum(-1)
print("stated 1-4 times, right by model")
print(" ", *knew[:, 0], " before")
for i in (1, 2, 3):
    lost = right[:, 0] & ~right[:, i] & at
    n, now_wrong = lost.sum(), (lost & wrong[:, i]).sum()
    print("  fewer by", *knew[:, 0] - knew[:, i], f" {models[i]}")
    print(f"  of {n} lost, a wrong city for {now_wrong}")
# --8<-- [end:measure]

# --8<-- [start:mass]
table(1)
at, masses = groups["never stated"] & tested, []
print("these 14, answered with a city, by model")
for i in (0, 1, 3):
    print(" ", *wrong[:, i, at].sum(1), f" {models[i]}")
print("probability for these 14, on average")
print("  some city  not known")
for i, model in enumerate(models):
    some = p[:, i, at, :-1].sum(-1).mean(1)
    none = p[:, i, at, -1].mean(1)
    masses.append(100 * some)
    row = [spread(100 * x) + "%" for x in (some, none)]
    print("  {:9}  {:9}  {}".format(*row, model))
print("some city: up in each model, in points, by")
for i in (1, 3):
    print(f"  {spread(masses[i] - masses[0]):5}  {models[i]}")
# --8<-- [end:mass]
