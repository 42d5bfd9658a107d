"""Distillation: against the hard loss, a hand count, central differences."""

import math

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch
from lessoncode.training.distillation import Lesson, hard, learn, soft, soft_cross_entropy

RNG = np.random.default_rng(0)


def loss_of(logits: Array, targets: Array, weights: Array) -> float:
    """The loss by its formula, with softmax written out."""
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    return float(-(weights[..., None] * targets * np.log(p)).sum())


def test_by_hand() -> None:
    logits = Tensor(np.log([[[1 / 2, 1 / 4, 1 / 4]]]))
    loss = soft_cross_entropy(logits, np.array([[[0, 1 / 2, 1 / 2]]]), np.array([[2.0]]))
    assert float(loss.data) == pytest.approx(2 * math.log(4))
    loss.backward()
    assert logits.grad is not None
    np.testing.assert_allclose(logits.grad, [[[1, -1 / 2, -1 / 2]]])


def test_hard_targets_make_the_loss_of_pre_training() -> None:
    ids, targets = RNG.integers(5, size=(2, 3, 4))
    weights = RNG.random((3, 4))
    one, two = Tensor(RNG.normal(size=(3, 4, 5))), None
    two = Tensor(one.data.copy())
    lesson = hard(Batch(ids, targets), 5)
    soft_cross_entropy(one, lesson.targets, weights).backward()
    cross_entropy(two, targets, weights).backward()
    assert one.grad is not None and two.grad is not None
    np.testing.assert_allclose(one.grad, two.grad, atol=1e-12)


def test_by_central_differences() -> None:
    logits, targets = RNG.normal(size=(2, 3, 4)), RNG.dirichlet(np.ones(4), size=(2, 3))
    weights = np.array([[1.0, 0.5, 0], [2, 1, 1]])
    found = Tensor(logits)
    soft_cross_entropy(found, targets, weights).backward()
    assert found.grad is not None
    for place in np.ndindex(logits.shape):
        up, down = logits.copy(), logits.copy()
        up[place] += 1e-5
        down[place] -= 1e-5
        slope = (loss_of(up, targets, weights) - loss_of(down, targets, weights)) / 2e-5
        assert found.grad[place] == pytest.approx(slope, abs=1e-8)


def test_large_logits() -> None:
    loss = soft_cross_entropy(
        Tensor([[1000.0, 0.0]]),
        np.array([[1.0, 0.0]]),
        np.ones(1),
    )
    assert float(loss.data) == 0


@pytest.mark.parametrize("shape", [(3, 4), (2, 4), (2, 3, 3)])
def test_targets_of_another_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit logits"):
        soft_cross_entropy(Tensor(np.zeros((2, 3, 4))), np.zeros(shape), np.zeros((2, 3)))


def test_soft_targets_are_what_the_teacher_says() -> None:
    teacher = Table.initial(3, 2, RNG)
    ids = np.array([[0, 1], [2, 2]])
    lesson = soft(Batch(ids, ids), teacher)
    logits = teacher(ids).data
    np.testing.assert_allclose(
        lesson.targets, np.exp(logits) / np.exp(logits).sum(-1, keepdims=True), rtol=1e-6
    )
    assert (lesson.weights == 1).all()


def test_the_weights_of_some_rows() -> None:
    lesson = Lesson(np.zeros((2, 2), int), np.zeros((2, 2, 3)), np.array([[1.0, 3], [0, 0]]))
    assert lesson.rows(np.array([0])).weights.tolist() == [[0.25, 0.75]]
    with pytest.raises(ValueError, match="nothing to learn"):
        lesson.rows(np.array([1]))


def test_a_student_learns_what_its_teacher_says() -> None:
    teacher, student = (Table.initial(3, 2, np.random.default_rng(i)) for i in range(2))
    ids = np.array([[a, b] for a in range(3) for b in range(3)])
    lesson = soft(Batch(ids, ids), teacher)
    steps = list(learn(student, lesson, 400, 0.1, 9, np.random.default_rng(0)))
    assert len(steps) == 400
    said = soft(Batch(ids, ids), student).targets
    np.testing.assert_allclose(said, lesson.targets, atol=0.02)


@pytest.mark.parametrize(
    ("targets", "weight", "message"),
    [
        ([1, 1], 1, "not probabilities: the least is 1, a sum is off by 1"),
        ([-1, 2], 1, "not probabilities"),
        ([math.nan, 1], 1, "not probabilities"),
        ([0.5, 0.5], -1, "weights are finite numbers, 0 or more"),
        ([0.5, 0.5], math.nan, "weights are finite numbers, 0 or more"),
    ],
)
def test_targets_and_weights_that_are_none(
    targets: list[float], weight: float, message: str
) -> None:
    """With targets of another sum, the gradient would be wrong."""
    with pytest.raises(ValueError, match=message):
        soft_cross_entropy(Tensor(np.zeros((1, 2))), np.array([targets]), np.array([weight]))


def test_a_lesson_of_parts_that_do_not_fit() -> None:
    lesson = Lesson(np.zeros((2, 2), int), np.zeros((1, 2, 3)), np.ones((2, 2)))
    with pytest.raises(
        ValueError, match=r"targets has the shape \(1, 2, 3\), not \[2, 2, n_vocab\]"
    ):
        lesson.rows(np.array([1]))
    with pytest.raises(ValueError, match=r"texts has the shape \(1, 1\), not \[n\]"):
        lesson._replace(targets=np.zeros((2, 2, 3))).rows(np.array([[0]]))


def test_no_peak() -> None:
    lesson = Lesson(np.zeros((1, 2), int), np.full((1, 2, 3), 1 / 3), np.ones((1, 2)))
    with pytest.raises(ValueError, match="peak is None"):
        # mypy rejects it; a reader without mypy gets the error
        next(learn(Table(np.zeros((3, 3))), lesson, 50, None, 1, RNG))  # type: ignore[arg-type]
