"""Worlds small enough to list every answer and compute the best policy.

    >>> from lessoncode.alignment.optimum import Enumeration
    >>> from lessoncode.alignment.policy import Policy
    >>> from lessoncode.model.table import Table
    >>> policy = Policy(Table(np.zeros((12, 3))), end_id=0, n_tokens=1)
    >>> world = Enumeration(policy, [[1]], lambda batch: batch.targets[:, -1] == 2, n_vocab=3)
    >>> world.answers, np.exp(world.optimum(beta=0.5)).round(2)
    ([(0,), (1,), (2,)], array([[0.11, 0.11, 0.79]]))

For each prompt x, the policy that maximises J (see `policy`) is

    pi*(y | x) = ref(y | x) e^(r(x, y) / beta) / Z(x)
    J(pi*) = mean over prompts of  beta log Z(x)

Z(x) is a sum over all answers, which can be computed here. So can the mean of a loss over all that
its algorithm might draw. Descending this mean leads to a fixed point, which need not be pi*.

Source: Rafailov et al. 2023, "Direct Preference Optimization", arXiv 2305.18290.

Checked against: J, which no policy near pi* exceeds; gradients of J without sampling; many draws.
"""

import math
from itertools import combinations_with_replacement as multisets
from itertools import product

import numpy as np

from lessoncode.alignment.grpo import GRPO, group_advantages
from lessoncode.alignment.kl import exact_kl
from lessoncode.alignment.policy import Policy, Prompts, Reward, answered, rewarded
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import bradley_terry
from lessoncode.model.checks import count, distribution, finite, number, positive, shape
from lessoncode.model.layers import masked
from lessoncode.model.tensor import Array, Tensor

MOST = 100_000  # answers to list, and cases to count


class Enumeration:
    """All answers to some prompts, and what they are worth: [n_prompts, n_answers].

    `answers` lists all sequences of `n_vocab` tokens, up to the policy's end token or its limit.
    Raises ValueError without prompts or tokens, for more than 100,000 answers, and unless each
    reward is a finite number. Its methods raise ValueError for log-probabilities of another shape,
    and for a beta that is negative or too small.
    """

    def __init__(self, policy: Policy, prompts: Prompts, reward: Reward, n_vocab: int) -> None:
        end, limit = policy.end_id, policy.n_tokens
        count(prompts=len(prompts))
        check_listed(n_vocab, limit)
        others = [i for i in range(n_vocab) if i != end]
        self.answers: list[tuple[int, ...]] = []
        for n in range(limit):
            begun = product(others, repeat=n)
            self.answers += [(*ids, end) for ids in begun]
        self.answers += product(others, repeat=limit)
        self.shape = len(prompts), len(self.answers)
        each = [prompt for prompt in prompts for _ in self.answers]
        self.batch = answered(each, self.answers * len(prompts))
        self.rewards = rewarded(reward, self.batch).reshape(self.shape)
        log_ref = policy.reference_log_probs(self.batch)
        self.log_ref: Array = log_ref.sum(-1).reshape(self.shape)

    def log_probs(self, policy: Policy) -> Tensor:
        """A policy's log-probability of each answer, in nats: -> [n_prompts, n_answers]."""
        log_p = policy.log_probs(self.batch).sum(-1)
        return log_p.reshape(*self.shape)

    def optimum(self, beta: float) -> Array:
        """The best policy's log-probability of each answer, log pi*: -> [n_prompts, n_answers]."""
        positive(beta=beta)
        best = self.log_ref + self.rewards / beta
        finite(rewards_by_beta=best)
        best -= best.max(-1, keepdims=True)
        best -= np.log(np.exp(best).sum(-1, keepdims=True))
        return best

    def reward(self, log_p: Tensor) -> Tensor:
        """The mean reward over prompts, for answers with log-probabilities log_p."""
        shape("log_p", log_p.data, *self.shape)
        return (log_p.exp() * self.rewards).sum(-1).mean()

    def kl(self, log_p: Tensor) -> Tensor:
        """The mean divergence of log_p from the reference over prompts, in nats."""
        shape("log_p", log_p.data, *self.shape)
        return exact_kl(log_p, self.log_ref).mean()

    def objective(self, log_p: Tensor, beta: float) -> Tensor:
        """J of a policy with log-probabilities log_p: mean reward minus beta times divergence."""
        number(beta=beta)
        return self.reward(log_p) - self.kl(log_p) * beta

    def expected(self, losses: Tensor, log_p: Array) -> Tensor:
        """The mean of the answers' losses if answers are drawn with fixed log-probabilities.

        An answer that is never drawn adds 0, whatever its loss. Raises ValueError for other shapes
        than losses [n_prompts * n_answers] and log_p [n_prompts, n_answers].
        """
        shape("losses", losses.data, math.prod(self.shape))
        shape("log_p", log_p, *self.shape)
        p = np.exp(log_p) / self.shape[0]
        return (masked(losses.reshape(*self.shape), p != 0) * p).sum()


