"""What truth and agreement are worth, from two shares."""

import math

from lessoncode.grading.grade import grade


def truth_and_agreement(user_right, user_wrong):
    both = math.log(user_right / (1 - user_right))
    against = math.log(user_wrong / (1 - user_wrong))
    return (both - against) / 2, (both + against) / 2


truth, agreement = truth_and_agreement(0.75, 0.25)
print(round(truth, 6), round(agreement, 6))
print(grade("sycophancy-2", truth_and_agreement))
