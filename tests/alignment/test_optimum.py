"""Worlds whose answers are all listed: exact gradients, draws that agree with them, and runs.

Where something is drawn: t is how far the mean of the draws is from what it should be, in standard
errors. If it is right, |t| exceeds 5 less often than once in a million.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice, product
from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.grpo import GRPO, group_advantages
from lessoncode.alignment.kl import exact_kl, k1, k3
from lessoncode.alignment.optimum import (
    Enumeration,
    expected_advantages,
    expected_dpo_loss,
    expected_grpo_loss,
    expected_ppo_loss,
)
from lessoncode.alignment.policy import Policy, answered, improve, prompts_and_answers
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import Comparisons, judged, preference
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.layers import log_prob
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch

BETA = 0.5
PROMPTS = [[1], [2], [3]]


@cache
def worth(prompt: tuple[int, ...], answer: tuple[int, ...]) -> float:
    """A reward of 0, 1, 2 or 3 that follows no rule."""
    return float(np.random.default_rng([*prompt, 9, *answer]).integers(4))


def reward(batch: Batch) -> Array:
    return np.array([worth(tuple(p), tuple(a)) for p, a in prompts_and_answers(batch)])


def small(moved: float = 0.5) -> tuple[Policy, Enumeration]:
    """Three words, answers of up to two: 13. The policy has left its reference already."""
    rng = np.random.default_rng(0)
    table = Table.initial(4, 3, rng)
    policy = Policy(table, 0, 2)
    table.logits.data = table.logits.data + moved * rng.normal(size=table.logits.shape)
    return policy, Enumeration(policy, PROMPTS, reward, 4)


def large() -> tuple[Policy, Enumeration]:
    """Five words, answers of up to three: 156 to each of three prompts."""
    policy = Policy(Table.initial(6, 3, np.random.default_rng(0)), 0, 3)
    return policy, Enumeration(policy, PROMPTS, reward, 6)


def critic(n_vocab: int, n_context: int = 3) -> Scorer:
    rng = np.random.default_rng(1)
    return Scorer(Table.initial(n_vocab, n_context, rng), rng.normal(size=(1, n_vocab)))


def gradient(loss: Tensor, parameters: Mapping[str, Tensor]) -> Array:
    loss.backward()
    return np.concatenate([p.grad.ravel() for p in parameters.values() if p.grad is not None])


def transformer_policy() -> Policy:
    config = Config(n_vocab=4, n_embd=8, n_layer=1, n_head=2, n_kv_head=1, n_hidden=12)
    model = Transformer.initial(config, np.random.default_rng(0), np.float64)
    for p in model.parameters.values():
        p.data = p.data * (20 if p.data.ndim == 2 else 1)
    return Policy(model, 0, 2)


@pytest.mark.parametrize("policy", [small()[0], transformer_policy()])
def test_every_answer_is_listed_and_drawn_as_often_as_it_should_be(policy: Policy) -> None:
    """13 answers to each of three prompts; a chi-square test on 20,000 draws of each."""
    n_vocab = 4
    world = Enumeration(policy, PROMPTS, reward, n_vocab)
    assert len(set(world.answers)) == len(world.answers) == 1 + 3 + 9
    p = np.exp(world.log_probs(policy).data)
    np.testing.assert_allclose(p.sum(-1), 1, rtol=0, atol=1e-12)
    n = 20_000
    batch = policy.sample(PROMPTS * n, np.random.default_rng(1))
    places = {answer: i for i, answer in enumerate(world.answers)}
    counts = np.zeros(world.shape)
    for prompt, answer in prompts_and_answers(batch):
        counts[prompt[0] - 1, places[tuple(answer)]] += 1
    often = n * p > 5
    chi2 = ((counts - n * p) ** 2 / (n * p))[often].sum()
    degrees = often.sum() - 3
    assert abs(chi2 - degrees) < 5 * np.sqrt(2 * degrees)


def test_a_table_shares_nothing_and_a_cache_changes_nothing() -> None:
    table = Table(np.arange(84.0 * 4).reshape(84, 4))
    texts = np.array(list(product(range(4), repeat=3)))
    logits = table(texts).data
    rows = {tuple(row) for row in logits.reshape(-1, 4)}
    assert len(rows) == 4 + 16 + 64
    cached = table.cache(64, 3)
    parts = [table(texts[:, :2], cached).data, table(texts[:, 2:], cached).data]
    np.testing.assert_array_equal(np.concatenate(parts, 1), logits)


def test_the_optimum_cannot_be_improved() -> None:
    """J there is beta log Z; the gradient is 0; whatever is added to its logits, J falls."""
    policy, world = small()
    best = world.optimum(BETA)
    z = (np.exp(world.log_ref) * np.exp(world.rewards / BETA)).sum(-1)
    top = float(world.objective(Tensor(best), BETA).data)
    assert top == pytest.approx(BETA * np.log(z).mean(), abs=1e-12)
    rng = np.random.default_rng(2)
    for _ in range(100):
        other = best + 0.1 * rng.normal(size=best.shape)
        other -= np.log(np.exp(other).sum(-1, keepdims=True))
        assert float(world.objective(Tensor(other), BETA).data) < top
    flat = world.objective(world.log_probs(at_optimum(policy, world)), BETA)
    np.testing.assert_allclose(gradient(flat, policy.model.parameters), 0, atol=1e-12)


def at_optimum(policy: Policy, world: Enumeration) -> Policy:
    """Give a table the optimum's probabilities: those of an answer's parts are sums."""
    assert isinstance(policy.model, Table)
    logits = policy.model.logits.data
    for prompt, row in zip(PROMPTS, np.exp(world.optimum(BETA)), strict=True):
        for length in range(policy.n_tokens):
            for begun in product(range(1, logits.shape[1]), repeat=length):
                place = -1
                for token in (*prompt, *begun):
                    place = (place + 1) * logits.shape[1] + token
                for token in range(logits.shape[1]):
                    start = (*begun, token)
                    fits = [a[: length + 1] == start for a in world.answers]
                    logits[place, token] = np.log(row[fits].sum())
    np.testing.assert_allclose(world.log_probs(policy).data, world.optimum(BETA), atol=1e-12)
    return policy


def test_k1_and_k3_average_to_the_divergence() -> None:
    """Over all answers, token by token; and KL itself is a plain sum."""
    policy, world = small()
    log_p, log_ref = policy.log_probs(world.batch), policy.reference_log_probs(world.batch)
    p = np.exp(log_p.data.sum(-1)).reshape(world.shape)
    ref = np.exp(log_ref.sum(-1)).reshape(world.shape)
    kl = (p * np.log(p / ref)).sum(-1).mean()
    assert kl > 0.1
    assert float(world.kl(world.log_probs(policy)).data) == pytest.approx(kl, abs=1e-12)
    for estimate in (k1(log_p, log_ref), k3(log_p, log_ref)):
        mean = (p * estimate.data.sum(-1).reshape(world.shape)).sum(-1).mean()
        assert mean == pytest.approx(kl, abs=1e-12)


def test_k3_as_a_loss_pulls_as_the_other_divergence() -> None:
    """The gradient of KL(ref || pi), token by token, wherever the policy comes: by enumeration."""
    policy, world = small()
    log_p, log_ref = policy.log_probs(world.batch), policy.reference_log_probs(world.batch)
    p = np.exp(log_p.data.sum(-1)).reshape(world.shape)
    pull = gradient(world.expected(k3(log_p, log_ref).sum(-1), np.log(p)), policy.model.parameters)
    model, total = policy.model, Tensor(0.0)
    for prompt, row in zip(PROMPTS, p, strict=True):
        for begun in [(), (1,), (2,), (3,)]:
            reached = sum(
                q for q, a in zip(row, world.answers, strict=True) if a[: len(begun)] == begun
            )
            ids = np.repeat([[*prompt, *begun]], 4, 0)
            targets = np.hstack([ids[:, 1:], np.arange(4)[:, None]])
            here = log_prob(model(ids), targets)[:, -1]
            there = log_prob(policy.reference(ids), targets)[:, -1].data
            total = total + ((there - here) * np.exp(there)).sum() * (reached / 3)
    np.testing.assert_allclose(pull, gradient(total, model.parameters), atol=1e-12)


@pytest.mark.parametrize("gae_lambda", [1.0, 0.95])
def test_ppo_descends_j(gae_lambda: float) -> None:
    """With lambda 1 whatever the critic says; with another, if what it says is true."""
    policy, world = small()
    ppo = PPO(policy, PROMPTS, reward, BETA, critic(4), gae_lambda=gae_lambda)
    if gae_lambda < 1:
        tell_the_truth(ppo, world)
    own = gradient(expected_ppo_loss(world, ppo), policy.model.parameters)
    j = gradient(world.objective(world.log_probs(policy), BETA), policy.model.parameters)
    assert np.abs(j).max() > 0.1
    np.testing.assert_allclose(own, -j, rtol=0, atol=1e-12)


def tell_the_truth(ppo: PPO, world: Enumeration) -> None:
    """Make the critic exact: after each beginning, the mean of what is still to come."""
    n_vocab = 4
    values = np.zeros((4 + 16 + 64, n_vocab))
    log_p = ppo.policy.log_probs(world.batch).data
    ratio = log_p - ppo.policy.reference_log_probs(world.batch)
    p = np.exp(log_p.sum(-1))
    rows = [(*prompt, *answer) for prompt, answer in prompts_and_answers(world.batch)]
    for begun in {row[:n] for row in rows for n in (1, 2)}:
        fits = np.array([row[: len(begun)] == begun for row in rows])
        to_come = world.rewards.ravel() - BETA * ratio[:, len(begun) - 1 :].sum(-1)
        place = -1
        for token in begun:
            place = (place + 1) * n_vocab + token
        values[place, 0] = (p * to_come)[fits].sum() / p[fits].sum()
    assert isinstance(ppo.critic.body, Table)
    ppo.critic.body.logits.data = values
    ppo.critic.head.data = np.eye(n_vocab)[:1]


def test_grpo_with_the_divergence_in_the_reward_descends_j() -> None:
    """Without the divisions, and times (G - 1) / G: an answer is part of its own baseline."""
    policy, world = small()
    for n_group in (2, 8):
        settings: dict[str, Any] = {"kl_in": "reward", "by_std": False, "by_length": False}
        grpo = GRPO(policy, PROMPTS, reward, BETA, n_group=n_group, **settings)
        own = gradient(expected_grpo_loss(world, grpo), policy.model.parameters)
        j = gradient(world.objective(world.log_probs(policy), BETA), policy.model.parameters)
        np.testing.assert_allclose(own, -j * (n_group - 1) / n_group, rtol=0, atol=1e-12)


@pytest.mark.parametrize("by_std", [True, False])
def test_expected_advantages_are_the_mean_over_all_groups(by_std: bool) -> None:
    """Five answers, groups of four: 625 groups, one by one."""
    rewards, p = np.array([0.0, 2, 1, 2, 0]), np.array([0.1, 0.2, 0.3, 0.15, 0.25])
    total = np.zeros(5)
    for group in product(range(5), repeat=4):
        advantage = group_advantages(rewards[list(group)], by_std)[0]
        total[group[0]] += p[list(group[1:])].prod() * advantage
    np.testing.assert_allclose(expected_advantages(rewards, p, 4, by_std), total, atol=1e-12)
    assert not expected_advantages(rewards, p, 1, by_std).any()


def test_advantages_in_large_groups() -> None:
    """By hand, for a right answer: k of the other 29 are right, too, with k from a coin."""
    total, n = 0.0, 30
    for k in range(n):
        right = (k + 1) / n
        total += math.comb(n - 1, k) / 2**29 * (1 - right) / (np.sqrt(right * (1 - right)) + 1e-4)
    found = expected_advantages(np.array([0.0, 1]), np.array([0.5, 0.5]), n, True)
    np.testing.assert_allclose(found, [-total, total])


@pytest.mark.parametrize(
    ("rewards", "p", "n_group", "message"),
    [
        (np.arange(50.0), np.full(50, 0.02), 8, "50 different rewards in groups of 8 are too many"),
        (np.ones(2), np.full(2, 0.5), 171, "1 different rewards in groups of 171 are too many"),
        (np.ones(2), np.full(2, 0.5), 0, "n_group is 0"),
        (np.ones(2), np.full(2, 0.5), -1, "n_group is -1"),
        (np.ones(2), np.full(2, 5.0), 2, "not probabilities"),
        (np.ones(3), np.full(2, 0.5), 2, r"p has the shape \(2,\), not \[3\]"),
        (np.ones((1, 2)), np.full(2, 0.5), 2, r"rewards has the shape \(1, 2\)"),
    ],
)
def test_groups_that_cannot_be_listed(rewards: Array, p: Array, n_group: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        expected_advantages(rewards, p, n_group, True)


def test_what_is_never_drawn_costs_nothing() -> None:
    """Three answers, of probability 0, 1/4 and 3/4; the first would cost infinitely much."""
    policy = Policy(Table(np.zeros((12, 3))), 0, 1)
    world = Enumeration(policy, [[1]], lambda batch: np.zeros(3), 3)
    losses, log_p = Tensor([np.inf, 4.0, 8.0]), np.array([[-np.inf, np.log(0.25), np.log(0.75)]])
    mean = world.expected(losses, log_p)
    assert mean.data == pytest.approx(7)
    np.testing.assert_allclose(mean.gradients()[losses], [0, 0.25, 0.75])


def nothing(batch: Batch) -> Array:
    return np.zeros(len(batch.ids))


ANY = Tensor(np.full((3, 13), -np.log(13)))
WORLDS: dict[str, tuple[Callable[[Policy, Enumeration], Any], str]] = {
    "no tokens": (lambda p, _: Enumeration(p, PROMPTS, nothing, -1), "n_vocab is -1"),
    "no prompts": (lambda p, _: Enumeration(p, [], nothing, 4), "prompts is 0"),
    "too many tokens": (
        lambda p, _: Enumeration(Policy(p.model, 0, 9), PROMPTS, nothing, 30),
        "answers of up to 9 of 30 tokens are more than 100,000",
    ),
    "answers without an end": (
        lambda p, _: Enumeration(Policy(p.model, 0, 10**9), PROMPTS, nothing, 1),
        "answers of up to 1000000000 of 1 tokens are more than 100,000",
    ),
    "a reward of NaN": (
        lambda p, _: Enumeration(p, PROMPTS, lambda batch: nothing(batch) * np.nan, 4),
        "rewards: a number is NaN",
    ),
    "too few rewards": (
        lambda p, _: Enumeration(p, PROMPTS, lambda batch: np.zeros(13), 4),
        r"rewards has the shape \(13,\), not \[39\]",
    ),
    "a beta of 0": (lambda _, w: w.optimum(0), "beta is 0"),
    "a beta that is too small": (lambda _, w: w.optimum(1e-320), "rewards_by_beta: a number is"),
    "a negative beta": (lambda _, w: w.objective(ANY, -1), "beta is -1"),
    "DPO's negative beta": (
        lambda p, w: expected_dpo_loss(w, p, -1, np.full((3, 13, 13), 0.5)),
        "beta is -1",
    ),
    "DPO's labels for one prompt": (
        lambda p, w: expected_dpo_loss(w, p, 1, np.full((13, 13), 0.5)),
        r"p has the shape \(13, 13\), not \[3, 13, 13\]",
    ),
    "the answers to one prompt": (lambda _, w: w.reward(ANY[0]), r"log_p has the shape \(13,\)"),
    "their divergence": (lambda _, w: w.kl(ANY[0]), r"log_p has the shape \(13,\), not \[3, 13\]"),
    "too few losses": (lambda _, w: w.expected(ANY[0], ANY.data), r"losses .* not \[39\]"),
    "one log_p": (lambda _, w: w.expected(ANY.reshape(39), ANY.data[0]), "log_p has the shape"),
    "k1 of two batches": (lambda _, w: k1(ANY, w.log_ref[0]), r"log_ref has the shape \(13,\)"),
    "k3 of two batches": (
        lambda _, w: k3(ANY, w.log_ref[:2]),
        r"log_ref .* \(2, 13\), not \[3, 13",
    ),
    "the divergence of logits": (lambda _, w: exact_kl(-ANY, w.log_ref), "have the sum 169, not 1"),
    "the divergence of no answers": (
        lambda _, w: exact_kl(ANY[:, :0], w.log_ref[:, :0]),
        r"log_p has the shape \(3, 0\), not \[..., n_answers\]",
    ),
    "a group of nobody": (lambda *_: group_advantages(np.zeros((2, 0))), r"not \[..., G\]"),
    "a reward alone": (lambda *_: group_advantages(np.array(1.0)), r"not \[..., G\]"),
}


@pytest.mark.parametrize("name", WORLDS)
def test_worlds_that_cannot_be(name: str) -> None:
    call, message = WORLDS[name]
    with pytest.raises(ValueError, match=message), np.errstate(over="ignore"):
        call(*small())


@pytest.mark.parametrize("by_std", [True, False])
@pytest.mark.parametrize("by_length", [True, False])
def test_grpo_as_printed_against_all_its_groups(by_std: bool, by_length: bool) -> None:
    """13 answers, groups of three, one prompt: the loss of each of 2,197 groups, as it is run."""
    policy, _ = small()
    world = Enumeration(policy, [[2]], reward, 4)
    grpo = GRPO(policy, [[2]], reward, 0.3, n_group=3, by_std=by_std, by_length=by_length)
    own = gradient(expected_grpo_loss(world, grpo), policy.model.parameters)
    groups = np.array(list(product(range(13), repeat=3)))
    p = np.exp(world.log_probs(policy).data[0])[groups].prod(-1)
    batch = answered([[2]] * groups.size, [world.answers[i] for i in groups.ravel()])
    advantages = group_advantages(reward(batch).reshape(-1, 3), by_std).ravel()
    losses = grpo.loss(batch, policy.log_probs(batch).data, advantages)
    mean = (losses.reshape(-1, 3).mean(-1) * p).sum()
    np.testing.assert_allclose(own, gradient(mean, policy.model.parameters), rtol=0, atol=1e-12)


def t_values(
    losses: Iterable[Tensor], exact: Tensor, parameters: Mapping[str, Tensor], n: int
) -> tuple[Array, float]:
    """How far the mean gradient of n losses is from the exact one, along 10 random directions.

    And along the exact one, how far it is from 0: whether the draws could tell at all.
    """
    truth = gradient(exact, parameters)
    directions = np.random.default_rng(3).normal(size=(10, len(truth)))
    directions = np.vstack([truth, directions]) / np.linalg.norm(truth)
    draws = np.array([directions @ gradient(loss, parameters) for loss in islice(losses, n)])
    error = draws.std(0, ddof=1) / np.sqrt(n)
    t = (draws.mean(0) - directions @ truth) / error
    return t, float(draws[:, 0].mean() / error[0])


GRPO_FORMS: dict[str, dict[str, Any]] = {
    "as printed": {},
    "no divisions": {"by_std": False, "by_length": False},
    "in the reward": {"kl_in": "reward", "by_std": False, "by_length": False},
}


@pytest.mark.parametrize("form", GRPO_FORMS)
def test_grpo_draws_agree_with_the_exact_gradient(form: str) -> None:
    policy, world = small()
    settings = GRPO_FORMS[form]
    grpo = GRPO(policy, PROMPTS, reward, BETA, n_prompts=3, n_group=4, **settings)
    losses = grpo.losses(np.random.default_rng(4))
    t, signal = t_values(losses, expected_grpo_loss(world, grpo), grpo.parameters, 1000)
    assert np.abs(t).max() < 5
    assert signal > 10


def test_ppo_draws_agree_with_the_exact_gradient() -> None:
    """Of policy and critic, although the critic is wrong and lambda not 1."""
    policy, world = small()
    ppo = PPO(policy, PROMPTS, reward, BETA, critic(4), n_batch=12, n_inner=1)
    losses = ppo.losses(np.random.default_rng(5))
    t, signal = t_values(losses, expected_ppo_loss(world, ppo), ppo.parameters, 1000)
    assert np.abs(t).max() < 5
    assert signal > 10


def test_dpo_draws_agree_with_the_exact_gradient() -> None:
    policy, world = small()
    rng = np.random.default_rng(6)
    fresh = (next(DPO(policy, comparisons, BETA, 24).losses(rng)) for comparisons in drawn(24, rng))
    p = preference(world.rewards[:, :, None] - world.rewards[:, None, :])
    exact = expected_dpo_loss(world, policy, BETA, p)
    t, signal = t_values(fresh, exact, policy.model.parameters, 1000)
    assert np.abs(t).max() < 5
    assert signal > 10


def drawn(n: int, rng: np.random.Generator) -> Iterable[Comparisons]:
    """For ever: n pairs of answers by the reference of `small`, compared with Bradley and Terry."""
    reference = Policy(small()[0].reference, 0, 2)
    while True:
        yield compared(reference, n, rng)


def compared(reference: Policy, n: int, rng: np.random.Generator) -> Comparisons:
    """n / 3 pairs for each prompt."""
    batch = reference.sample([prompt for prompt in PROMPTS for _ in range(2 * n // 3)], rng)
    first, second = np.arange(2 * n).reshape(-1, 2).T
    worths = reward(batch)
    return judged(batch, first, second, preference(worths[first] - worths[second]), rng)


def j_of(policy: Policy, world: Enumeration) -> float:
    return float(world.objective(world.log_probs(policy), BETA).data)


def descend(loss: Callable[[], Tensor], parameters: Mapping[str, Tensor], n_steps: int) -> float:
    """The length of the last gradient: at a fixed point it is 0."""
    return list(improve(iter(loss, None), parameters, n_steps, 0.1))[-1].norm


Made = tuple[Callable[[], Tensor], Mapping[str, Tensor]]


def rest(make: Callable[[Policy], Made], policy: Policy, world: Enumeration) -> float:
    """J at the fixed point of a mean loss, as a share of the optimum's gain over the reference."""
    loss, parameters = make(policy)
    assert descend(loss, parameters, 600) < 1e-3
    return share_of_gain(policy, world)


