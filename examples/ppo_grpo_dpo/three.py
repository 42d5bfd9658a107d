# time limit: 60 s
"""PPO, GRPO in two forms, and DPO, after one and the same optimum."""

import numpy as np

from lessoncode import figure
from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_grpo_loss
from lessoncode.alignment.policy import improve
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter


def draw(courses, rest):
    """The courses, the optimum, and where one of them rests."""
    fig, axes = figure.canvas(height=3)
    styles = ["-", "--", "-", ":"]
    colours = ["accent", "second", "third", "ink"]
    for name, style, colour in zip(courses, styles, colours):
        look = {"linestyle": style, "color": figure.COLOURS[colour]}
        axes.plot(range(0, 301, 10), courses[name], **look)
    for y, colour in (100, "muted"), (rest, "third"):
        axes.axhline(y, color=figure.COLOURS[colour], linewidth=0.8)
    says = [
        (300, 114, "the best possible model", "muted"),
        (30, 103, "GRPO with the penalty in the reward", "second"),
        (300, 103, "PPO", "accent"),
        (300, 72, "GRPO as published stops here", "third"),
        (42, 53, "DPO (dotted) learns from old comparisons", "ink"),
    ]
    for x, y, words, colour in says:
        side = "right" if x == 300 else "left"
        axes.text(x, y, words, ha=side, color=figure.COLOURS[colour])
    axes.set(xlabel="step", ylabel="% of the best possible gain")
    axes.set_ylim(0, 122)
    alt = (
        "The share of the best possible gain over the steps of "
        "training, for one seed. PPO and GRPO with the penalty in the "
        "reward rise to the line of the best possible model. GRPO as "
        "published rises above a thin green line, falls below it and "
        "levels off near it. DPO rises more slowly and ends between "
        "the two."
    )
    caption = (
        "Where each one ends: PPO and one form of GRPO find the best "
        "possible model. GRPO as published comes to rest below it, "
        "near the thin green line, where it would end without chance."
    )
    figure.save(fig, "three", alt, caption)


BETA, orders, worth = 0.5, waiter.PROMPTS, waiter.reward
world = waiter.enumeration(waiter.untrained_policy())


def objective(log_p):
    return float(world.objective(log_p, BETA).data)


top = objective(Tensor(world.optimum(BETA)))
bottom = objective(Tensor(world.log_ref))


def gain(policy):
    """The share of what the best policy gains, in percent."""
    now = objective(world.log_probs(policy))
    return 100 * (now - bottom) / (top - bottom)


def algorithm(name, policy, rng):
    if name == "PPO":
        table = Table.initial(waiter.SMALL.n_vocab, 3, rng)
        critic = Scorer(table, np.zeros((1, waiter.SMALL.n_vocab)))
        return PPO(policy, orders, worth, BETA, critic, n_batch=192)
    if name == "DPO":
        said = waiter.ask_guests(policy, orders, 30_000, worth, rng)
        return DPO(policy, said, BETA, n_batch=256)
    groups = {"n_prompts": 24, "n_group": 8}
    if name == "GRPO, KL in reward":
        plain = {"by_std": False, "by_length": False}
        groups |= {"kl_in": "reward", **plain}
    return GRPO(policy, orders, worth, BETA, **groups)


names = ["PPO", "GRPO, KL in reward", "GRPO as published", "DPO"]
courses, highest = {}, {}
print("                   share of best gain    drift (KL)")
print("seed                  0    1    2      0    1    2")
for name in names:
    gains, far, peaks = [], [], []
    for seed in (0, 1, 2):
        policy = waiter.untrained_policy()
        rng = np.random.default_rng(seed)
        method = algorithm(name, policy, rng)
        peak = 0.1 if "GRPO" in name else 0.05
        course = [gain(policy)]
        losses = method.losses(rng)
        for step in improve(losses, method.parameters, 300, peak):
            if step.number % 10 == 0:
                course.append(gain(policy))
        gains.append(course[-1])
        peaks.append(max(course))
        far.append(float(world.kl(world.log_probs(policy)).data))
        courses.setdefault(name, course)
    highest[name] = peaks
    shares = " ".join(f"{share:3.0f}%" for share in gains)
    drift = " ".join(f"{kl:4.2f}" for kl in far)
    print(f"{name:18} {shares}   {drift}")
best = Tensor(world.optimum(BETA))
print(f"the best policy    100%{float(world.kl(best).data):17.2f}")
print("highest on the way")
for name in ("GRPO as published", "DPO"):
    shares = " ".join(f"{share:3.0f}%" for share in highest[name])
    print(f"  {name:17}{shares}")

policy = waiter.untrained_policy()
grpo = algorithm("GRPO as published", policy, None)
losses = iter(lambda: expected_grpo_loss(world, grpo), None)
for _ in improve(losses, grpo.parameters, 200, 0.1):
    pass
rest = gain(policy)
print(f"GRPO as published, without any chance: {rest:.1f}%")

draw(courses, rest)
