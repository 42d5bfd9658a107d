"""A reward model: a transformer that ends in one number instead of logits.

    >>> from lessoncode.alignment.policy import answered
    >>> from lessoncode.alignment.rewards import Scorer
    >>> from lessoncode.model.table import Table
    >>> scorer = Scorer(Table(np.tile(np.eye(3), (4, 1))), head=np.array([[0.0, 2.0, 1.0]]))
    >>> scorer.reward(answered([[0], [0]], [[1], [2]]))  # of two answers to one prompt
    array([2., 1.])

h_t is the vector that the head of a language model would read at token t:

    value(x, y_1 ... y_t) = w . h_t

A reward model uses the value after the last token, the reward of the whole answer, and is fitted to
comparisons (see `preferences`). PPO's critic uses earlier values to predict what is still to come.

Source: Ouyang et al. 2022, arXiv 2203.02155, section 3.5: the final unembedding layer is removed
and the output is a scalar; the value function of PPO is initialised from the reward model.

Differs in: Rewards are not shifted to a mean of 0: PPO's critic learns the mean, GRPO subtracts it.

Checked against: torch, and TRL's `RewardTrainer`, in float64; a known worth that is recovered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lessoncode.alignment.policy import answer_mask
from lessoncode.alignment.preferences import Comparisons, bradley_terry, comparison_batches, rows_of
from lessoncode.model.checks import count, shape
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import linear
from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.batches import Batch


class Scorer:
    """A model with a head of one row: call it to get a value for each token.

    With zeros as the `head` [1, n_embd], every value is 0. The body's own head is not used. Raises
    ValueError for a head of another shape.
    """

    def __init__(self, body: LanguageModel, head: Array) -> None:
        self.body, self.head = body, Tensor(head)
        shape("head", self.head.data, 1, "n_embd")
        self.parameters = {**body.parameters, "score": self.head}

    def __call__(self, ids: npt.ArrayLike) -> Tensor:
        """The value after each token: ids [batch, n_seq] -> [batch, n_seq]."""
        values = linear(self.body.hidden(ids), self.head)
        return values.reshape(*values.shape[:-1])

    def scores(self, batch: Batch) -> Tensor:
        """The value after the last token of each answer, with a tape: -> [batch]."""
        mask = answer_mask(batch)
        # [batch, n_seq] -> [batch, n_seq + 1]: with the last token
        ids = np.concatenate([batch.ids[:, :1], batch.targets], 1)
        last = mask.shape[1] - mask[:, ::-1].argmax(-1)
        return self(ids)[np.arange(len(ids)), last]

    def reward(self, batch: Batch) -> Array:
        """The value after the last token of each answer, to train a policy on: -> [batch]."""
        return self.scores(batch).data


@dataclass(frozen=True)
class RewardModel:
    """An algorithm that fits a scorer to comparisons, `n_batch` of them a step.

    Raises as `rows_of` does, and ValueError for an `n_batch` below 1.
    """

    scorer: Scorer
    comparisons: Comparisons
    n_batch: int = 64

    def __post_init__(self) -> None:
        count(n_batch=self.n_batch)
        rows_of(self.comparisons)

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """The parameters of the scorer, which `improve` changes."""
        return self.scorer.parameters

    def losses(self, rng: np.random.Generator) -> Iterator[Tensor]:
        """Yield the mean loss of each batch of comparisons, endlessly."""
        comparisons = self.comparisons
        for some in comparison_batches(comparisons, self.n_batch, rng):
            answers, better, worse, p = some
            s = self.scorer.scores(answers)
            yield bradley_terry(s[better] - s[worse], p).mean()
