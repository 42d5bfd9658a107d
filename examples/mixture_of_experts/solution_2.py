"""The experts that a batch needs."""

from lessoncode.grading.grade import grade


def touched(shares, n_batch):
    return sum(1 - (1 - share) ** n_batch for share in shares)


print(touched([0.5, 0.5], 2))
print(grade("mixture-of-experts-2", touched))
