"""Say how well a unit stands for something, at its best threshold."""

from lessoncode.grading.grade import grade


def best_score(values, there):
    scores = []
    for threshold in values:
        on = values >= threshold
        both = (on & there).sum()
        scores.append(2 * both / (on.sum() + there.sum()))
    return max(scores)


print(grade("sparse-autoencoders-3", best_score))
