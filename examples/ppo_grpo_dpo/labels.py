# time limit: 60 s
"""DPO on few comparisons, on wrong ones, and on ones without doubt."""

# --8<-- [start:few]
import numpy as np

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.policy import improve
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

BETA, orders, worth = 0.5, waiter.PROMPTS, waiter.reward
untrained = waiter.untrained_policy()
world = waiter.enumeration(untrained)


def objective(log_p):
    return float(world.objective(log_p, BETA).data)


top = objective(Tensor(world.optimum(BETA)))
bottom = objective(Tensor(world.log_ref))


def gain(policy):
    """The share of what the best policy gains: at most 1."""
    now = objective(world.log_probs(policy))
    return (now - bottom) / (top - bottom)


def measured(policy):
    """The gain, what answers are worth, and the drift."""
    log_p = world.log_probs(policy)
    reward, kl = world.reward(log_p).data, world.kl(log_p).data
    return gain(policy), float(reward), float(kl)


start = float(world.reward(Tensor(world.log_ref)).data)
print(f"at the start, an answer is worth {start:.2f}")
print("comparisons, and the results of seeds 0, 1 and 2")
print("       step share of best gain  worth             drift")
for n in (300, 3000, 30_000):
    runs = {20: [], 100: [], 600: []}
    for seed in (0, 1, 2):
        rng = np.random.default_rng(seed)
        said = waiter.ask_guests(untrained, orders, n, worth, rng)
        policy = waiter.untrained_policy()
        dpo = DPO(policy, said, BETA, n_batch=128)
        losses = dpo.losses(np.random.default_rng(seed))
        for step in improve(losses, dpo.parameters, 600, 0.05):
            if step.number in runs:
                runs[step.number].append(measured(policy))
    for step, three in runs.items():
        gains, worths, drifts = zip(*three)
        row = " ".join(f"{share:5.0%}" for share in gains)
        row += "  " + " ".join(f"{w:5.2f}" for w in worths)
        row += "  " + " ".join(f"{kl:4.2f}" for kl in drifts)
        print(f"{n:6,} {step:4} {row}")
# --8<-- [end:few]


# --8<-- [start:wrong]
from lessoncode.alignment.optimum import expected_dpo_loss
from lessoncode.alignment.preferences import preference

margins = world.rewards[:, :, None] - world.rewards[:, None, :]
guests = preference(margins)
raters = {
    "guests": guests,
    "a fifth flipped": 0.8 * guests + 0.2 * (1 - guests),
    "all flipped": 1 - guests,
    "sure of all": 0.5 + 0.5 * np.sign(margins),
}


def taught(p, n_steps):
    """DPO on every pair at once, each as often as it is drawn."""
    policy = waiter.untrained_policy()
    parameters = policy.model.parameters

    def loss():
        return expected_dpo_loss(world, policy, BETA, p)

    for _ in improve(iter(loss, None), parameters, n_steps, 0.1):
        pass
    return policy


print("every pair compared  share  reward  drift")
for name, p in raters.items():
    policy = taught(p, 200)
    log_p = world.log_probs(policy)
    reward, kl = float(world.reward(log_p).data), world.kl(log_p).data
    row = f"{gain(policy):6.0%} {reward:7.2f} {float(kl):6.2f}"
    print(f"{name:19}", row)
# --8<-- [end:wrong]
