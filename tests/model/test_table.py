"""The table of logits: what it cannot hold is refused."""

import numpy as np
import pytest

from lessoncode.model.table import Table
from lessoncode.model.tensor import Array

TABLE = Table(np.arange(36.0).reshape(12, 3))  # all texts of one or two of 3 tokens


def test_rows_are_those_of_a_heap() -> None:
    """Texts of one token have the rows 0 to 2, and those after token i begin at 3 (i + 1)."""
    assert TABLE([[1, 2]]).data[0, :, 0].tolist() == [3 * 1, 3 * (3 * 2 + 2)]
    cache = TABLE.cache(2, 2)
    TABLE([[1], [0]], cache)
    assert TABLE([[2], [1]], cache).data[:, 0, 0].tolist() == [3 * 8, 3 * 4]


def test_a_text_that_is_too_long_is_named_as_such() -> None:
    message = "longer texts have larger ones.* go from 0 to 11, these go from 1 to 27"
    with pytest.raises(IndexError, match=message):
        TABLE([[1, 2, 0]])


@pytest.mark.parametrize("logits", [np.zeros(3), np.array(1.0), np.zeros((1, 2, 3))])
def test_logits_are_rows(logits: Array) -> None:
    with pytest.raises(ValueError, match=r"logits has the shape .*, not \[n_rows, n_vocab\]"):
        Table(logits)


def test_a_cache_is_for_as_many_texts() -> None:
    """One text would be continued by two."""
    with pytest.raises(ValueError, match="these are 2 texts, 1 cached"):
        TABLE([[1], [2]], TABLE.cache(1, 2))


@pytest.mark.parametrize(("n_vocab", "n_context"), [(3, 10**9), (1, 10**9), (10**9, 1)])
def test_what_no_memory_holds_is_refused(n_vocab: int, n_context: int) -> None:
    with pytest.raises(ValueError, match="a table cannot hold so many texts"):
        Table.initial(n_vocab, n_context, np.random.default_rng(0))
