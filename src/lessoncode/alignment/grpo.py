"""GRPO: compare each answer with other answers to the same prompt, without a critic.

    >>> from lessoncode.alignment.grpo import GRPO
    >>> from lessoncode.alignment.policy import Policy
    >>> from lessoncode.model.table import Table
    >>> policy = Policy(Table(np.zeros((12, 3))), end_id=0, n_tokens=1)
    >>> grpo = GRPO(policy, [[1]], lambda batch: batch.targets[:, -1] == 2, beta=0.1)
    >>> losses = grpo.losses(np.random.default_rng(0))  # for `improve`

For G answers o_1 ... o_G to a prompt, with rewards r_i, a token of answer i has the advantage

    A_i = (r_i - mean(r)) / std(r)

The loss, with rho_it = pi / pi_old for token t of answer i, is the mean over answers of

    -1/|o_i| sum_t [ min(rho_it A_i, clip(rho_it, 1 - eps, 1 + eps) A_i)
                     - beta k3_it ]

where k3 estimates the divergence from the reference (see `kl`).

This is GRPO as published. Its fixed point is not the optimum of J: as a loss, k3 has the gradient
of a different divergence, and std(r) rescales the rewards. With the divergence in the reward,

    r_i - beta sum_t (log pi_old - log ref)  in place of r_i,

and not in the loss, the fixed point is the optimum. Without the two divisions, the expected
gradient is then that of J, times (G - 1) / G.

Source: Shao et al. 2024, "DeepSeekMath", arXiv 2402.03300; without the divisions: Liu et al. 2025,
"Understanding R1-Zero-Like Training", arXiv 2503.20783.

Differs in:
1. std divides by G; the paper does not say. TRL divides by G - 1: its std is sqrt(G / (G - 1))
   times as large, 1.41 times at G = 2.
2. 1e-4 is added to std, so that a group of equal rewards has advantages of 0, and rounding does not
   count as a difference.

Checked against: the paper's objective written in torch, and TRL's `GRPOTrainer`, in float64; the
mean over all groups; the exact gradient of J.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lessoncode.alignment.kl import check_axis, k3
from lessoncode.alignment.policy import Policy, Prompts, Reward, answer_mask, rewarded
from lessoncode.alignment.ppo import clipped_objective
from lessoncode.model.checks import count, number, shape
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, shuffled


@dataclass(frozen=True)
class GRPO:
    """An algorithm that draws `n_group` answers to each of `n_prompts` prompts, and compares them.

    `beta` is in units of reward per nat if `kl_in` is "reward", and of advantage if it is "loss".
    `by_std` and `by_length` turn the divisions by std(r) and by |o_i| on or off. `clip` is eps.
    Each batch is used for `n_inner` steps. Raises ValueError for any other `kl_in`, a count below
    1, a group of one (it teaches nothing), and a negative beta or clip.
    """

    policy: Policy
    prompts: Prompts
    reward: Reward
    beta: float
    n_prompts: int = 8
    n_group: int = 8
    n_inner: int = 1
    clip: float = 0.2
    kl_in: Literal["loss", "reward"] = "loss"
    by_std: bool = True
    by_length: bool = True

    def __post_init__(self) -> None:
        ways, both = ("loss", "reward"), (True, False)
        for name, (a, b) in {"kl_in": ways, "by_std": both, "by_length": both}.items():
            value = getattr(self, name)
            if value not in (a, b):
                raise ValueError(f"{name} is {value!r}: give {a!r} or {b!r}")
        count(n_prompts=self.n_prompts, n_inner=self.n_inner)
        count(2, n_group=self.n_group)
        number(beta=self.beta, clip=self.clip)

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters of the policy, which `improve` changes."""
        return self.policy.model.parameters

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """Yield the mean loss of each batch of answers, `n_inner` times per batch, endlessly."""
        policy, prompts = self.policy, self.prompts
        for some in shuffled(len(prompts), self.n_prompts, rng):
            each = np.repeat(some, self.n_group).tolist()
            batch = policy.sample([prompts[i] for i in each], rng)
            log_old = policy.log_probs(batch).data
            rewards = self.rewards(batch, log_old)
            groups = rewards.reshape(-1, self.n_group)
            a = group_advantages(groups, self.by_std).reshape(-1)
            for _ in range(self.n_inner):
                yield self.loss(batch, log_old, a).mean()

    def rewards(self, batch: Batch, log_old: Array) -> Array:
        """Each answer's reward, minus beta times its log-ratio if `kl_in` is "reward": -> [batch].

        Raises ValueError unless each reward is a finite number, and for log_old of another shape.
        """
        rewards = rewarded(self.reward, batch)
        if self.kl_in == "reward":
            shape("log_old", log_old, *batch.ids.shape)
            log_ref = self.policy.reference_log_probs(batch)
            rewards = rewards - self.beta * (log_old - log_ref).sum(-1)
        return rewards

    def loss(self, batch: Batch, log_old: Array, advantages: Array) -> Tensor:
        """The loss of each answer: [batch]. Raises ValueError unless advantages are [batch] too."""
        shape("advantages", advantages, len(batch.ids))
        mask, log_p = answer_mask(batch), self.policy.log_probs(batch)
        by_token = advantages[:, None] * mask
        gain = clipped_objective(log_p, log_old, by_token, self.clip)
        if self.kl_in == "loss":
            log_ref = self.policy.reference_log_probs(batch)
            gain = gain - k3(log_p, log_ref) * self.beta
        total = gain.sum(-1)
        if self.by_length:
            total = total / mask.sum(-1)
        return -total


def group_advantages(rewards: Array, by_std: bool = True) -> Array:
    """How far each reward is above its group's mean: [..., G].

    The unit is the group's standard deviation if `by_std`. A NaN makes
    its group NaN. Raises ValueError for an empty group.
    """
    check_axis("rewards", rewards, "G")
    advantages: Array = rewards - rewards.mean(-1, keepdims=True)
    if by_std:
        advantages /= rewards.std(-1, keepdims=True) + 1e-4
    return advantages
