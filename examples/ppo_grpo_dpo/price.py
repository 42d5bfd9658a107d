# time limit: 60 s
"""Where GRPO as published comes to rest, by beta and by start."""

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_grpo_loss
from lessoncode.alignment.policy import Policy, improve
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

N_STEPS = 400  # more change nothing


def beginner(unevenness):
    """A waiter who answers at random, more or less evenly."""
    policy = waiter.untrained_policy()
    policy.model.logits.data *= unevenness
    return Policy(policy.model, policy.end_id, policy.n_tokens)


def at_rest(policy, beta):
    """The share of the best gain, the reward, the best reward."""
    world = waiter.enumeration(policy)
    start, best = Tensor(world.log_ref), Tensor(world.optimum(beta))
    grpo = GRPO(policy, waiter.PROMPTS, waiter.reward, beta, n_group=8)
    losses = iter(lambda: expected_grpo_loss(world, grpo), None)
    for _ in improve(losses, grpo.parameters, N_STEPS, 0.1):
        pass
    found = world.log_probs(policy)
    j = [world.objective(p, beta).data for p in (start, found, best)]
    rewards = [float(world.reward(p).data) for p in (found, best)]
    return float((j[1] - j[0]) / (j[2] - j[0])), *rewards


print("       the waiter above       twice as uneven")
print("beta   share  reward  best    share  reward  best")
for beta in (0.5, 0.2, 0.1, 0.04):
    rows = [at_rest(beginner(uneven), beta) for uneven in (1, 2)]
    row = "  ".join("{:6.1%} {:7.2f} {:5.2f}".format(*r) for r in rows)
    print(f"{beta:5} {row}")
