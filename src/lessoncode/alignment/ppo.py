"""PPO: a reward for each token, a critic, and steps that are kept short.

    >>> from lessoncode.alignment.policy import Policy
    >>> from lessoncode.alignment.ppo import PPO
    >>> from lessoncode.alignment.rewards import Scorer
    >>> from lessoncode.model.table import Table
    >>> model, head = Table(np.zeros((12, 3))), np.zeros((1, 3))
    >>> policy, critic = Policy(model, end_id=0, n_tokens=1), Scorer(model, head)
    >>> ppo = PPO(policy, [[1]], lambda batch: batch.targets[:, -1] == 2, 0.1, critic)
    >>> losses = ppo.losses(np.random.default_rng(0))  # for `improve`

Each token of an answer has a reward r, an advantage A and a return R, the critic's target:

    r_t = -beta (log pi_old(y_t) - log ref(y_t)),  the last + r(x, y)
    d_t = r_t + V(s_(t+1)) - V(s_t),  V = 0 after the end
    A_t = d_t + lambda A_(t+1)        how much better than expected
    R_t = A_t + V(s_t)                what V should have predicted

pi_old drew the answers, s_t is the text before token t, and rho_t = pi(y_t) / pi_old(y_t):

    policy  -sum_t min(rho_t A_t, clip(rho_t, 1 - eps, 1 + eps) A_t)
    critic  sum_t 1/2 max((V - R_t)^2, (V' - R_t)^2),
            V' = V, but at most eps away from V_old

summed over an answer's tokens, and averaged over the answers.

Source: Schulman et al. 2017, "Proximal Policy Optimization Algorithms", arXiv 1707.06347; A_t:
Schulman et al. 2016, arXiv 1506.02438; a penalty on each token: Ouyang et al. 2022, arXiv
2203.02155.

Differs in:
1. No discount (gamma = 1), and no bonus for entropy.
2. The paper does not clip the critic; the code published with it, OpenAI's `baselines`, does.
3. Advantages are not scaled to unit variance.
4. Losses are summed over tokens. Others take the mean over all tokens of a batch. With the sum and
   lambda = 1, the expected gradient is exactly that of J.

Checked against: a transcription in torch, float64; and the exact gradient of J.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.policy import Policy, Prompts, Reward, answer_mask, rewarded
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.checks import count, number, shape
from lessoncode.model.layers import masked
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, shuffled

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PPO:
    """An algorithm that answers `n_batch` prompts, then takes `n_inner` steps on the answers.

    `beta` is in units of reward per nat, `clip` is eps, and `gae_lambda` is lambda. Raises
    ValueError for a count below 1, a negative number, or a lambda above 1.
    """

    policy: Policy
    prompts: Prompts
    reward: Reward
    beta: float
    critic: Scorer
    n_batch: int = 64
    n_inner: int = 2
    clip: float = 0.2
    gae_lambda: float = 0.95

    def __post_init__(self) -> None:
        count(n_batch=self.n_batch, n_inner=self.n_inner)
        number(beta=self.beta, clip=self.clip)
        number(0, 1, gae_lambda=self.gae_lambda)

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters of the policy and of its critic, which `improve` changes."""
        critic = self.critic.parameters.items()
        named = {f"critic.{name}": p for name, p in critic}
        return {**self.policy.model.parameters, **named}

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """Yield the mean loss of each batch of answers, `n_inner` times per batch, endlessly."""
        for some in shuffled(len(self.prompts), self.n_batch, rng):
            prompts = [self.prompts[i] for i in some.tolist()]
            batch = self.policy.sample(prompts, rng)
            before = self.as_drawn(batch)
            for _ in range(self.n_inner):
                yield self.loss(batch, before).mean()

    def as_drawn(self, batch: Batch) -> "AsDrawn":
        """The numbers that stay fixed during the steps on a batch.

        Raises ValueError unless each reward is a finite number.
        """
        mask = answer_mask(batch)
        log_p = self.policy.log_probs(batch).data
        log_ref = self.policy.reference_log_probs(batch)
        values = masked(self.critic(batch.ids), mask).data
        rewards = self.beta * (log_ref - log_p)
        last = mask.shape[1] - 1 - mask[:, ::-1].argmax(-1)
        rewards[np.arange(len(mask)), last] += rewarded(self.reward, batch)
        advantages = gae(rewards, values, mask, self.gae_lambda)
        return AsDrawn(log_p, values, advantages)

    def loss(self, batch: Batch, before: "AsDrawn") -> Tensor:
        """The loss of each answer: -> [batch]. Raises ValueError if shapes do not fit."""
        log_p = self.policy.log_probs(batch)
        values = masked(self.critic(batch.ids), answer_mask(batch))
        log_old, old_values, advantages = before
        shape("values", old_values, *values.shape)
        gain = clipped_objective(log_p, log_old, advantages, self.clip)
        returns = advantages + old_values
        error = clipped_value_loss(values, old_values, returns, self.clip)
        return (error - gain).sum(-1)


