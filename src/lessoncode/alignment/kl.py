"""How far a policy is from its reference: three ways to measure it.

    >>> from lessoncode.alignment.kl import exact_kl, k1, k3
    >>> from lessoncode.model.tensor import Tensor
    >>> p, ref = Tensor(np.log([0.5, 0.5])), np.log([0.9, 0.1])
    >>> exact_kl(p, ref).data.round(3), k1(p, ref).data.round(3), k3(p, ref).data.round(3)
    (np.float64(0.511), array([-0.588,  1.609]), array([0.212, 0.809]))

The divergence is a mean over answers; k1 and k3 estimate it from one answer:

    KL(pi || ref) = sum over y of  pi(y) (log pi(y) - log ref(y))
    k1 = log pi(y) - log ref(y)          for one y drawn from pi
    k3 = e^d - d - 1,   d = log ref(y) - log pi(y)

Over draws from pi, both have the mean KL. k3 is never negative, and varies less if pi is near ref.

Their gradients differ. Used as a loss, k1 has a mean gradient of 0, and k3 that of KL(ref || pi),
the reverse divergence. To get the gradient of KL(pi || ref), subtract k1 from the reward.

Source: Schulman 2020, "Approximating KL Divergence", http://joschu.net/blog/kl-approx.html; Liu et
al. 2025, "Rethinking KL Regularization in RLHF", arXiv 2510.01555, for the gradients.

Checked against: torch in float64; and the sum over all answers.
"""

from lessoncode.model.checks import shape
from lessoncode.model.layers import masked
from lessoncode.model.tensor import Array, Tensor


def k1(log_p: Tensor, log_ref: Array) -> Tensor:
    """The plain estimate of the divergence, in nats, from each log-probability: [...] -> [...].

    Raises ValueError, as `k3` does, if the two have different shapes.
    """
    shape("log_ref", log_ref, *log_p.shape)
    return log_p - log_ref


def k3(log_p: Tensor, log_ref: Array) -> Tensor:
    """The estimate that is never negative, in nats: [...] -> [...]."""
    d = -k1(log_p, log_ref)
    return d.exp() - d - 1


def exact_kl(log_p: Tensor, log_ref: Array) -> Tensor:
    """KL(p || ref), in nats, from log-probabilities of all answers: [..., n_answers] -> [...].

    An answer that p never gives adds 0; one that only ref never gives, infinity. Raises ValueError
    if there are no answers, if the shapes differ, or if the probabilities p sum to more than 1.
    """
    check_axis("log_p", log_p.data, "n_answers")
    given = log_p.data > -float("inf")
    difference = masked(k1(log_p, log_ref), given)
    p = log_p.exp()
    most = p.data.sum(-1).max(initial=0)
    if most > 1.001:  # NaN passes
        raise ValueError(f"log_p are log-probabilities: these have the sum {most:.3g}, not 1")
    return (p * difference).sum(-1)


def check_axis(name: str, array: Array, axis: str) -> None:
    """Raise ValueError if an array has no axes, or if its last one is empty."""
    if array.ndim == 0 or array.shape[-1] == 0:
        raise ValueError(f"{name} has the shape {array.shape}, not [..., {axis}]")
