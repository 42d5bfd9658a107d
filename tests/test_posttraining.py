"""The losses of post-training: committed results of torch, and what happens at their edges."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from posttraining import CASES, N_VOCAB, Given, inputs, run

from lessoncode.alignment.dpo import DPO, dpo_loss, log_ratio
from lessoncode.alignment.grpo import GRPO, group_advantages
from lessoncode.alignment.kl import exact_kl, k1, k3
from lessoncode.alignment.policy import Policy, answered
from lessoncode.alignment.ppo import PPO, clipped_objective, clipped_value_loss, gae
from lessoncode.alignment.preferences import Comparisons, bradley_terry
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch

FIXTURES = np.load(Path(__file__).parent / "fixtures" / "posttraining.npz")


@pytest.mark.parametrize("name", CASES)
def test_loss_equals_torch(name: str) -> None:
    found = run(name, inputs(name, seed=0))
    names = {key.removeprefix(f"{name}/") for key in FIXTURES if key.startswith(f"{name}/")}
    assert found.keys() == names
    for key, value in found.items():
        np.testing.assert_allclose(value, FIXTURES[f"{name}/{key}"], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_part_of_an_answer_has_no_part_in_the_loss(name: str) -> None:
    """To the bit, and even if it is infinite."""
    arrays = inputs(name, seed=1)
    before = run(name, arrays)
    outside = arrays["mask"] == 0
    for key in ("logits", "old", "reference"):
        arrays[key][outside] = -np.inf  # all but one: the log-probability of most is -inf
        arrays[key][outside, 0] = 0
    arrays["targets"][outside] = 1
    for key in ("values", "old values"):
        arrays[key][outside] = np.nan
    last = np.zeros((len(outside), 1), bool)
    with_last = np.hstack([last, arrays["mask"] > 0])
    ends = with_last.shape[1] - 1 - with_last[:, ::-1].argmax(1)
    arrays["hidden"][np.arange(with_last.shape[1]) != ends[:, None]] = 7.0
    after = run(name, arrays)
    for key, value in before.items():
        np.testing.assert_array_equal(after[key], value, err_msg=key)
    for key in ("grad logits", "grad values"):
        if key in after:
            assert not after[key][outside].any()


def policy_of(logits: Array, reference: Array) -> Policy:
    policy = Policy(Given(Tensor(logits)), 0, 4)
    policy.reference = Given(Tensor(reference, requires_grad=False))
    return policy


def two_answers() -> tuple[Batch, Comparisons]:
    """Prompt 3; answers 1 0 and 2."""
    batch = answered([[3], [3]], [[1, 0], [2]])
    return batch, Comparisons(batch, np.array([0]), np.array([1]))


def test_dpo_sums_over_tokens_and_counts_the_end() -> None:
    batch, comparisons = two_answers()
    logits = np.log(np.array([[[1, 4, 2, 1], [5, 1, 1, 1]], [[1, 1, 4, 2], [9, 9, 9, 9]]]) / 8)
    policy = policy_of(logits, np.zeros((2, 2, 4)))
    h = log_ratio(policy, batch)
    np.testing.assert_allclose(h.data, [np.log(4 / 8 * 5 / 8 * 16), np.log(4 / 8 * 4)])
    loss = dpo_loss(h, comparisons, 1.0)  # sigmoid(log a - log b) = a / (a + b)
    np.testing.assert_allclose(loss.data, [-np.log(5 / (5 + 2))])


def test_dpo_with_what_a_policy_never_says() -> None:
    """The worse impossible: nothing left to learn. The better: an infinite loss, a finite slope."""
    batch, comparisons = two_answers()
    for token, expected, slope in ((2, 0.0, 0.0), (1, np.inf, -0.5)):
        logits = np.zeros((2, 2, 4))
        logits[0 if token == 1 else 1, 0, token] = -np.inf
        policy = policy_of(logits, np.zeros((2, 2, 4)))
        with np.errstate(invalid="ignore"):
            h = log_ratio(policy, batch)
            loss = dpo_loss(h, comparisons, 0.5)
            loss.sum().backward()
        np.testing.assert_array_equal(loss.data, [expected])
        assert isinstance(policy.model, Given)
        grad = policy.model.answer.grad
        assert grad is not None
        assert grad[0, 0, 1] == pytest.approx(slope * (1 if token == 1 else 0))


def test_what_the_reference_never_says_is_refused() -> None:
    batch, comparisons = two_answers()
    reference = np.zeros((2, 2, 4))
    reference[1, 0, 2] = -np.inf
    policy = policy_of(np.zeros((2, 2, 4)), reference)
    message = re.escape("the reference gives 1 of these tokens no probability at all")
    with pytest.raises(ValueError, match=message):
        next(DPO(policy, comparisons, 0.1).losses(np.random.default_rng(0)))
    with pytest.raises(ValueError, match=message):
        GRPO(policy, [], lambda _: np.ones(2), 0.1).loss(batch, np.zeros((2, 2)), np.ones(2))


def test_a_row_without_an_answer_is_refused() -> None:
    ids = np.ones((2, 3), int)
    policy = policy_of(np.zeros((2, 3, 4)), np.zeros((2, 3, 4)))
    for weights in (None, np.array([[0, 1, 1], [0, 0, 0]])):
        with pytest.raises(ValueError, match="a row has no answer"):
            policy.log_probs(Batch(ids, ids, weights))


def test_bradley_terry_far_out() -> None:
    margin = Tensor([-np.inf, -800.0, 0.0, 800.0, np.inf])
    loss = bradley_terry(margin)
    np.testing.assert_allclose(loss.data, [np.inf, 800, np.log(2), 0, 0])
    loss.sum().backward()
    assert margin.grad is not None
    np.testing.assert_allclose(margin.grad, [-1, -1, -0.5, 0, 0])


def test_kl_of_what_is_never_said() -> None:
    log_p = np.log(np.array([0.5, 0.5, 1e-300]))
    log_p[2] = -np.inf
    p = Tensor(log_p)
    kl = exact_kl(p, np.log([0.25, 0.5, 0.25]))
    assert float(kl.data) == pytest.approx(0.5 * np.log(2))
    kl.backward()
    assert p.grad is not None and np.isfinite(p.grad).all()
    with np.errstate(divide="ignore"):
        assert float(exact_kl(p, np.log([0.0, 0.5, 0.5])).data) == np.inf


def test_a_group_of_equals_teaches_nothing() -> None:
    """Nor does rounding: rewards that differ in the last bit of a float32 are equal."""
    for size in (1, 4):
        np.testing.assert_array_equal(
            group_advantages(np.full((2, size), 3.3)), np.zeros((2, size))
        )
    rewards = np.array([[1.5, np.nextafter(np.float32(1.5), np.float32(2))]])
    assert np.abs(group_advantages(rewards)).max() < 1e-3
    np.testing.assert_allclose(group_advantages(np.array([[0.0, 0, 1, 1]])), [[-1, -1, 1, 1]], 1e-3)


def test_gae_by_hand() -> None:
    """Two rows that end at different places; what lies behind an end is nothing."""
    rewards = np.array([[0.0, 1, 2], [0, 4, 9]])
    values = np.array([[9.0, 3, 5], [1, 1, 9]])
    mask = np.array([[False, True, True], [True, True, False]])
    half = [[0, (1 + 5 - 3) + 0.5 * (2 - 5), 2 - 5], [(1 - 1) + 0.5 * (4 - 1), 4 - 1, 0]]
    np.testing.assert_allclose(gae(rewards, values, mask, 0.5), half)
    to_the_end = [[0, 1 + 2 - 3, 2 - 5], [4 - 1, 4 - 1, 0]]
    np.testing.assert_allclose(gae(rewards, values, mask, 1.0), to_the_end)


def test_clipping_stops_what_went_far_enough_and_not_what_went_wrong() -> None:
    log_p = Tensor(np.log([1.5, 0.5, 1.5, 0.5, 1.1]))
    advantages = np.array([1.0, 1, -1, -1, 1])
    gain = clipped_objective(log_p, np.zeros(5), advantages, 0.2)
    np.testing.assert_allclose(gain.data, [1.2, 0.5, -1.5, -0.8, 1.1])
    gain.sum().backward()
    assert log_p.grad is not None
    np.testing.assert_allclose(log_p.grad, np.array([0, 0.5, -1.5, 0, 1.1]))
    values = Tensor([2.0, 1.0, 0.0])
    miss = clipped_value_loss(values, np.zeros(3), np.array([3.0, 0.5, -2]), 0.2)
    np.testing.assert_allclose(miss.data, [0.5 * 2.8**2, 0.5 * 0.5**2, 2])
    miss.sum().backward()
    assert values.grad is not None
    np.testing.assert_allclose(values.grad, np.array([0, 0.5, 2]))


def test_an_answer_of_one_token_on_policy() -> None:
    """One answer, the ratio 1: the gradient is A (one-hot - p), and k3 is flat at the reference."""
    batch = answered([[3]], [[0]])
    logits = np.zeros((1, 1, N_VOCAB))
    policy = policy_of(logits, logits)
    grpo = GRPO(policy, [], lambda _: np.ones(1), beta=0.7)
    grpo.loss(batch, policy.log_probs(batch).data, np.array([2.0])).sum().backward()
    assert isinstance(policy.model, Given)
    grad = policy.model.answer.grad
    assert grad is not None
    np.testing.assert_allclose(grad, -2 * (np.eye(N_VOCAB)[0] - 0.2)[None, None])


def test_ppo_counts_the_divergence_before_the_end_of_the_answer() -> None:
    """By hand, for log-ratios a and b: A_1 = r - beta (a + b), A_2 = r - beta b."""
    batch = answered([[3]], [[1, 0]])
    logits = np.log(np.array([[[0.1, 0.4, 0.3, 0.2], [0.7, 0.1, 0.1, 0.1]]]))
    policy = policy_of(logits, np.zeros((1, 2, 4)))
    critic: Any = Given(Tensor(np.zeros((1, 2))))
    ppo = PPO(policy, [], lambda _: np.array([2.0]), 0.5, critic, gae_lambda=1.0)
    a, b = np.log(0.4 * 4), np.log(0.7 * 4)
    expected = [[2 - 0.5 * (a + b), 2 - 0.5 * b]]
    np.testing.assert_allclose(ppo.as_drawn(batch).advantages, expected)


def test_k1_and_k3_have_the_right_sign() -> None:
    """For pi = (3/4, 1/4) and ref = (1/2, 1/2), by hand."""
    p, ref = np.array([0.75, 0.25]), np.array([0.5, 0.5])
    kl = 0.75 * np.log(1.5) + 0.25 * np.log(0.5)
    log_p = Tensor(np.log(p))
    assert (p * k1(log_p, np.log(ref)).data).sum() == pytest.approx(kl)
    assert (p * k3(log_p, np.log(ref)).data).sum() == pytest.approx(kl)
    assert (k3(log_p, np.log(ref)).data > 0).all()


def test_a_divergence_in_no_place_there_is() -> None:
    with pytest.raises(ValueError, match="kl_in is 'rewards'"):
        GRPO(None, [[1]], None, 0.1, kl_in="rewards")  # type: ignore[arg-type]  # a mistake