class AsDrawn(NamedTuple):
    """Log-probabilities, values and advantages when answers were drawn; each is [batch, n_seq]."""

    log_old: Array
    values: Array
    advantages: Array


def gae(rewards: Array, values: Array, mask: Mask, gae_lambda: float) -> Array:
    """Generalized advantage estimates: [batch, n_seq] -> the same shape.

    `values` are the critic's, before each token. Where the mask is false there is no token, and the
    estimate is 0. NaN stays NaN. Raises ValueError for arrays of different shapes, or a lambda that
    is not from 0 to 1.
    """
    shape("rewards", rewards, "batch", "n_seq")
    shape("values", values, *rewards.shape)
    shape("mask", mask, *rewards.shape)
    number(0, 1, gae_lambda=gae_lambda)
    advantages = np.zeros(rewards.shape, np.result_type(rewards, 0.0))
    later = next_value = np.zeros(len(rewards), advantages.dtype)
    for t in reversed(range(rewards.shape[1])):
        d = rewards[:, t] + next_value - values[:, t]
        later = np.where(mask[:, t], d + gae_lambda * later, 0)
        next_value = np.where(mask[:, t], values[:, t], 0)
        advantages[:, t] = later
    return advantages


def check_gain(log_p: Tensor, log_old: Array, advantages: Array, clip: float) -> None:
    """Raise ValueError for a clip below 0, or arrays of other shapes than log_p.

    Advantages may be those of whole answers, [..., 1].
    """
    number(clip=clip)
    shape("log_old", log_old, *log_p.shape)
    if advantages.shape != (*log_p.shape[:-1], 1):
        shape("advantages", advantages, *log_p.shape)


def clipped_objective(
    log_p: Tensor,
    log_old: Array,
    advantages: Array,
    clip: float,
) -> Tensor:
    """min(rho A, clip(rho) A) of each token: [...] -> [...].

    Once rho is more than `clip` away from 1 in the direction that A
    asks for, there is nothing more to gain. Raises ValueError for
    arrays that do not fit, and a negative clip.
    """
    check_gain(log_p, log_old, advantages, clip)
    ratio = (log_p - log_old).exp()
    clipped = np.clip(ratio.data, 1 - clip, 1 + clip) * advantages
    # Which of the two counts.
    unclipped = ratio.data * advantages <= clipped
    return ratio * (advantages * unclipped) + clipped * ~unclipped


def clipped_value_loss(values: Tensor, old_values: Array, returns: Array, clip: float) -> Tensor:
    """Half the larger squared error, of V or of V', for each token: [...] -> [...]."""
    low, high = old_values - clip, old_values + clip
    error = (values - returns) ** 2
    clipped = (np.clip(values.data, low, high) - returns) ** 2
    unclipped = error.data >= clipped
    return masked(error, unclipped) * 0.5 + clipped * ~unclipped * 0.5
