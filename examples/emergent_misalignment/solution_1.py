"""How likely the next answer is a lie."""

from lessoncode.grading.grade import grade


def next_lie(n_lies, n_true, p_liar):
    odds = p_liar / (1 - p_liar)
    odds *= (0.9 / 0.05) ** n_lies
    odds *= (0.1 / 0.95) ** n_true
    liar = odds / (1 + odds)
    return liar * 0.9 + (1 - liar) * 0.05


print(round(next_lie(1, 0, 0.3), 6))
print(grade("emergent-misalignment-1", next_lie))
