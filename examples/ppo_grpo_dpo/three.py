# time limit: 60 s
"""PPO, GRPO in two forms, and DPO, after one and the same optimum."""

# --8<-- [start:drawing]
from lessoncode import figure


def draw(courses, rest):
    """The courses, the optimum, and where one of them rests."""
    fig, axes = figure.canvas(width=4.8, height=3)
    axes.axhline(1, color=figure.COLOURS["muted"], linewidth=0.8)
    axes.text(0, 1.02, "the optimum")
    line = {"color": figure.COLOURS["muted"], "linestyle": ":"}
    axes.axhline(rest, linewidth=1, **line)
    axes.text(100, rest - 0.11, "where GRPO as printed rests")
    steps = range(0, 301, 10)
    styles = ["-", "--", "-", ":"]
    colours = ["accent", "second", "third", "ink"]
    for name, style, colour in zip(courses, styles, colours):
        look = {"linestyle": style, "color": figure.COLOURS[colour]}
        axes.plot(steps, courses[name], label=name, **look)
    axes.set(xlabel="step", ylabel="share of the optimum's gain")
    axes.set_ylim(0, 1.12)
    axes.legend(loc="lower right")
    alt = (
        "Share of the optimum's gain over the steps, seed 0. PPO and "
        "GRPO with the KL in the reward rise to the line of the "
        "optimum. GRPO as printed levels off below it, near a dotted "
        "line, its own resting point. DPO is slower and ends between."
    )
    caption = (
        "One aim, four runs: PPO and one form of GRPO reach the best "
        "there is; GRPO as printed comes to rest below it."
    )
    figure.save(fig, "three", alt, caption)
# --8<-- [end:drawing]


# --8<-- [start:runs]
import numpy as np

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_grpo_loss
from lessoncode.alignment.policy import improve
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.table import Table
from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

BETA, orders, worth = 0.5, waiter.PROMPTS, waiter.reward
world = waiter.enumeration(waiter.untrained_policy())


def objective(log_p):
    return float(world.objective(log_p, BETA).data)


top = objective(Tensor(world.optimum(BETA)))
bottom = objective(Tensor(world.log_ref))


def gain(policy):
    """How much of what pi* gains over the start: 0 to 1."""
    now = objective(world.log_probs(policy))
    return (now - bottom) / (top - bottom)


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


names = ["PPO", "GRPO, KL in reward", "GRPO as printed", "DPO"]
courses = {}
print("share of the optimum's gain         KL")
print("seed                 0    1    2     0    1    2")
for name in names:
    gains, far = [], []
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
        far.append(float(world.kl(world.log_probs(policy)).data))
        courses.setdefault(name, course)
    row = [f"{x:4.2f}" for x in gains + far]
    print(f"{name:18}", *row[:3], "", *row[3:])
best = Tensor(world.optimum(BETA))
print(f"the optimum        1.00{float(world.kl(best).data):16.2f}")

policy = waiter.untrained_policy()
grpo = algorithm("GRPO as printed", policy, None)
losses = iter(lambda: expected_grpo_loss(world, grpo), None)
for _ in improve(losses, grpo.parameters, 200, 0.1):
    pass
rest = gain(policy)
print(f"GRPO as printed, without any sampling: {rest:.3f}")

draw(courses, rest)
# --8<-- [end:runs]
