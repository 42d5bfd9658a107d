# time limit: 120 s
"""A waiter is taught by demonstrations, then by a reward model."""

# --8<-- [start:taught]
import numpy as np

from lessoncode.alignment.policy import Policy, improve
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import waiter

words, orders = waiter.LARGE, waiter.LARGE_PROMPTS
rng = np.random.default_rng(0)
config = Config(
    n_vocab=words.n_vocab,
    n_embd=32,
    n_layer=2,
    n_head=2,
    n_kv_head=2,
    n_hidden=64,
)
model = Transformer.initial(config, rng)
examples = waiter.demonstrations(3000, rng)
batches = row_batches(examples, n_batch=64, rng=rng)
for _ in train(model, batches, n_steps=200, peak=5e-3):
    pass
parameters = model.n_parameters
print(f"{words.n_vocab} words, {parameters:,} parameters")


def copy():
    """The taught waiter, to be changed without changing him."""
    weights = {k: p.data.copy() for k, p in model.parameters.items()}
    return Policy(Transformer(config, weights), words.end_id, 8)


answers = copy().sample(orders * 500, rng)
worths = waiter.large_reward(answers)
spoken = [answer for _, answer in waiter.said(answers, words)]
repeats = np.mean([len(a) > len(set(a)) for a in spoken])
print(f"an answer is worth {worths.mean():.2f} on average")
print(f"{repeats:.2f} of the answers repeat a word")
# --8<-- [end:taught]


# --8<-- [start:judge]
from lessoncode.alignment.preferences import accuracy, sharpness_for
from lessoncode.alignment.rewards import RewardModel, Scorer

margins = worths[:1000] - worths[1000:]  # each two to one order
sharpness = sharpness_for(margins, 0.726)


def compared(n, rng):
    return waiter.ask_guests(
        copy(), orders, n, waiter.large_reward, rng, sharpness
    )


def judge(n_comparisons, n_steps, rng):
    """A reward model, begun as a copy of the waiter himself."""
    scorer = Scorer(copy().model, np.zeros((1, 32), np.float32))
    fit = RewardModel(scorer, compared(n_comparisons, rng))
    for _ in improve(fit.losses(rng), fit.parameters, n_steps, 2e-3):
        pass
    fresh = compared(1000, rng)
    reached = accuracy(scorer.reward(fresh.answers), fresh)
    best = accuracy(waiter.large_reward(fresh.answers), fresh)
    print(f"{n_comparisons:10,} {reached:9.2f} {best:13.2f}")
    return scorer


print("comparisons  accuracy  best possible")
judges = {}
for n_comparisons, n_steps in ((600, 150), (3000, 200)):
    for seed in (1, 2, 3):
        rng = np.random.default_rng(seed)
        judges[n_comparisons, seed] = judge(n_comparisons, n_steps, rng)
# --8<-- [end:judge]


# --8<-- [start:pleased]
from lessoncode.alignment.grpo import GRPO


def measured(policy, scorer, rng):
    """The judge's score, the guests' worth, the divergence."""
    drawn = policy.sample(orders * 50, rng)
    log_p = policy.log_probs(drawn).data
    far = (log_p - policy.reference_log_probs(drawn)).sum(-1).mean()
    worth = waiter.large_reward(drawn).mean()
    return [scorer.reward(drawn).mean(), worth, far]


def please(scorer, beta, seed):
    """150 steps of GRPO, and what they did, every ten steps."""
    policy, rng = copy(), np.random.default_rng(seed)
    grpo = GRPO(
        policy, orders, scorer.reward, beta, n_prompts=4, n_group=16,
        kl_in="reward", by_std=False, by_length=False,
    )
    course = [measured(policy, scorer, rng)]
    steps = improve(grpo.losses(rng), grpo.parameters, 150, 3e-3)
    for step in steps:
        if step.number % 10 == 0:
            course.append(measured(policy, scorer, rng))
    last = policy.sample(orders * 2, rng)
    texts = [" ".join(answer) for _, answer in waiter.said(last, words)]
    return np.array(course), np.array(texts)


arrays = {}
for (n, seed), scorer in judges.items():
    for beta in (0.0, 0.1):
        course, texts = please(scorer, beta, seed)
        course[:, 0] -= course[0, 0]  # only differences count
        arrays[f"{n}/{beta}/{seed}"] = course.astype(np.float32)
        arrays[f"texts/{n}/{beta}/{seed}"] = texts

checkpoints.save("hacking", model, words, **arrays)
# --8<-- [end:pleased]
