"""Policies on transformers: what is drawn, what it is worth, and that algorithms change places."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import (
    Algorithm,
    Policy,
    answered,
    improve,
    prompts_and_answers,
    some_rows,
)
from lessoncode.alignment.ppo import PPO, AsDrawn, clipped_objective, gae
from lessoncode.alignment.preferences import Comparisons
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.layers import log_prob
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.optimizer import AdamW

CONFIG = Config(n_vocab=6, n_embd=16, n_layer=1, n_head=2, n_kv_head=1, n_hidden=24)
PROMPTS = [[1], [2, 3], [4], [5, 5, 1], [3, 2]]


def transformer(seed: int = 0) -> Transformer:
    model = Transformer.initial(CONFIG, np.random.default_rng(seed), np.float64)
    for p in model.parameters.values():
        if p.data.ndim == 2:
            p.data = p.data * 10  # as lively as a trained one
    return model


def policy() -> Policy:
    return Policy(transformer(), 0, 4)


def test_answers_end_at_the_first_end_or_at_the_limit() -> None:
    batch = policy().sample(PROMPTS * 20, np.random.default_rng(1))
    pairs = prompts_and_answers(batch)
    assert [prompt for prompt, _ in pairs] == PROMPTS * 20
    for _, answer in pairs:
        assert 1 <= len(answer) <= 4
        assert 0 not in answer[:-1]
        assert len(answer) == 4 or answer[-1] == 0
    ends = [answer[-1] == 0 for _, answer in pairs]
    assert any(ends) and not all(ends)
    np.testing.assert_array_equal(answered(*zip(*pairs, strict=True)).targets, batch.targets)


def test_log_probs_are_those_of_each_answer_alone() -> None:
    ours = policy()
    batch = ours.sample(PROMPTS * 4, np.random.default_rng(2))
    log_p = ours.log_probs(batch).data
    for row, (prompt, answer) in zip(log_p, prompts_and_answers(batch), strict=True):
        ids = np.array([[*prompt, *answer]])
        alone = log_prob(ours.model(ids[:, :-1]), ids[:, 1:]).data[0, len(prompt) - 1 :]
        where = slice(len(prompt) - 1, len(prompt) - 1 + len(answer))
        np.testing.assert_allclose(row[where], alone, rtol=0, atol=1e-12)
        assert not row[: where.start].any() and not row[where.stop :].any()
    np.testing.assert_array_equal(ours.reference_log_probs(batch), log_p)


def test_rows() -> None:
    batch = answered([[1], [2], [3]], [[4], [5, 0], [0]])
    assert prompts_and_answers(some_rows(batch, np.array([2, 0]))) == [([3], [0]), ([1], [4])]


BATCH = answered([[1], [2]], [[4], [5]])
RNG = np.random.default_rng(0)
NONE = np.zeros((2, 1))


def rewarding(rewards: Array, **how: Any) -> GRPO:
    return GRPO(policy(), PROMPTS, lambda batch: rewards, 0.1, **how)


def ppo(**how: Any) -> PPO:
    return PPO(policy(), PROMPTS, lambda batch: np.ones((64, 1)), 0.1, critic(), **how)


def critic() -> Scorer:
    return Scorer(transformer(), np.zeros((1, CONFIG.n_embd)))


def weighed(weights: Array) -> Tensor:
    return policy().log_probs(BATCH._replace(weights=weights))


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "an end that is no token": (lambda: Policy(transformer(), -1, 4), "end_id is -1"),
    # mypy rejects an id of 1.5; a reader without it gets an error in words
    "an end that never comes": (lambda: Policy(transformer(), 1.5, 4), "end_id is 1.5"),  # type: ignore[arg-type]
    "fewer answers": (lambda: answered([[1], [2]], [[4]]), "2 prompts, 1 answers"),
    "no prompt": (lambda: answered([[], [1]], [[4, 0], [0]]), "a prompt is empty"),
    "no answer": (lambda: answered([[1], [1]], [[4, 0], []]), "an answer is empty"),
    "row -1": (lambda: some_rows(BATCH, np.array([-1])), "rows go from 0 to 1, these go from -1"),
    "truths as rows": (lambda: some_rows(BATCH, np.array([True, False])), "integers, not bool"),
    "rows of rows": (lambda: some_rows(BATCH, np.array([[0]])), r"rows has the shape \(1, 1\)"),
    "the weights of one row": (lambda: weighed(np.ones((1, 1))), r"weights .* not \[2, 1\]"),
    "a weight for a row": (lambda: weighed(np.ones(2)), r"weights has the shape \(2,\)"),
    "a weight of -1": (lambda: weighed(-np.ones((2, 1))), "the least is -1"),
    "a weight of NaN": (lambda: weighed(NONE * np.nan), "the least is nan"),
    "nothing to improve": (lambda: improve([], {}, 20, 0.1), "no parameters to train"),
    "no steps": (lambda: improve([], {"x": Tensor([1.0])}, 0, 0.1), "n_steps is 0"),
    "a negative peak": (lambda: improve([], {"x": Tensor([1.0])}, 20, -1), "peak is -1"),
    "a reward of NaN": (lambda: next(rewarding(np.full(64, np.nan)).losses(RNG)), "NaN or inf"),
    "fewer rewards": (lambda: next(rewarding(np.ones(8)).losses(RNG)), r"\(8,\), not \[64\]"),
    "PPO's rewards": (lambda: next(ppo().losses(RNG)), r"rewards .* \(64, 1\), not \[64\]"),
    "standard deviation, perhaps": (lambda: rewarding(NONE, by_std="no"), "by_std is 'no'"),
    "length, perhaps": (lambda: rewarding(NONE, by_length=None), "by_length is None"),
    "GRPO's advantages": (lambda: rewarding(NONE).loss(BATCH, NONE, NONE), r"\(2, 1\), not \[2\]"),
    "GRPO's log_old": (
        lambda: rewarding(NONE).loss(BATCH, NONE[:1], NONE[:, 0]),
        r"log_old has the shape \(1, 1\), not \[2, 1\]",
    ),
    "log_old for the reward": (
        lambda: rewarding(NONE[:, 0], kl_in="reward").rewards(BATCH, NONE[:1]),
        r"log_old has the shape \(1, 1\), not \[2, 1\]",
    ),
    "PPO's values": (
        lambda: ppo().loss(BATCH, AsDrawn(NONE, NONE[:1], NONE)),
        r"values has the shape \(1, 1\), not \[2, 1\]",
    ),
    "lambda 2": (lambda: gae(NONE, NONE, NONE == 0, 2), "gae_lambda is 2"),
    "rewards in one row": (lambda: gae(NONE[0], NONE[0], NONE[0] == 0, 1), r"rewards .* \(1,\)"),
    "a mask for one row": (lambda: gae(NONE, NONE, NONE[0] == 0, 1), r"mask has the shape \(1,\)"),
    "values for one row": (lambda: gae(NONE, NONE[:1], NONE == 0, 1), r"values .* not \[2, 1\]"),
    "a negative clip": (lambda: clipped_objective(Tensor(NONE), NONE, NONE, -1), "clip is -1"),
    "advantages in a row": (
        lambda: clipped_objective(Tensor(NONE), NONE, NONE[:, 0], 0.2),
        r"advantages has the shape \(2,\), not \[2, 1\]",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    call, message = REFUSED[name]
    with pytest.raises((ValueError, IndexError), match=message):
        call()


def test_rewards_of_whole_numbers() -> None:
    """By hand: A_2 = 1 - 1/4, A_1 = 1 + 1/4 - 1/2 + 3/8."""
    whole = np.array([[1, 1]])
    advantages = gae(whole, np.array([[0.5, 0.25]]), whole > 0, 0.5)
    np.testing.assert_array_equal(advantages, [[1.125, 0.75]])


def test_a_loss_with_an_axis() -> None:
    x = Tensor([2.0])
    assert [step.loss for step in improve([x * x], {"x": x}, 1, 0.1, n_warmup=1)] == [4]


def test_the_reference_stays_where_it_was() -> None:
    """Although an optimizer that was there before it moves the model's arrays in place."""
    model = transformer()
    optimizer = AdamW(model.parameters)
    ours = Policy(model, 0, 4)
    batch = ours.sample(PROMPTS, np.random.default_rng(3))
    before = ours.reference_log_probs(batch)
    for _ in range(3):
        (-ours.log_probs(batch).mean()).backward()
        optimizer.step(0.1)
    np.testing.assert_array_equal(ours.reference_log_probs(batch), before)
    assert np.abs(ours.log_probs(batch).data - before).max() > 0.1


