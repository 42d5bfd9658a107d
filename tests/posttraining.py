"""The losses of post-training on random numbers, for all tests that compare them with torch.

A policy's logits, its reference's and a critic's values are given as arrays, so that nothing but
the loss itself is compared. The policy that drew the answers had other logits than the one whose
loss is taken: ratios leave the interval that PPO and GRPO clip them to.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.dpo import dpo_loss, log_ratio
from lessoncode.alignment.grpo import GRPO, group_advantages
from lessoncode.alignment.kl import k1, k3
from lessoncode.alignment.policy import Policy
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import Comparisons, bradley_terry
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch


class Case(NamedTuple):
    """Which loss, with what settings, on how many answers; a group or a pair has `n_group`."""

    loss: str
    settings: dict[str, Any]
    n_answers: int = 6
    n_group: int = 3
    equal: bool = False  # all rewards of a group alike


CASES = {
    "k1 and k3": Case("kl", {}),
    "dpo": Case("dpo", {"beta": 0.3}),
    "dpo, soft labels": Case("dpo", {"beta": 0.1, "soft": True}),
    "dpo, one pair": Case("dpo", {"beta": 2.0}, n_answers=2),
    "reward model, rankings of 4": Case("reward model", {}, n_answers=8, n_group=4),
    "reward model, soft labels": Case("reward model", {"soft": True}),
    "reward model, one pair": Case("reward model", {}, n_answers=2, n_group=2),
    "grpo as printed": Case("grpo", {"beta": 0.2}),
    "grpo, no divisions": Case("grpo", {"beta": 0.2, "by_std": False, "by_length": False}),
    "grpo, kl in the reward": Case("grpo", {"beta": 0.2, "kl_in": "reward", "by_std": False}),
    "grpo, another clip": Case("grpo", {"beta": 0.04, "clip": 0.05, "by_length": False}),
    "grpo, equal rewards": Case("grpo", {"beta": 0.2}, equal=True),
    "ppo": Case("ppo", {"beta": 0.3}),
    "ppo, lambda 1": Case("ppo", {"beta": 0.3, "gae_lambda": 1.0, "clip": 0.05}),
    "ppo, lambda 0": Case("ppo", {"beta": 1.0, "gae_lambda": 0.0}),
    "ppo, one answer": Case("ppo", {"beta": 0.3}, n_answers=1),
}
N_SEQ, N_VOCAB, N_EMBD = 6, 5, 4


def inputs(name: str, seed: int) -> dict[str, Array]:
    """Random logits, values and rewards, and answers of 1 to 4 tokens behind prompts of 1 or 2."""
    case, rng = CASES[name], np.random.default_rng(seed)
    n = case.n_answers
    shape = (n, N_SEQ, N_VOCAB)
    old = rng.normal(size=shape)
    starts, lengths = rng.integers(0, 2, n), rng.integers(1, 5, n)
    places = np.arange(N_SEQ)
    after, before = places >= starts[:, None], places < (starts + lengths)[:, None]
    rewards = rng.normal(size=n)
    if case.equal:
        rewards[:] = rewards[0]
    pairs = [(i, j) for i in range(n) for j in range(i) if i // case.n_group == j // case.n_group]
    if len(pairs) == 0:
        pairs = [(0, n - 1)]
    better, worse = np.array(pairs).T
    return {
        "logits": old + rng.normal(0, 0.3, shape),
        "old": old,
        "reference": rng.normal(size=shape),
        "targets": rng.integers(N_VOCAB, size=(n, N_SEQ)),
        "mask": (after & before).astype(float),
        "rewards": rewards,
        "values": rng.normal(size=(n, N_SEQ)),
        "old values": rng.normal(size=(n, N_SEQ)),
        "hidden": rng.normal(size=(n, N_SEQ + 1, N_EMBD)),
        "head": rng.normal(size=(1, N_EMBD)),
        "better": better,
        "worse": worse,
        "labels": rng.uniform(size=len(pairs)),
    }


class Given:
    """A model, or a critic, whose answer stands already."""

    def __init__(self, answer: Tensor) -> None:
        self.answer = answer
        self.parameters: dict[str, Tensor] = {}

    def __call__(self, ids: npt.ArrayLike, cache: Any = None, last: bool = False) -> Tensor:
        return self.answer

    def hidden(self, ids: npt.ArrayLike, cache: Any = None) -> Tensor:
        return self.answer

    def frozen(self) -> "Given":
        return self

    def cache(self, batch: int, n_context: int) -> None:
        raise AssertionError("nothing is generated here")


def run(name: str, arrays: dict[str, Array]) -> dict[str, Array]:
    """The loss of each answer or comparison, and the gradients of their mean."""
    case = CASES[name]
    a = arrays
    leaves = {key: Tensor(a[key]) for key in ("logits", "values", "hidden", "head")}
    batch = Batch(np.zeros_like(a["targets"]), a["targets"], a["mask"])
    policy = Policy(Given(Tensor(a["old"])), 0, 4)
    policy.reference = Given(Tensor(a["reference"], requires_grad=False))
    labels = a["labels"] if case.settings.get("soft") else None
    comparisons = Comparisons(batch, a["better"], a["worse"], labels)
    found: dict[str, Array] = {}
    if case.loss == "kl":
        policy.model = Given(leaves["logits"])
        log_p, log_ref = policy.log_probs(batch), policy.reference_log_probs(batch)
        found["k1"] = k1(log_p, log_ref).data
        loss = k3(log_p, log_ref)
    elif case.loss == "dpo":
        policy.model = Given(leaves["logits"])
        loss = dpo_loss(log_ratio(policy, batch), comparisons, case.settings["beta"])
    elif case.loss == "reward model":
        scorer = Scorer(Given(leaves["hidden"]), a["head"])
        scorer.head = leaves["head"]
        scores = scorer.scores(batch)
        found["scores"] = scores.data
        loss = bradley_terry(scores[a["better"]] - scores[a["worse"]], labels)
    elif case.loss == "grpo":
        grpo = GRPO(policy, [], lambda _: a["rewards"], n_group=case.n_group, **case.settings)
        log_old = policy.log_probs(batch).data
        groups = grpo.rewards(batch, log_old).reshape(-1, case.n_group)
        advantages = group_advantages(groups, grpo.by_std).reshape(-1)
        found["advantages"] = advantages
        policy.model = Given(leaves["logits"])
        loss = grpo.loss(batch, log_old, advantages)
    else:
        critic: Any = Given(Tensor(a["old values"]))
        ppo = PPO(policy, [], lambda _: a["rewards"], critic=critic, **case.settings)
        before = ppo.as_drawn(batch)
        found["advantages"] = before.advantages
        policy.model, critic.answer = Given(leaves["logits"]), leaves["values"]
        loss = ppo.loss(batch, before)
    loss.mean().backward()
    grads = {f"grad {key}": leaf.grad for key, leaf in leaves.items() if leaf.grad is not None}
    return {"loss": loss.data, **found, **grads}
