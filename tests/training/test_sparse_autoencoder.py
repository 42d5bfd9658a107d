"""The sparse autoencoder: by hand, by central differences, and in a world that is known."""

import numpy as np
import pytest

from lessoncode.model.tensor import Array, Tensor
from lessoncode.training.sparse_autoencoder import SparseAutoencoder, found, unit_rows


def by_hand() -> SparseAutoencoder:
    """Two units along the axes; the second needs more than 1 to be on."""
    axes = np.eye(2)
    bias = np.array([0.0, -1.0])
    return SparseAutoencoder(
        Tensor(axes), Tensor(bias), Tensor(axes.copy()), Tensor(np.array([1.0, 0.0]))
    )


def test_numbers_by_hand() -> None:
    units, x = by_hand(), np.array([[3.0, 4.0], [0.0, 0.5]])
    assert units.units(x).tolist() == [[2, 3], [0, 0]]
    assert units.rebuilt(x).tolist() == [[3, 3], [1, 0]]
    # Squares of what is left: 1, and 1 + 1/4. On in all: 5, and 0.
    assert units.loss(x, 2.0).data == pytest.approx((1 + 1.25 + 2 * 5) / 2)


@pytest.mark.parametrize("seed", range(3))
def test_gradients_by_central_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(9, 3))
    units = SparseAutoencoder.initial(x, 5, rng)
    for p in units.parameters.values():
        p.data += 0.3 * rng.normal(size=p.shape)
    units.loss(x, 0.7).backward()
    step = 1e-6
    for p in units.parameters.values():
        assert p.grad is not None
        grad = p.grad.copy()
        for i in np.ndindex(p.shape):
            kept = p.data[i]
            losses = []
            for sign in (1, -1):
                p.data[i] = kept + sign * step
                losses.append(float(units.loss(x, 0.7).data))
            p.data[i] = kept
            assert (losses[0] - losses[1]) / (2 * step) == pytest.approx(grad[i], abs=1e-6)


def sums(truth: Array, rng: np.random.Generator) -> Array:
    """Vectors in which a few of the true directions are present."""
    on = rng.random((4000, len(truth))) < 0.1
    x: Array = on @ truth
    return x


def test_it_finds_known_directions_and_random_ones_are_none() -> None:
    rng = np.random.default_rng(0)
    truth = unit_rows(rng.normal(size=(10, 6)))
    x = sums(truth, rng)
    units = SparseAutoencoder.initial(x, 20, rng)
    before = found(truth, units.decoder.data)
    units.train(x, 0.5, rng, n_steps=400, rate=0.02)
    after = found(truth, units.decoder.data)
    assert before.mean() <= 0.3
    assert after.mean() >= 0.9
    np.testing.assert_allclose(np.linalg.norm(units.decoder.data, axis=1), 1)


def test_numbers_stay_as_they_came() -> None:
    rng = np.random.default_rng(0)
    x = sums(np.eye(3), rng).astype(np.float32)
    units = SparseAutoencoder.initial(x, 4, rng)
    units.train(x, 0.5, rng, n_steps=2)
    assert {p.data.dtype for p in units.parameters.values()} == {np.dtype(np.float32)}


def test_found_by_angles() -> None:
    turned = np.array([[np.cos(a), np.sin(a)] for a in (0.1, 2.0)])
    assert found(np.array([[5.0, 0.0], [0.0, 1.0]]), turned).tolist() == [True, True]
    assert found(np.eye(2), turned, at_least=0.95).tolist() == [True, False]
    assert found(-np.eye(2), turned).tolist() == [False, False]


@pytest.mark.parametrize(
    ("part", "shape"),
    [
        ("encoder", (3, 2)),
        ("encoder", (2, 3)),
        ("bias", (1, 2)),
        ("decoder", (2,)),
        ("centre", (1,)),
    ],
)
def test_parts_that_do_not_fit(part: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="has the shape"):
        SparseAutoencoder(**by_hand().parameters | {part: Tensor(np.ones(shape))})


@pytest.mark.parametrize("shape", [(4, 1), (4, 3), (2,), (1, 4, 2)])
def test_vectors_of_another_length(shape: tuple[int, ...]) -> None:
    """A single column would be taken for both."""
    units, x = by_hand(), np.ones(shape)
    for call in (
        lambda: units.units(x),
        lambda: units.rebuilt(x),
        lambda: units.loss(x, 1.0),
        lambda: units.train(x, 0.1, np.random.default_rng(0), 3),
    ):
        with pytest.raises(ValueError, match=rf"x has the shape \({str(shape)[1:-1]}\), not \[n, "):
            call()


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_vectors_that_are_not_finite(number: float) -> None:
    """It is not due to the learning rate."""
    x, rng = np.array([[1.0, number]]), np.random.default_rng(0)
    with pytest.raises(ValueError, match="x: a number is NaN or infinite"):
        SparseAutoencoder.initial(x, 2, rng)
    with pytest.raises(ValueError, match="x: a number is NaN or infinite"):
        by_hand().train(x, 0.1, rng, 3)
    with pytest.raises(ValueError, match="truth: a number is NaN or infinite"):
        found(x, np.eye(2))
    with pytest.raises(ValueError, match="directions: a number is NaN or infinite"):
        found(np.eye(2), x)


@pytest.mark.parametrize("number", [-1.0, np.nan])
def test_a_penalty_or_rate_that_is_none(number: float) -> None:
    units, x, rng = by_hand(), np.eye(2), np.random.default_rng(0)
    with pytest.raises(ValueError, match=f"penalty is {number}"):
        units.loss(x, number)
    with pytest.raises(ValueError, match=f"penalty is {number}"):
        units.train(x, number, rng, 3)
    with pytest.raises(ValueError, match=f"rate is {number}"):
        units.train(x, 0.1, rng, 3, rate=number)


def test_directions_that_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match=r"directions has the shape \(3, 3\), not \[n, 2\]"):
        found(np.eye(2), np.eye(3))
    for at_least in (np.nan, 2):
        with pytest.raises(
            ValueError, match=f"at_least is {at_least}: give a finite number, -1 to"
        ):
            found(np.eye(2), np.eye(2), at_least)
