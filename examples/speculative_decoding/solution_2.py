"""The mean number of tokens of a pass."""

from lessoncode.grading.grade import grade


def tokens_a_pass(chances):
    mean, all_kept = 1.0, 1.0
    for chance in chances:
        all_kept *= chance
        mean += all_kept
    return mean


print(tokens_a_pass([0.5, 0.5]))
print(grade("speculative-decoding-2", tokens_a_pass))