def check_listed(n_vocab: int, n_tokens: int) -> None:
    """Raise ValueError for more answers than can be listed, or none."""
    count(n_vocab=n_vocab, n_tokens=n_tokens)
    n_answers = 0
    for n in range(n_tokens + 1):
        n_answers += (n_vocab - 1) ** n
        if max(n, n_answers) > MOST:
            message = f"answers of up to {n_tokens} of {n_vocab} tokens are more than {MOST:,}"
            raise ValueError(f"{message}: too many to list")


def expected_ppo_loss(world: Enumeration, ppo: PPO) -> Tensor:
    """The mean of PPO's first loss on a batch, over all answers that it might draw."""
    before = ppo.as_drawn(world.batch)
    log_p = before.log_old.sum(-1).reshape(world.shape)
    return world.expected(ppo.loss(world.batch, before), log_p)


def expected_grpo_loss(world: Enumeration, grpo: GRPO) -> Tensor:
    """The mean of GRPO's first loss on a batch, over all groups that it might draw."""
    log_old = grpo.policy.log_probs(world.batch).data
    rewards = grpo.rewards(world.batch, log_old).reshape(world.shape)
    log_p = log_old.sum(-1).reshape(world.shape)
    rows = zip(rewards, np.exp(log_p), strict=True)
    how = grpo.n_group, grpo.by_std
    a = np.stack([expected_advantages(r, p, *how) for r, p in rows])
    losses = grpo.loss(world.batch, log_old, a.reshape(-1))
    return world.expected(losses, log_p)


def expected_advantages(rewards: Array, p: Array, n_group: int, by_std: bool) -> Array:
    """The mean advantage of each answer in groups drawn from p: [n_answers] -> the same shape.

    An advantage depends only on how often each reward occurs among the others in the group. NaN
    stays NaN. Raises ValueError unless p is a distribution over these answers, for a group below 1,
    and if many different rewards or a large group make too many cases.
    """
    shape("rewards", rewards, "n_answers")
    shape("p", p, len(rewards))
    distribution(p)
    count(n_group=n_group)
    a: Array
    if not by_std:  # then the mean can be taken at once
        a = (1 - 1 / n_group) * (rewards - p @ rewards)
        return a
    levels, which = np.unique(rewards, return_inverse=True)
    n_others = n_group - 1
    n_cases = math.comb(len(levels) + n_others - 1, n_others)
    if n_cases > MOST or n_group > 170:  # the factorial of 171 is beyond float64
        message = f"{len(levels)} different rewards in groups of"
        raise ValueError(f"{message} {n_group} are too many cases")
    others = multisets(range(len(levels)), n_others)
    cases = np.array(list(others), int)
    counts = (cases[:, :, None] == range(len(levels))).sum(1)
    factorial = np.array([math.factorial(n) for n in range(n_group)])
    orders = (factorial[n_others] // factorial[counts].prod(-1)).astype(float)
    shares = orders * (np.bincount(which, p) ** counts).prod(-1)
    # An answer of each level, followed by the others of each case.
    groups = np.empty((len(levels), n_cases, n_group))
    groups[:, :, 0] = levels[:, None]
    groups[:, :, 1:] = levels[cases]
    a = group_advantages(groups)[:, :, 0] @ shares
    return a[which]


def expected_dpo_loss(world: Enumeration, policy: Policy, beta: float, p: Array) -> Tensor:
    """The mean of DPO's loss over pairs of answers that the reference draws.

    A rater prefers the first with probability p [n_prompts, n_answers, n_answers]. Raises
    ValueError for a p of another shape or outside 0 to 1, and for a beta that is not above 0.
    """
    positive(beta=beta)
    n, k = world.shape
    h = world.log_probs(policy) - world.log_ref
    margins = h.reshape(n, k, 1) - h.reshape(n, 1, k)
    q = np.exp(world.log_ref)
    drawn = q[:, :, None] * q[:, None, :] / n
    return (bradley_terry(margins * beta, p) * drawn).sum()
