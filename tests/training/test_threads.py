"""However many threads share a step, and whatever was made first, the step is the same."""

from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.training.optimizer import AdamW
from lessoncode.training.threads import Threads

CONFIG = Config(n_vocab=7, n_embd=8, n_layer=1, n_head=2, n_kv_head=1, n_hidden=12)
BATCH = Batch(*np.random.default_rng(3).integers(7, size=(2, 4, 5)))


def model(kind: type[Transformer] = Transformer) -> Transformer:
    return kind.initial(CONFIG, np.random.default_rng(1), np.float64)


def by_hand(model: Transformer, batch: Batch) -> dict[str, Array]:
    """The gradients of the mean loss, from one backward."""
    cross_entropy(model(batch.ids), batch.targets).backward()
    return {name: np.array(p.grad) for name, p in model.parameters.items()}


def assert_gradients(model: Transformer, expected: dict[str, Array]) -> None:
    for name, grad in expected.items():
        found = model.parameters[name].grad
        assert found is not None
        np.testing.assert_allclose(found, grad, rtol=0, atol=1e-12, err_msg=name)


class Scaled(Transformer):
    """What it keeps beside config and parameters has part in the loss."""

    scale = 1.0

    def __call__(self, *args: object, **how: object) -> Tensor:
        return super().__call__(*args, **how) * self.scale  # type: ignore[arg-type]  # passed on untyped


class Shifted(Transformer):
    """A parameter that it reaches by an attribute of its own."""

    def __init__(self, *args: object, **how: object) -> None:
        super().__init__(*args, **how)  # type: ignore[arg-type]  # passed on untyped
        self.shift = self.parameters["shift"] = Tensor(np.zeros(7))

    def __call__(self, *args: object, **how: object) -> Tensor:
        return super().__call__(*args, **how) + self.shift  # type: ignore[arg-type]  # passed on untyped


@pytest.mark.parametrize("n_threads", [1, 2, 3, 9])
def test_what_a_subclass_keeps_is_kept(n_threads: int) -> None:
    scaled, shifted = model(Scaled), model(Shifted)
    assert isinstance(scaled, Scaled)
    scaled.scale = 3.0
    for ours in (scaled, shifted):
        expected = by_hand(ours, BATCH)
        with Threads(ours, n_threads) as threads:
            threads.backward(BATCH)
        assert_gradients(ours, expected)