def parameters(ours: Policy) -> dict[str, Tensor]:
    return ours.model.parameters


def test_nothing_to_descend_moves_nothing() -> None:
    ours = policy()
    before = {name: p.data.copy() for name, p in parameters(ours).items()}

    def nothing() -> Tensor:
        first, *others = (p * 0 for p in parameters(ours).values())
        return sum((p.sum() for p in others), start=first.sum())

    losses = (nothing() for _ in range(5))
    steps = list(improve(losses, parameters(ours), 5, 0.1, n_warmup=2))
    assert [step.number for step in steps] == [1, 2, 3, 4, 5]
    for name, p in parameters(ours).items():
        np.testing.assert_array_equal(p.data, before[name])


def test_what_an_earlier_loss_left_moves_nothing() -> None:
    x, y = Tensor([1.0]), Tensor([1.0])
    (x * y).sum().backward()
    list(improve([(x * x).sum()], {"x": x, "y": y}, 1, 0.1, n_warmup=1))
    assert x.data != 1 and y.data == 1


def test_an_infinite_loss_names_its_step_and_changes_nothing() -> None:
    x = Tensor([1.0])

    def losses() -> Iterator[Tensor]:
        yield (x * x).sum()
        before.append(x.data.copy())
        yield (x * np.inf).sum()

    before: list[Array] = []
    with pytest.raises(FloatingPointError, match="step 2: the loss is inf"):
        list(improve(losses(), {"x": x}, 2, 0.1, n_warmup=1))
    np.testing.assert_array_equal(x.data, before[0])


