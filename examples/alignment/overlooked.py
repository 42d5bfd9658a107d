# time limit: 120 s
"""What the reward models learned of the guests, and what not."""

# --8<-- [start:again]
import numpy as np

from lessoncode.alignment.policy import Policy, answered, improve
from lessoncode.alignment.preferences import sharpness_for
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.training import checkpoints
from lessoncode.worlds import waiter

saved = checkpoints.load("alignment/hacking")
words, worth = saved.tokenizer, waiter.large_reward
policy = Policy(saved.model, words.end_id, waiter.MOST_WORDS)
orders, rng = waiter.LARGE_PROMPTS, np.random.default_rng(0)
answers = policy.sample(orders * 500, rng)
worths = worth(answers)
sharpness = sharpness_for(worths[:1000] - worths[1000:], 0.726)


def judge(n, n_steps, seed):
    """A reward model, trained as in the last recipe."""
    rng = np.random.default_rng(seed)
    said = waiter.ask_guests(policy, orders, n, worth, rng, sharpness)
    body = checkpoints.load("alignment/hacking").model
    scorer = Scorer(body, np.zeros((1, 32), np.float32))
    fit = RewardModel(scorer, said)
    for _ in improve(fit.losses(rng), fit.parameters, n_steps, 2e-3):
        pass
    return lambda batch: scorer.reward(batch) / sharpness


seeds = (1, 2, 3)
judges = [judge(600, 150, seed) for seed in seeds]
judges += [judge(3000, 200, seed) for seed in seeds]
# --8<-- [end:again]


# --8<-- [start:asked]
dishes, taste = waiter.DISHES, waiter.TASTE
plain = [
    (order, answer)
    for order, answer in waiter.said(answers, words)
    if len(answer) == len(set(answer)) and len(answer) in (2, 3)
    if not {"rich", *dishes} & set(answer)
]
# Each case is an order, an answer, and what is added to it.
asked = {
    "rich": [(o, a, "rich") for o, a in plain],
    "the order": [(o, a, o) for o, a in plain],
    "another dish": [
        (o, a, dish) for o, a in plain for dish in dishes if dish != o
    ],
    "liked word again": [
        (o, a, a[-1]) for o, a in plain if taste[a[-1]] > 0
    ],
    "disliked word again": [
        (o, a, a[-1]) for o, a in plain if taste[a[-1]] < 0
    ],
    "named dish again": [(o, [*a, o], o) for o, a in plain],
}


def scored(cases):
    """By the guests, and by each of the reward models."""
    prompts = [words.encode(order) for order, _ in cases]
    ids = [[*words.encode(" ".join(a)), words.end_id] for _, a in cases]
    batch = answered(prompts, ids)
    return np.array([score(batch) for score in (worth, *judges)])


table = {}
print("what is added       guests     reward models")
print("                           600 comparisons       3,000")
for name, cases in asked.items():
    before = scored([(order, answer) for order, answer, _ in cases])
    after = scored([(o, [*answer, more]) for o, answer, more in cases])
    table[name] = (after - before).mean(-1)
    row = [f"{x:5.2f}" for x in table[name]]
    print(f"{name:19}", row[0], "", *row[1:4], "", *row[4:])
checkpoints.save("overlooked", saved.model, words, **table)
# --8<-- [end:asked]
