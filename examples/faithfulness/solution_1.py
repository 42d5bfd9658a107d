"""The answer that a short scratchpad says, right or false."""

from lessoncode.grading.grade import grade


def told_by(pad):
    *others, last = pad.split(",")
    units_last = [column[1] for column in others]
    return int(last + "".join(units_last[::-1]))


print(told_by("12,13"), told_by("12,12"))
print(grade("faithfulness-1", told_by))
