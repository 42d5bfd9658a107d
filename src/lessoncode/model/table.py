"""The simplest language model: every text has a row of logits of its own.

    >>> from lessoncode.model.table import Table
    >>> table = Table.initial(n_vocab=3, n_context=2, rng=np.random.default_rng(0))
    >>> table([[1, 2]]), len(table.logits.data)
    (Tensor of shape (1, 2, 3), 12)

It shares nothing between texts: what it learns about one text changes no other, and it can hold
any probabilities at all. Whatever an algorithm does with it is due to the algorithm. Rows are
numbered as in a heap, where no two texts share one:

    row(text and token) = (row(text) + 1) n_vocab + token

Checked against: every text of three tokens, one by one; and draws.
"""

import math
from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import as_many, count, shape
from lessoncode.model.layers import Ids, check_ids, embedding, id_rows
from lessoncode.model.tensor import Array, Tensor


class Table:
    """Logits [n_rows, n_vocab], a row for each text; call it like a `Transformer`.

    Raises ValueError for logits of another shape.
    """

    def __init__(self, logits: Array, requires_grad: bool = True) -> None:
        self.logits = Tensor(logits, requires_grad=requires_grad)
        shape("logits", self.logits.data, "n_rows", "n_vocab")
        self.parameters = {"logits": self.logits}

    @classmethod
    def initial(cls, n_vocab: int, n_context: int, rng: np.random.Generator) -> Self:
        """A table of standard normal logits for all texts of 1 to n_context tokens.

        Raises ValueError if there are too many.
        """
        count(n_vocab=n_vocab, n_context=n_context)
        if n_context * math.log(n_vocab + 1) > 20:  # about 5e8 texts
            message = f"n_vocab is {n_vocab} and n_context {n_context}"
            raise ValueError(f"{message}: a table cannot hold so many texts")
        n_rows = sum(n_vocab**n for n in range(1, n_context + 1))
        return cls(rng.normal(size=(n_rows, n_vocab)))

    def frozen(self) -> Self:
        """A table with the same logits as constants: what it computes keeps no tape."""
        twin = copy(self)  # with what a subclass adds
        twin.logits = Tensor(self.logits.data, requires_grad=False)
        twin.parameters = {"logits": twin.logits}
        return twin

    def cache(self, batch: int, n_context: int) -> list[Ids]:
        """A cache for texts that are still empty: the row of each, -1, in one array [batch]."""
        return [np.full(batch, -1)]

    def __call__(
        self, ids: npt.ArrayLike, cache: list[Ids] | None = None, last: bool = False
    ) -> Tensor:
        """The logits after each id: [batch, n_seq] -> [batch, n_seq, n_vocab].

        With `last`, only those after the last id: [batch, 1, n_vocab].
        """
        logits = self.hidden(ids, cache)
        return logits[:, -1:] if last else logits

    def hidden(self, ids: npt.ArrayLike, cache: list[Ids] | None = None) -> Tensor:
        """The logits, which a critic's head reads too: [batch, n_seq] -> [batch, n_seq, n_vocab].

        Raises IndexError for a text that is too long for the table, and for an id beyond the
        vocabulary; ValueError if the cache is for another number of texts.
        """
        ids = id_rows(ids)
        check_ids("ids", ids, self.logits.shape[1])
        ids = ids.astype(np.int64)  # a row's number may need more bits
        text = cache or self.cache(len(ids), 0)
        as_many(texts=ids, cached=text[0])
        places = np.empty_like(ids)
        for t, token in enumerate(ids.T):
            text[0] = (text[0] + 1) * self.logits.shape[1] + token
            places[:, t] = text[0]
        check_ids("rows (longer texts have larger ones)", places, len(self.logits.data))
        return embedding(self.logits, places)