def share_of_gain(policy: Policy, world: Enumeration) -> float:
    top = float(world.objective(Tensor(world.optimum(BETA)), BETA).data)
    start = float(world.objective(Tensor(world.log_ref), BETA).data)
    return (j_of(policy, world) - start) / (top - start)


def ppo_on(world: Enumeration) -> Callable[[Policy], Made]:
    def make(policy: Policy) -> Made:
        ppo = PPO(policy, PROMPTS, reward, BETA, critic(4))
        return lambda: expected_ppo_loss(world, ppo), ppo.parameters

    return make


def grpo_on(world: Enumeration, form: str, n_group: int) -> Callable[[Policy], Made]:
    def make(policy: Policy) -> Made:
        settings = GRPO_FORMS[form]
        grpo = GRPO(policy, PROMPTS, reward, BETA, n_group=n_group, **settings)
        return lambda: expected_grpo_loss(world, grpo), grpo.parameters

    return make


def dpo_on(world: Enumeration, p: Array) -> Callable[[Policy], Made]:
    return lambda policy: (
        lambda: expected_dpo_loss(world, policy, BETA, p),
        policy.model.parameters,
    )


def test_who_rests_at_the_optimum() -> None:
    """PPO, DPO, GRPO with the divergence in the reward. Not GRPO as printed, nor flipped labels."""
    _, world = small()
    margins = world.rewards[:, :, None] - world.rewards[:, None, :]
    for make in (
        ppo_on(world),
        grpo_on(world, "in the reward", 4),
        dpo_on(world, preference(margins)),
    ):
        assert rest(make, small()[0], world) == pytest.approx(1, abs=1e-5)
    for make in (
        grpo_on(world, "as printed", 4),
        grpo_on(world, "no divisions", 4),
        dpo_on(world, 0.5 + 0.3 * np.sign(margins)),  # a fifth of the labels is wrong
    ):
        assert 0.5 < rest(make, small()[0], world) < 0.99


