"""What a run costs, from five numbers."""

from lessoncode.grading.grade import grade


def cost(parameters, tokens, gpus, speed, price):
    operations = 6 * parameters * tokens
    work = operations / 1e15 / (24 * 3600)
    hours = operations / (speed * 1e12) / 3600
    days = hours / gpus / 24
    return work, hours, days, hours * price


print([f"{x:.3f}" for x in cost(1e9, 20e9, 8, 400, 2)])
print(grade("real-runs-3", cost))
