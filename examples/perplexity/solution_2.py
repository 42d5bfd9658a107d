"""The floor of a world, and what a model pays above it."""

from math import log2

from lessoncode.grading.grade import grade


def floor_and_above(world, model):
    floor = -sum(p * log2(p) for p in world.values())
    paid = -sum(p * log2(model[s]) for s, p in world.items())
    return floor, paid - floor


world = {"rain": 0.5, "snow": 0.5}
print(floor_and_above(world, {"rain": 0.5, "snow": 0.25}))
print(grade("perplexity-2", floor_and_above))