@pytest.mark.parametrize("n_threads", [1, 2])
def test_a_table_is_a_model_too(n_threads: int) -> None:
    table = Table.initial(7, 5, np.random.default_rng(0))
    cross_entropy(table(BATCH.ids), BATCH.targets).backward()
    expected = np.array(table.logits.grad)
    with Threads(table, n_threads) as threads:
        threads.backward(BATCH)
    assert table.logits.grad is not None
    np.testing.assert_allclose(table.logits.grad, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("n_threads", [1, 2])
def test_the_order_of_calls_does_not_matter(n_threads: int) -> None:
    """An optimizer, threads and a frozen model, made in any order, know the same arrays."""
    ends = []
    for order in permutations(("optimizer", "threads", "frozen")):
        ours = model()
        for what in order:
            if what == "optimizer":
                optimizer = AdamW(ours.parameters)
            elif what == "threads":
                threads = Threads(ours, n_threads)
            else:
                frozen = ours.frozen()
        AdamW(ours.parameters)  # another one takes nothing away
        with threads:
            losses = []
            for _ in range(3):
                losses.append(threads.backward(BATCH))
                optimizer.step(0.01)
        assert losses[2] < losses[1] < losses[0]
        np.testing.assert_array_equal(frozen(BATCH.ids).data, ours(BATCH.ids).data)
        ends.append(np.concatenate([p.data.ravel() for p in ours.parameters.values()]))
    for end in ends[1:]:
        np.testing.assert_array_equal(end, ends[0])


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("when", ["first", "after the optimizer", "after the threads", "later"])
def test_what_requires_no_gradient_stays(n_threads: int, when: str) -> None:
    ours = model()
    fixed = ours.parameters["layers.0.down"]
    fixed.requires_grad = when != "first"
    optimizer = AdamW(ours.parameters)
    fixed.requires_grad &= when != "after the optimizer"
    with Threads(ours, n_threads) as threads:
        fixed.requires_grad &= when != "after the threads"
        if when == "later":
            threads.backward(BATCH)
            optimizer.step(0.05)
            fixed.requires_grad = False
        before = {name: p.data.copy() for name, p in ours.parameters.items()}
        for _ in range(3):
            threads.backward(BATCH)
            assert fixed.grad is None
            optimizer.step(0.05)
    for name, p in ours.parameters.items():
        assert (p is fixed) == np.array_equal(p.data, before[name]), name


class Sometimes(Transformer):
    """Its shift has part in the loss of some batches only."""

    def __init__(self, *args: object, **how: object) -> None:
        super().__init__(*args, **how)  # type: ignore[arg-type]  # passed on untyped
        self.parameters["shift"] = Tensor(np.zeros(7))

    def __call__(self, ids: npt.ArrayLike, *args: object, **how: object) -> Tensor:
        logits = super().__call__(ids, *args, **how)  # type: ignore[arg-type]  # passed on untyped
        return logits + self.parameters["shift"] if (np.asarray(ids) == 6).any() else logits


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("row", [0, 3])
def test_a_parameter_that_has_no_part_in_a_loss(n_threads: int, row: int) -> None:
    """It gets a gradient from the threads that met it, and none from a step before."""
    ours = model(Sometimes)
    ids = np.minimum(BATCH.ids, 5)
    ids[row, 0] = 6
    shift = ours.parameters["shift"]
    n = 4 // n_threads  # the rows of a thread
    met = slice(row // n * n, row // n * n + n)
    expected = by_hand(ours, Batch(ids[met], BATCH.targets[met]))["shift"] / n_threads
    with Threads(ours, n_threads) as threads:
        threads.backward(Batch(ids, BATCH.targets))
        assert shift.grad is not None
        np.testing.assert_allclose(shift.grad, expected, rtol=0, atol=1e-12)
        threads.backward(Batch(np.minimum(ids, 5), BATCH.targets))
        assert shift.grad is None


def test_an_error_in_a_thread_reaches_the_caller() -> None:
    ids = np.array([[1], [99]])
    with Threads(model(), 2) as threads, pytest.raises(IndexError, match="ids go from 0 to 6"):
        threads.backward(Batch(ids, ids))


@pytest.mark.parametrize("n_threads", [0, -1])
def test_at_least_one_thread(n_threads: int) -> None:
    with pytest.raises(ValueError, match=f"n_threads is {n_threads}: give a whole number"):
        Threads(model(), n_threads)


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("shape", [(0, 5), (4, 0)])
def test_nothing_to_read(n_threads: int, shape: tuple[int, int]) -> None:
    ids = np.zeros(shape, int)
    with (
        Threads(model(), n_threads) as threads,
        pytest.raises(ValueError, match=rf"a batch of shape \({shape[0]}, {shape[1]}\) has no"),
    ):
        threads.backward(Batch(ids, ids))


@pytest.mark.parametrize("n_threads", [1, 2])
def test_nothing_to_learn(n_threads: int) -> None:
    batch = BATCH._replace(weights=np.zeros(BATCH.ids.shape))
    with (
        Threads(model(), n_threads) as threads,
        pytest.raises(ValueError, match="all weights of the batch are 0"),
    ):
        threads.backward(batch)


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("weight", [-1, np.nan])
def test_weights_that_are_none(n_threads: int, weight: float) -> None:
    weights = np.ones(BATCH.ids.shape)
    weights[1, 2] = weight
    with (
        Threads(model(), n_threads) as threads,
        pytest.raises(ValueError, match=f"the least weight is {weight}"),
    ):
        threads.backward(BATCH._replace(weights=weights))


@pytest.mark.parametrize("n_threads", [1, 2])
@pytest.mark.parametrize("part", ["targets", "weights"])
def test_parts_of_different_shapes(n_threads: int, part: str) -> None:
    with (
        Threads(model(), n_threads) as threads,
        pytest.raises(ValueError, match=rf"{part} has the shape \(3, 5\), not \[4, 5\]"),
    ):
        threads.backward(BATCH._replace(**{part: BATCH.targets[:3]}))
