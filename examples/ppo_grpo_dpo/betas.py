# time limit: 120 s
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


def grpo(beta, divide):
    policy, reward = waiter.untrained_policy(), waiter.reward
    parts = {"by_std": divide, "by_length": divide, "n_group": 8}
    return GRPO(policy, waiter.PROMPTS, reward, beta, **parts)


def at_rest(loss, policy):
    """The share of the best gain where the descent ends."""
    parameters = policy.model.parameters
    for _ in improve(iter(loss, None), parameters, 300, 0.05):
        pass
    now = objective(world.log_probs(policy))
    return (now - bottom) / (top - bottom)


def published(beta, divide):
    form = grpo(beta, divide)
    return at_rest(lambda: expected_grpo_loss(world, form), form.policy)


def right_slope(beta, divide, weight=1):
    """With k2 = (log pi - log ref)^2 / 2 in the place of k3."""
    form = grpo(0, divide)
    log_ref = form.policy.reference_log_probs(world.batch)

    def loss():
        log_p = form.policy.log_probs(world.batch)
        far = log_p - log_ref
        k2 = (far * far * 0.5).sum(-1) / (n_tokens if divide else 1)
        drawn = log_p.data.sum(-1).reshape(world.shape)
        penalty = world.expected(k2 * beta, drawn)
        return expected_grpo_loss(world, form) * weight + penalty

    return at_rest(loss, form.policy)


# --8<-- [start:table]
forms = {
    "as published": (published, True),
    "right slope alone": (right_slope, True),
    "no divisions": (published, False),
    "both changes": (right_slope, False),
}
betas = 0.4, 0.5, 0.6, 0.7
print("beta in the loss " + "".join(f"{beta:6}" for beta in betas))
for name, (ends_at, divide) in forms.items():
    shares = [ends_at(beta, divide) for beta in betas]
    print(f"{name:17}" + "".join(f"{share:6.1%}" for share in shares))
print("for the note at the end of this section:")
# A mean of eight includes the answer itself, so 7/8 of r is left.
shares = [right_slope(beta, False, 8 / 7) for beta in betas]
print(f"{'full rewards':17}" + "".join(f"{s:6.1%}" for s in shares))
# --8<-- [end:table]
