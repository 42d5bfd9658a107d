"""Two estimates of one divergence; their gradients are not its own."""

import numpy as np

from lessoncode.alignment.kl import exact_kl, k1, k3
from lessoncode.alignment.policy import answered
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

policy, rng = waiter.untrained_policy(), np.random.default_rng(0)
logits = policy.model.logits
logits.data += 1.5 * rng.normal(size=logits.shape)  # it has moved away

order = answered([waiter.PROMPTS[0]] * 6, [[i] for i in range(6)])
log_ref = policy.reference_log_probs(order)[:, 0]
p = np.exp(policy.log_probs(order).data[:, 0])


def gradient(loss):
    """With respect to the logits of an answer's first word."""
    loss.backward()
    return logits.grad[waiter.PROMPTS[0][0]]


def first_words():
    return policy.log_probs(order).sum(-1)


def row(name, values, mean=""):
    values = values.round(2) + 0.0  # a zero has no sign
    values = " ".join(f"{value:5.2f}" for value in values)
    print(f"{name:12} {mean:>5}  {values}")


def show(name, value, slopes):
    row(name, slopes, f"{float(value.data):.2f}")


print("                    probability by word")
row("now, pi", p)
row("before, ref", np.exp(log_ref))
print("              mean  slope by word")
kl = exact_kl(first_words(), log_ref)
show("KL(pi|ref)", kl, gradient(kl))
other = exact_kl(Tensor(log_ref), first_words().data)
backwards = ((log_ref - first_words()) * np.exp(log_ref)).sum()
show("KL(ref|pi)", other, gradient(backwards))
for name, estimate in (("k1 as loss", k1), ("k3 as loss", k3)):
    mean = (estimate(first_words(), log_ref) * p).sum()
    show(name, mean, gradient(mean))
advantage = p * k1(first_words(), log_ref).data
mean = (first_words() * advantage).sum()
show("k1 in reward", kl, gradient(mean))
