"""The world of rare features, and the toy, against sums over all that may happen."""

from itertools import islice, repeat

import numpy as np
import pytest

from lessoncode.model.tensor import Tensor
from lessoncode.worlds.sparse_features import Toy, draws, dropped, outcomes, shared


def test_outcomes_by_hand() -> None:
    x, p = outcomes(2, 0.25)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert p.tolist() == [0.5625, 0.1875, 0.1875, 0.0625]
    assert outcomes(7, 0.03)[1].sum() == pytest.approx(1)


def test_draws_come_as_often_as_said() -> None:
    ((x, p),) = islice(draws(4, 0.1, 50_000, np.random.default_rng(0)), 1)
    np.testing.assert_allclose(x.mean(0), 0.1, atol=0.01)
    assert p.sum() == pytest.approx(1)


def toy(directions: list[list[float]], bias: list[float]) -> Toy:
    return Toy(Tensor(np.array(directions)), Tensor(np.array(bias)))


def test_the_loss_by_hand() -> None:
    # Opposite ends, no bias: wrong only where both are present.
    assert toy([[1], [-1]], [0, 0]).loss(*outcomes(2, 0.1)).data == pytest.approx(2 * 0.01)
    # One dropped, and told as its mean.
    assert toy([[1], [0]], [0, 0.1]).loss(*outcomes(2, 0.1)).data == pytest.approx(dropped(0.1))


@pytest.mark.parametrize("p", [0.5, 0.3, 0.1, 0.02])
def test_shared_is_the_best_at_opposite_ends(p: float) -> None:
    x, weight = outcomes(2, p)
    best = np.inf
    for b in np.linspace(0, 0.5, 501):
        for length in (0.9, 1.0, 1.1):
            w = length * np.sqrt(1 - b)
            told = np.maximum(0, (x @ [w, -w])[:, None] * [w, -w] + b)
            best = min(best, float((weight[:, None] * (told - x) ** 2).sum()))
    assert best == pytest.approx(shared(p), abs=1e-5)


def test_training_reaches_what_is_known() -> None:
    here = Toy.initial(2, 1, np.random.default_rng(0))
    loss = here.train(repeat(outcomes(2, 0.1)), 400, 0.05)
    assert shared(0.1) - 1e-9 <= loss <= 1.03 * shared(0.1)
    np.testing.assert_allclose(here.told(Tensor(np.eye(2))).data, np.eye(2), atol=0.15)


def test_gradients_by_central_differences() -> None:
    here, all_of_it = Toy.initial(4, 2, np.random.default_rng(1)), outcomes(4, 0.2)
    here.bias.data += 0.05
    here.loss(*all_of_it).backward()
    for p in (here.directions, here.bias):
        assert p.grad is not None
        for i in np.ndindex(p.shape):
            kept, losses = p.data[i], []
            for sign in (1, -1):
                p.data[i] = kept + sign * 1e-6
                losses.append(float(here.loss(*all_of_it).data))
            p.data[i] = kept
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(p.grad[i], abs=1e-6)


def test_parts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="n is 40"):
        outcomes(40, 0.1)
    with pytest.raises(ValueError, match=r"bias has the shape \(1,\), not \[2\]"):
        toy([[1], [-1]], [0])  # NumPy would repeat it
    with pytest.raises(ValueError, match=r"directions has the shape \(2,\)"):
        Toy(Tensor(np.ones(2)), Tensor(np.zeros(2)))
    here, (x, p) = toy([[1], [-1]], [0, 0]), outcomes(2, 0.1)
    for bad in (p[:1], p[None], p[0, ...]):
        with pytest.raises(ValueError, match="p has the shape"):
            here.loss(x, bad)
    with pytest.raises(ValueError, match=r"x has the shape \(4, 1\), not \[rows, 2\]"):
        here.loss(x[:, :1], p)
    for sign in (-1, np.nan):
        with pytest.raises(ValueError, match="finite numbers, 0 or more"):
            here.loss(x, sign * p)
    for n in (0, 2):
        with pytest.raises(ValueError, match=f"batches for {n} steps, not for 3"):
            here.train([(x, p)] * n, 3)
    with pytest.raises(ValueError, match="rate is nan"):
        here.train(repeat((x, p)), 3, np.nan)
