"""DPO: learn from comparisons directly, without a reward model.

    >>> from lessoncode.alignment.dpo import DPO
    >>> from lessoncode.alignment.policy import Policy
    >>> from lessoncode.alignment.preferences import ranked
    >>> from lessoncode.model.table import Table
    >>> policy = Policy(Table(np.zeros((12, 3))), end_id=0, n_tokens=1)
    >>> dpo = DPO(policy, ranked([[1]], [[[2], [0]]]), beta=0.1)  # raters prefer 2 to 0
    >>> losses = dpo.losses(np.random.default_rng(0))  # for `improve`

For the policy that maximises J (see `policy`), the reward of every answer is

    r(x, y) = beta log(pi(y | x) / ref(y | x)) + some f(x)

A policy is therefore a reward model, and is fitted as one. y_w is the better answer, y_l the worse:

    h(y) = log pi(y | x) - log ref(y | x)
    loss = -mean of  log sigmoid(beta (h(y_w) - h(y_l)))

log pi(y | x) is the sum over the tokens of y, including the end token.

Source: Rafailov et al. 2023, "Direct Preference Optimization", arXiv 2305.18290.

Differs in: Labels may be soft (see `preferences`).

Checked against: the paper's loss written in torch, and TRL's `DPOTrainer`, in float64; and the
exact optimum, which it reaches if the comparisons follow Bradley and Terry with the same reward.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from lessoncode.alignment.policy import Policy
from lessoncode.alignment.preferences import Comparisons, bradley_terry, comparison_batches, rows_of
from lessoncode.model.checks import count, positive, shape
from lessoncode.model.tensor import Tensor
from lessoncode.training.batches import Batch


@dataclass(frozen=True)
class DPO:
    """An algorithm that fits a policy to comparisons, `n_batch` of them a step.

    `beta` is the price, in reward, of each nat of divergence from the reference. Raises ValueError
    unless it is above 0 and `n_batch` at least 1, and as `rows_of` does.
    """

    policy: Policy
    comparisons: Comparisons
    beta: float
    n_batch: int = 64

    def __post_init__(self) -> None:
        positive(beta=self.beta)
        count(n_batch=self.n_batch)
        rows_of(self.comparisons)

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters of the policy, which `improve` changes."""
        return self.policy.model.parameters

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """Yield the mean loss of each batch of comparisons, endlessly."""
        comparisons = self.comparisons
        for some in comparison_batches(comparisons, self.n_batch, rng):
            h = log_ratio(self.policy, some.answers)
            yield dpo_loss(h, some, self.beta).mean()


def log_ratio(policy: Policy, batch: Batch) -> Tensor:
    """h, the log of pi / ref for each whole answer, in nats: -> [batch]."""
    log_ref = policy.reference_log_probs(batch)
    return (policy.log_probs(batch) - log_ref).sum(-1)


def check_loss(h: Tensor, comparisons: Comparisons, beta: float) -> None:
    """Raise ValueError unless beta is above 0 and h has one number for each answer."""
    positive(beta=beta)
    shape("h", h.data, len(comparisons.answers.ids))


def dpo_loss(
    h: Tensor,
    comparisons: Comparisons,
    beta: float,
) -> Tensor:
    """The loss of each comparison: h [n_answers] -> [n]."""
    check_loss(h, comparisons, beta)
    better, worse, p = rows_of(comparisons)
    return bradley_terry((h[better] - h[worse]) * beta, p)