@pytest.mark.parametrize("name", ["PPO", "GRPO in the reward", "GRPO as printed"])
def test_runs_end_within_3_percent_of_their_own_fixed_point(name: str) -> None:
    policy, world = large()
    own = 1.0
    if name == "PPO":
        ppo = PPO(policy, PROMPTS, reward, BETA, critic(6), n_batch=192, n_inner=2)
        losses, parameters = ppo.losses(np.random.default_rng(7)), ppo.parameters
    else:
        form = name.removeprefix("GRPO ")
        if form == "as printed":
            own = rest(grpo_on(world, form, 16), large()[0], world)
        settings = GRPO_FORMS[form]
        grpo = GRPO(policy, PROMPTS, reward, BETA, n_prompts=6, n_group=16, **settings)
        losses, parameters = grpo.losses(np.random.default_rng(7)), grpo.parameters
    for _ in improve(losses, parameters, 600, 0.05 if name == "PPO" else 0.1):
        pass
    assert own - 0.03 * own < share_of_gain(policy, world) < own + 0.03 * own


def test_dpo_ends_within_10_percent_of_the_optimum() -> None:
    """From 30,000 comparisons that are Bradley and Terry's."""
    policy, world = large()
    rng = np.random.default_rng(8)
    comparisons = compared(policy, 30_000, rng)
    dpo = DPO(policy, comparisons, BETA, n_batch=256)
    for _ in improve(dpo.losses(rng), dpo.parameters, 300, 0.05):
        pass
    assert 0.9 < share_of_gain(policy, world) <= 1
