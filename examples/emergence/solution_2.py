"""How many steps a loss needs for most of its fall."""

from lessoncode.grading.grade import grade


def length_of_fall(steps, losses):
    first, last = losses[0], losses[-1]

    def reached(share):
        level = first - share * (first - last)
        i = next(i for i in range(1, len(losses)) if losses[i] <= level)
        part = (losses[i - 1] - level) / (losses[i - 1] - losses[i])
        return steps[i - 1] + part * (steps[i] - steps[i - 1])

    return reached(0.9) - reached(0.1)


print(f"{length_of_fall([0, 50, 100], [2, 2, 0]):.0f} steps")
print(grade("emergence-2", length_of_fall))
