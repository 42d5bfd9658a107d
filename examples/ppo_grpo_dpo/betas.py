# time limit: 60 s
"""Four forms of GRPO, each at rest with four weights of its penalty."""

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_grpo_loss
from lessoncode.alignment.policy import answer_mask, improve
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

BETA = 0.5  # of J, by which every form is measured
world = waiter.enumeration(waiter.untrained_policy())
n_tokens = answer_mask(world.batch).sum(-1)


def objective(log_p):
    return float(world.objective(log_p, BETA).data)


top = objective(Tensor(world.optimum(BETA)))
bottom = objective(Tensor(world.log_ref))


# --8<-- [start:table]
def at_rest(beta, right_slope, divisions):
    """The share of the best gain at the end, with a beta in the loss.

    The slope is that of k2 = (log pi - log ref)^2 / 2, or of k3.
    """
    policy, reward = waiter.untrained_policy(), waiter.reward
    parts = {"by_std": divisions, "by_length": divisions, "n_group": 8}
    k3_beta = 0 if right_slope else beta
    grpo = GRPO(policy, waiter.PROMPTS, reward, k3_beta, **parts)
    log_ref = policy.reference_log_probs(world.batch)

    def loss():
        mean = expected_grpo_loss(world, grpo)
        if not right_slope:
            return mean
        log_p = policy.log_probs(world.batch)
        k2 = ((log_p - log_ref) * (log_p - log_ref) * 0.5).sum(-1)
        if divisions:
            k2 = k2 / n_tokens
        drawn = log_p.data.sum(-1).reshape(world.shape)
        return mean + world.expected(k2 * beta, drawn)

    for _ in improve(iter(loss, None), grpo.parameters, 300, 0.05):
        pass
    now = objective(world.log_probs(policy))
    return (now - bottom) / (top - bottom)


forms = {
    "as published": (False, True),
    "right slope alone": (True, True),
    "no divisions": (False, False),
    "both changes": (True, False),
}
betas = 0.4, 0.5, 0.6, 0.7
print("beta in the loss " + "".join(f"{beta:6}" for beta in betas))
for name, form in forms.items():
    shares = [at_rest(beta, *form) for beta in betas]
    print(f"{name:17}" + "".join(f"{share:6.1%}" for share in shares))
# --8<-- [end:table]
