"""Policies on transformers: what is drawn, what it is worth, and that algorithms change places."""

from collections.abc import Iterator

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
from lessoncode.alignment.ppo import PPO
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
