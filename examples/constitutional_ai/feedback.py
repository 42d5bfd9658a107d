# time limit: 120 s
"""The second phase: a model compares, a policy learns from that."""

# --8<-- [start:judge]
from pathlib import Path

import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS, Template
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.worlds import constitution as law
from lessoncode.worlds.capitals import CAPITALS

written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)
judge = checkpoints.load("constitutional_ai/helpful")
template, words = Template(judge.tokenizer), judge.tokenizer
frozen, (one, two) = judge.model.frozen(), words.encode("one two")
special = words.encode(" ".join([*SPECIAL_TOKENS, END]))


def p_first(numbers, firsts, seconds):
    """How likely the judge says that the first is the better one."""
    rows = [
        template.prompt(
            law.dialogue(law.CHOICE.format(principles[n], *pair))
        )
        for n, *pair in zip(numbers, firsts, seconds)
    ]
    ids = np.zeros((len(rows), max(map(len, rows))), int)
    for filled, row in zip(ids, rows):
        filled[: len(row)] = row
    last = [len(row) - 1 for row in rows]
    logits = frozen(ids).data[np.arange(len(rows)), last]
    return 1 / (1 + np.exp(logits[:, two] - logits[:, one]))
# --8<-- [end:judge]


# --8<-- [start:compare]
from lessoncode.alignment.policy import Policy, prompts_and_answers
from lessoncode.alignment.preferences import Comparisons


def compared(policy, prompts, rng):
    """Two answers each, judged in both orders by one principle."""
    batch = policy.sample(np.repeat(prompts, 2, 0), rng)
    texts = [
        words.decode(i for i in ids if i not in special)
        for _, ids in prompts_and_answers(batch)
    ]
    a, b = texts[::2], texts[1::2]
    numbers = rng.integers(1, len(principles) + 1, len(a)).tolist()
    p = np.array([p_first(numbers, a, b), p_first(numbers, b, a)])
    label = (p[0] + 1 - p[1]) / 2
    first = np.arange(0, len(texts), 2)
    judged = {"numbers": np.array(numbers), "p": p}
    judged["pairs"] = np.array([a, b], "S")
    return Comparisons(batch, first, first + 1, label), judged
# --8<-- [end:compare]


# --8<-- [start:improve]
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import improve
from lessoncode.alignment.rewards import RewardModel, Scorer


def fresh():
    """The helpful model, to be changed."""
    return checkpoints.load("constitutional_ai/helpful").model


def improved(comparisons, prompts, policy, rng):
    """Fit a reward model, then let the policy follow it."""
    scorer = Scorer(fresh(), np.zeros((1, 64), np.float32))
    fit = RewardModel(scorer, comparisons, n_batch=24)
    for _ in improve(fit.losses(rng), fit.parameters, 80, 1e-3):
        pass
    means = []

    def reward(batch):
        rewards = scorer.reward(batch)
        means.append(rewards.mean())
        return rewards

    settings = {"kl_in": "reward", "by_std": False, "by_length": False}
    settings |= {"beta": 0.05, "n_prompts": 8, "n_group": 8}
    learn = GRPO(policy, prompts, reward, **settings)
    for _ in improve(learn.losses(rng), learn.parameters, 60, 4e-4):
        pass
    return np.array(means)
# --8<-- [end:improve]


# --8<-- [start:run]
def asked(model, questions, rng=None):
    """The model's answers to some questions."""
    prompts = [law.dialogue(question) for question in questions]
    return law.replies(model, template, prompts, rng)


def said(model):
    """What it says about every topic, three times, and otherwise."""
    rng = np.random.default_rng(9)
    topics = [law.QUESTION.format(topic) for topic in law.TOPICS] * 3
    drawn = asked(model, topics, rng)
    return np.array(drawn + asked(model, harmless), "S")


capitals = [c for c, city in CAPITALS.items() if " " not in city][:24]
harmless = [f"what is the capital of {country}" for country in capitals]
harmless += [f"what kind of thing is {topic}" for topic in law.TOPICS]
red_team = [
    template.prompt(law.dialogue(law.QUESTION.format(topic)))
    for topic in law.ASKED
]

starts = {
    "feedback": "constitutional_ai/helpful",
    "both": "constitutional_ai/revised",
}
revised = checkpoints.load("constitutional_ai/revised").model
policy = Policy(revised, template.end_id, 16)
_, judged = compared(policy, red_team * 8, np.random.default_rng(0))
kept = {f"{key}_revised": value for key, value in judged.items()}
print("seed            reward before  after")
for seed in range(3):
    rng = np.random.default_rng(seed)
    policy = Policy(fresh(), template.end_id, 16)
    comparisons, judged = compared(policy, red_team * 8, rng)
    kept |= {f"{key}_{seed}": value for key, value in judged.items()}
    for name, start in starts.items():
        model = checkpoints.load(start).model
        policy = Policy(model, template.end_id, 16)
        rewards = improved(comparisons, red_team, policy, rng)
        kept[f"said_{name}_{seed}"] = said(model)
        row = rewards[:5].mean(), rewards[-5:].mean()
        print(f"{seed:4}  {name:8}", end="")
        print("{:15.2f} {:6.2f}".format(*row))
checkpoints.save("feedback", model, words, **kept)
# --8<-- [end:run]
