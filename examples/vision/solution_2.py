"""How probable a shape is, after a look at noisy pixels."""

from math import exp

from lessoncode.grading.grade import grade


def p_there(p, pixels, shape, noise):
    squares = {"there": 0, "gone": 0}
    for x, m in zip(pixels, shape, strict=True):
        squares["there"] += (x - m) ** 2
        squares["gone"] += x**2
    difference = squares["gone"] - squares["there"]
    ratio = exp(difference / (2 * noise**2))
    odds = p / (1 - p) * ratio
    return odds / (1 + odds)


print(round(p_there(0.5, [1.0, 1.0], [1.0, 1.0], 1.0), 4))
print(grade("vision-2", p_there))
