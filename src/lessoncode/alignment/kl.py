"""How far a policy is from its reference: three ways to say it.

    KL(pi || ref) = sum over y of  pi(y) (log pi(y) - log ref(y))
    k1 = log pi(y) - log ref(y)          for one y drawn from pi
    k3 = e^d - d - 1,   d = log ref(y) - log pi(y)

Over draws from pi, the means of k1 and k3 are both KL. k1 can be negative; k3 never is, and varies
less where pi is near ref.

Their gradients are another matter. Used as a loss, k1 has the mean gradient 0, and k3 that of
KL(ref || pi), the other way round. What has the gradient of KL(pi || ref) is k1 taken from the
reward.

Source: Schulman 2020, "Approximating KL Divergence", http://joschu.net/blog/kl-approx.html; Liu et
al. 2025, "Rethinking KL Regularization in RLHF", arXiv 2510.01555, for the gradients.

Checked against: torch in float64; and the sum over all answers.
"""

from lessoncode.model.layers import masked
from lessoncode.model.tensor import Array, Tensor


def k1(log_p: Tensor, log_ref: Array) -> Tensor:
    """The plain estimate, in nats, of each number: [...] -> [...]."""
    return log_p - log_ref


def k3(log_p: Tensor, log_ref: Array) -> Tensor:
    """The estimate that is never negative: [...] -> [...]."""
    d = -(log_p - log_ref)
    return d.exp() - d - 1


def exact_kl(log_p: Tensor, log_ref: Array) -> Tensor:
    """KL(p || ref) in nats, where all answers are known.

    Log-probabilities [..., n_answers] -> [...]. An answer that p never gives adds 0; one that only
    ref never gives, infinity.
    """
    given = log_p.data > -float("inf")
    difference = masked(log_p - log_ref, given)
    return (log_p.exp() * difference).sum(-1)