def test_the_first_step_on_a_batch_has_ratio_1() -> None:
    """And so the loss of GRPO is minus the mean advantage, 0, beside k3, 0 at the reference."""
    ours = policy()
    grpo = GRPO(ours, PROMPTS, likes_ones, 0.1, n_prompts=5, n_group=4, n_inner=2)
    losses = grpo.losses(np.random.default_rng(4))
    first, second = (float(loss.data) for loss in (next(losses), next(losses)))
    assert first == second == pytest.approx(0, abs=1e-12)


def likes_ones(batch: Batch) -> Array:
    """The number of ones in an answer."""
    return np.array([float(answer.count(1)) for _, answer in prompts_and_answers(batch)])


@pytest.mark.parametrize("name", ["PPO", "GRPO", "DPO"])
def test_every_algorithm_makes_a_transformer_please(name: str) -> None:
    """The same call for all of them; the reward rises from .6 ones in an answer to above 2."""
    ours, rng = policy(), np.random.default_rng(5)
    before = likes_ones(ours.sample(PROMPTS * 100, rng)).mean()
    pairs = ours.sample(PROMPTS * 200, rng)
    worth = likes_ones(pairs)
    first, second = rng.permutation(1000).reshape(2, 500)
    wins = worth[first] > worth[second]
    differ = worth[first] != worth[second]
    better, worse = np.where(wins, first, second), np.where(wins, second, first)
    comparisons = Comparisons(pairs, better[differ], worse[differ])
    critic = Scorer(transformer(seed=6), np.zeros((1, CONFIG.n_embd)))
    algorithms: dict[str, Algorithm] = {
        "PPO": PPO(ours, PROMPTS, likes_ones, 0.1, critic, n_batch=40),
        "GRPO": GRPO(ours, PROMPTS, likes_ones, 0.1, n_prompts=5, n_group=8),
        "DPO": DPO(ours, comparisons, 0.1),
    }
    algorithm = algorithms[name]
    for _ in improve(algorithm.losses(rng), algorithm.parameters, 60, 0.01):
        pass
    after = likes_ones(ours.sample(PROMPTS * 100, rng)).mean()
    assert before < 1
    assert after > 2
