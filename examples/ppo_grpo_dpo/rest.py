# time limit: 60 s
"""Where each algorithm comes to rest, without any sampling."""

import numpy as np

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import (
    expected_dpo_loss,
    expected_grpo_loss,
    expected_ppo_loss,
)
from lessoncode.alignment.policy import improve
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import preference
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

BETA, orders, worth = 0.5, waiter.PROMPTS, waiter.reward
world = waiter.enumeration(waiter.untrained_policy())
margins = world.rewards[:, :, None] - world.rewards[:, None, :]


def descend(loss, parameters):
    """The length of the last gradient, 0 at a resting point."""
    losses = iter(loss, None)
    return list(improve(losses, parameters, 400, 0.02))[-1].norm


def ppo(policy):
    table = Table.initial(6, 3, np.random.default_rng(0))
    critic = Scorer(table, np.zeros((1, 6)))
    ppo = PPO(policy, orders, worth, BETA, critic)
    return lambda: expected_ppo_loss(world, ppo), ppo.parameters


def dpo(policy):
    p = preference(margins)

    def loss():
        return expected_dpo_loss(world, policy, BETA, p)

    return loss, policy.model.parameters


def grpo(**form):
    def make(policy):
        grpo = GRPO(policy, orders, worth, BETA, n_group=8, **form)
        return lambda: expected_grpo_loss(world, grpo), grpo.parameters

    return make


def objective(log_p):
    return float(world.objective(log_p, BETA).data)


top = objective(Tensor(world.optimum(BETA)))
bottom = objective(Tensor(world.log_ref))
plain = {"by_std": False, "by_length": False}
ways = {
    "PPO": ppo,
    "DPO": dpo,
    "GRPO, KL in reward": grpo(kl_in="reward", **plain),
    "GRPO as published": grpo(),
}
print("                    of best gain  reward  drift  slope")
for name, make in ways.items():
    policy = waiter.untrained_policy()
    slope = descend(*make(policy))
    found = world.log_probs(policy)
    share = (objective(found) - bottom) / (top - bottom)
    reward, kl = float(world.reward(found).data), world.kl(found).data
    row = f"{reward:7.2f} {float(kl):6.2f} {slope:6.3f}"
    print(f"{name:20} {share:11.1%} {row}")
