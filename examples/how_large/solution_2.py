"""The chance that one of several tries passes."""

from lessoncode.grading.grade import grade


def pass_at(n, passed, k):
    all_failed = 1
    for i in range(k):
        all_failed *= (n - passed - i) / (n - i)
    return 1 - all_failed


for k in 1, 10, 100:
    print(f"20 of 200 pass, {k:3} picked: {pass_at(200, 20, k):.3f}")
print(grade("how-large-2", pass_at))
