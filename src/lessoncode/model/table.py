"""The plainest language model: for every text a row of its own.

    logits of the token after a text = the row of that text

It shares nothing between texts, so that it can learn nothing about one from another, and any
probabilities at all: what an algorithm does with it is due to the algorithm. A text's row is found
as in a heap:

    row(text and token) = (row(text) + 1) n_vocab + token

so that no two texts share one.

Checked against: every text of three tokens, one by one; and draws.
"""

from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.layers import Ids, check_ids, embedding
from lessoncode.model.tensor import Array, Tensor


class Table:
    """Logits [n_rows, n_vocab]; call it like a `Transformer`."""

    def __init__(self, logits: Array, requires_grad: bool = True) -> None:
        self.logits = Tensor(logits, requires_grad=requires_grad)
        self.parameters = {"logits": self.logits}

    @classmethod
    def initial(
        cls,
        n_vocab: int,
        n_context: int,
        rng: np.random.Generator,
    ) -> Self:
        """Normal logits for all texts of 1 to n_context tokens."""
        n_rows = sum(n_vocab**n for n in range(1, n_context + 1))
        return cls(rng.normal(size=(n_rows, n_vocab)))

    def frozen(self) -> Self:
        """The same logits as constants."""
        twin = copy(self)  # with all that a subclass holds besides
        twin.logits = Tensor(self.logits.data, requires_grad=False)
        twin.parameters = {"logits": twin.logits}
        return twin

    def cache(self, batch: int, n_context: int) -> list[Ids]:
        """The row of each text so far; the empty one has number -1."""
        return [np.full(batch, -1)]

    def __call__(
        self,
        ids: npt.ArrayLike,
        cache: list[Ids] | None = None,
        last: bool = False,
    ) -> Tensor:
        """[batch, n_seq] -> logits [batch, n_seq, n_vocab].

        With `last`, only what comes after the last.
        """
        logits = self.hidden(ids, cache)
        return logits[:, -1:] if last else logits

    def hidden(
        self,
        ids: npt.ArrayLike,
        cache: list[Ids] | None = None,
    ) -> Tensor:
        """The rows, which a critic's head reads as well.

        Raises IndexError for texts longer than there are rows for, and for an id beyond the
        vocabulary.
        """
        ids = np.asarray(ids)
        check_ids("ids", ids, self.logits.shape[1])
        ids = ids.astype(np.int64)  # a place can be larger than an id
        text = cache or self.cache(len(ids), 0)
        places = np.empty_like(ids)
        for t, token in enumerate(ids.T):
            text[0] = (text[0] + 1) * self.logits.shape[1] + token
            places[:, t] = text[0]
        return embedding(self.logits, places)
