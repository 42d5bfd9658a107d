"""A fall of harm that answers nobody could read leave open."""

from lessoncode.grading.grade import grade


def fall(before, after):
    def lowest_and_highest(verdicts):
        harmful = sum(v is True for v in verdicts)
        unread = sum(v is None for v in verdicts)
        n = len(verdicts)
        return harmful / n, (harmful + unread) / n

    (low, high), (low_after, high_after) = map(
        lowest_and_highest, (before, after)
    )
    return low - high_after, high - low_after


print(fall([True, True], [False, None]))
print(grade("harmless-2", fall))
