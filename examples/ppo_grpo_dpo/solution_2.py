"""The clipped gain of one token, and its slope."""

import math

from lessoncode.grading.grade import grade


def clipped(log_p, log_old, advantage, clip):
    ratio = math.exp(log_p - log_old)
    held = min(max(ratio, 1 - clip), 1 + clip)
    gain, limit = ratio * advantage, held * advantage
    return (gain, gain) if gain <= limit else (limit, 0)


for advantage in (2, -2):
    gain, slope = clipped(math.log(0.75), math.log(0.5), advantage, 0.2)
    print(f"{gain:.1f} {slope:.1f}")
print(grade("ppo-grpo-dpo-2", clipped))
