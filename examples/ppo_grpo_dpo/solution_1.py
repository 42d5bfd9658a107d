"""DPO: a policy's own reward, put into Bradley and Terry's loss."""

import math

from lessoncode.grading.grade import grade


def dpo_loss(log_p, log_ref, lengths, beta):
    h = []
    for p, ref, n in zip(log_p, log_ref, lengths):
        h.append(sum(p[:n]) - sum(ref[:n]))
    margin = beta * (h[0] - h[1])
    return *h, math.log(1 + math.exp(-margin))


log_p, log_ref = [[-1, -1], [-3, -7]], [[-2, -2], [-2, -5]]
better, worse, loss = dpo_loss(log_p, log_ref, [2, 1], 0.5)
print(better, worse, f"{loss:.6f}")
print(grade("ppo-grpo-dpo-1", dpo_loss))
