"""Where GRPO as printed comes to rest at smaller prices."""

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_grpo_loss
from lessoncode.alignment.policy import improve
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

orders, worth = waiter.PROMPTS, waiter.reward
world = waiter.enumeration(waiter.untrained_policy())


def measures(log_p, beta):
    """J, the mean reward and the divergence of a policy."""
    found = world.objective(log_p, beta), world.reward(log_p)
    return [float(x.data) for x in (*found, world.kl(log_p))]


print("            at rest          optimum")
print("beta  share reward   KL    reward   KL  slope")
for beta in (0.5, 0.2, 0.1, 0.04):
    policy = waiter.untrained_policy()
    grpo = GRPO(policy, orders, worth, beta, n_group=8)
    losses = iter(lambda: expected_grpo_loss(world, grpo), None)
    for step in improve(losses, grpo.parameters, 400, 0.1):
        pass
    j, reward, kl = measures(world.log_probs(policy), beta)
    best = measures(Tensor(world.optimum(beta)), beta)
    start = measures(Tensor(world.log_ref), beta)
    share = (j - start[0]) / (best[0] - start[0])
    row = f"{share:6.3f} {reward:5.2f} {kl:5.2f}"
    row += f"    {best[1]:5.2f} {best[2]:5.2f}"
    print(f"{beta:4} {row} {step.norm:6.3f}")
