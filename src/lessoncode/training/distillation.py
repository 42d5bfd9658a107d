"""Distillation: learn from a teacher's probabilities, not from the one token that came next.

    >>> from lessoncode.model.table import Table
    >>> from lessoncode.training.batches import Batch
    >>> from lessoncode.training.distillation import learn, soft
    >>> lesson = soft(Batch(np.array([[1]]), np.array([[2]])), teacher=Table(np.eye(3)))
    >>> student, rng = Table(np.zeros((3, 3))), np.random.default_rng(0)
    >>> steps = list(learn(student, lesson, n_steps=100, peak=0.1, n_batch=1, rng=rng))

At each position there is a target t for every token of the vocabulary:

    loss = -sum over positions of  weight  sum over tokens  t log p

Hard targets are 1 for the token that came next and 0 for all others; this is the loss of
pre-training. Soft targets are a teacher's probabilities, and the loss is lowest when the student
predicts the same as the teacher. The gradient for each logit is  weight (p - t).

Source: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural Network", arXiv
1503.02531, section 2.

Differs in:
1. The temperature is 1: the targets are the probabilities with which the teacher writes.
2. No hard targets are mixed in.

Checked against: `cross_entropy` where the targets are hard, a hand count, central differences.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lessoncode.model import checks
from lessoncode.model.checks import count, distribution, number, shape
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids, check_ids
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch, normalized, shuffled
from lessoncode.training.loop import Step, descend
from lessoncode.training.optimizer import AdamW, schedule


class Lesson(NamedTuple):
    """Texts with targets: ids [n, n_seq], weights of the same shape.

    The targets are [n, n_seq, n_vocab]; where the weight is 0 they have no part in the loss.
    """

    ids: Ids
    targets: Array
    weights: Array

    def rows(self, which: Ids) -> "Lesson":
        """Some of the texts, with weights that sum to 1.

        Raises IndexError for a text that is not there, and ValueError for no texts, for targets or
        weights of other shapes, and for weights that are all 0, not finite or below 0.
        """
        which = np.asarray(which)
        shape("targets", self.targets, *self.ids.shape, "n_vocab")
        shape("weights", self.weights, *self.ids.shape)
        shape("texts", which, "n")
        count(texts=which.size)
        check_ids("texts", which, len(self.ids))
        return Lesson(self.ids[which], self.targets[which], normalized(self.weights[which]))


def hard(batch: Batch, n_vocab: int) -> Lesson:
    """Targets of 1 for the next token and 0 for others. Raises IndexError for an unknown token."""
    count(n_vocab=n_vocab)
    check_ids("targets", batch.targets, n_vocab)
    targets = np.eye(n_vocab, dtype=np.float32)[batch.targets]
    return Lesson(batch.ids, targets, weights_of(batch))


def soft(batch: Batch, teacher: LanguageModel) -> Lesson:
    """Targets that are a teacher's probabilities at each position.

    The token that came next in the text does not affect them.
    """
    logits = teacher.frozen()(batch.ids).data
    targets = next_token_probabilities(logits).astype(np.float32)
    return Lesson(batch.ids, targets, weights_of(batch))


def weights_of(batch: Batch) -> Array:
    """A batch's weights in float32, or 1 for every position if it has none."""
    if batch.weights is None:
        return np.ones(batch.ids.shape, np.float32)
    return batch.weights.astype(np.float32)


def soft_cross_entropy(logits: Tensor, targets: Array, weights: Array) -> Tensor:
    """The loss of the module's formula, in nats: logits and targets [..., n_vocab] -> one number.

    Raises ValueError unless each position's targets sum to 1 and weights are [...], 0 or more.
    """
    if not logits.shape or not targets.shape == logits.shape == (*weights.shape, logits.shape[-1]):
        message = f"targets {targets.shape} and weights {weights.shape}"
        raise ValueError(f"{message} do not fit logits {logits.shape}")
    distribution(targets)
    checks.not_negative(weights=weights)
    x = logits.data - logits.data.max(-1, keepdims=True)
    total = np.exp(x).sum(-1, keepdims=True)
    log_p = x - np.log(total)
    each = weights[..., None] * targets
    loss = -(each * np.where(each == 0, 0, log_p)).sum()  # 0 times infinity is NaN

    def parent_grads(g: Array) -> tuple[Array]:
        return (g * (weights[..., None] * np.exp(log_p) - each),)

    return Tensor(loss, (logits,), parent_grads)


def learn(
    student: LanguageModel,
    lesson: Lesson,
    n_steps: int,
    peak: float,
    n_batch: int,
    rng: np.random.Generator,
    n_warmup: int = 20,
) -> Iterator[Step]:
    """Train a student on a lesson, each text once an epoch, and yield after every step."""

    def losses() -> Iterator[float]:
        for which in shuffled(len(lesson.ids), n_batch, rng):
            ids, targets, weights = lesson.rows(which)
            loss = soft_cross_entropy(student(ids), targets, weights)
            loss.backward()
            yield float(loss.data)

    number(peak=peak)
    rates = schedule(n_steps, n_warmup, peak, peak / 10)
    yield from descend(losses(), AdamW(student.parameters), rates)
