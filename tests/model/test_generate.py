"""Drawing tokens: against all sequences of a tiny model, counted one by one, without a cache."""

import math
from collections.abc import Sequence
from itertools import product
from typing import Any, cast

import numpy as np
import pytest
from models import CASES, make

from lessoncode.model.generate import generate, generate_answers, generate_batch
from lessoncode.model.sampling import GREEDY, Sampling, draw, next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer

N_VOCAB, N_TOKENS, N_DRAWS = 3, 4, 20_000
PROMPT = [0, 2, 1]


SETTINGS = {
    "as it is": Sampling(),
    "cooler": Sampling(temperature=0.7),
    "hotter": Sampling(temperature=1.5),
    "top k": Sampling(top_k=2),
    "top p": Sampling(top_p=0.8),
    "all three": Sampling(temperature=2.0, top_k=2, top_p=0.65),
}


def tiny() -> Transformer:
    """Logits that differ from context to context, by about 1."""
    config = Config(N_VOCAB, 8, 2, 2, 1, 8)
    rng = np.random.default_rng(11)
    shapes = config.shapes().items()
    weights = {
        name: rng.normal(1 if name.endswith("norm") else 0, 0.4, shape) for name, shape in shapes
    }
    return Transformer(config, weights)


def plain_probabilities(logits: Sequence[float], how: Sampling) -> list[float]:
    """The definition of the three settings, with lists."""
    weights = [math.exp(x / how.temperature) for x in logits]
    ids = sorted(range(len(weights)), key=lambda i: (-weights[i], i))[: how.top_k]
    if how.top_p is not None:
        total, mass, nucleus = sum(weights[i] for i in ids), 0.0, []
        for i in ids:
            nucleus.append(i)
            mass += weights[i] / total
            if mass >= how.top_p:
                break
        ids = nucleus
    total = sum(weights[i] for i in ids)
    return [weights[i] / total if i in ids else 0.0 for i in range(len(weights))]


def exact(how: Sampling) -> Array:
    """The probability of every continuation of the prompt: [N_VOCAB] * N_TOKENS."""
    model, probabilities = tiny(), np.ones([N_VOCAB] * N_TOKENS)
    for ids in product(range(N_VOCAB), repeat=N_TOKENS):
        logits = model([PROMPT + list(ids)]).data[0, len(PROMPT) - 1 :]
        for row, token in zip(logits, ids, strict=False):
            probabilities[ids] *= plain_probabilities(row.tolist(), how)[token]
    return probabilities


def counts(how: Sampling) -> Array:
    """How often each continuation was drawn."""
    rng = np.random.default_rng(5)
    drawn = generate_batch(tiny(), [PROMPT] * N_DRAWS, N_TOKENS, rng, how)
    found = np.zeros([N_VOCAB] * N_TOKENS, int)
    np.add.at(found, tuple(drawn.T), 1)
    return found


def chi_square_tail(x: float, freedom: int) -> float:
    """How likely chi-square exceeds x: that of 1 or 2, then two degrees of freedom at a time."""
    tail = math.erfc(math.sqrt(x / 2)) if freedom % 2 else 0.0
    for k in range(freedom % 2, freedom, 2):
        tail += math.exp(-x / 2 + k / 2 * math.log(x / 2) - math.lgamma(k / 2 + 1))
    return tail


def fit(found: Array, probabilities: Array) -> float:
    """How likely counts at least as far off are, if the probabilities are right."""
    possible = probabilities > 0
    if found[~possible].any():
        return 0.0
    expected = found.sum() * probabilities[possible]
    assert expected.size > 1 and expected.min() >= 5  # else chi-square is no good approximation
    x = float(((found[possible] - expected) ** 2 / expected).sum())
    return chi_square_tail(x, expected.size - 1)


@pytest.mark.parametrize(
    ("x", "freedom", "tail"),
    [(3.841, 1, 0.05), (18.307, 10, 0.05), (24.725, 11, 0.01), (54.052, 26, 0.001)],
)
def test_tail_equals_a_printed_table(x: float, freedom: int, tail: float) -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.4."""
    assert chi_square_tail(x, freedom) == pytest.approx(tail, rel=1e-3)


@pytest.mark.parametrize("name", SETTINGS)
def test_sequences_come_as_often_as_they_should(name: str) -> None:
    """And the test would notice: it refuses the exact probabilities of all other settings."""
    found = counts(SETTINGS[name])
    for other, how in SETTINGS.items():
        likely = fit(found, exact(how))
        assert likely > 1e-4 if other == name else likely < 1e-12, other


@pytest.mark.parametrize("name", SETTINGS)
def test_one_prompt_draws_by_the_inverse_of_the_sums(name: str) -> None:
    """Token by token with the same random numbers, by hand and without a cache."""
    how, model = SETTINGS[name], tiny()
    rng, ids = np.random.default_rng(3), list(PROMPT)
    for _ in range(50):
        p = plain_probabilities(model([ids]).data[0, -1].tolist(), how)
        u = rng.random()
        ids.append(next(i for i in range(N_VOCAB) if sum(p[: i + 1]) > u))
    drawn = list(generate(model, PROMPT, 50, np.random.default_rng(3), how))
    assert drawn == ids[len(PROMPT) :]
    assert all(type(token) is int for token in drawn)
    batch = generate_batch(model, [PROMPT], 50, np.random.default_rng(3), how)
    assert batch.tolist() == [drawn]


@pytest.mark.parametrize("name", CASES)
def test_greedy_needs_no_cache_and_no_rng(name: str) -> None:
    model, ids, _, _ = make(name)
    grown = ids
    for _ in range(6):
        best = model(grown).data[:, -1].argmax(-1)
        grown = np.concatenate([grown, best[:, None]], axis=1)
    expected = grown[:, ids.shape[1] :]
    rng = np.random.default_rng(0)
    drawn = generate_batch(model, ids, 6, rng, sampling=GREEDY)
    np.testing.assert_array_equal(drawn, expected)
    assert rng.random() == np.random.default_rng(0).random()  # it was not used
    for prompt, row in zip(ids.tolist(), expected.tolist(), strict=True):
        assert list(generate(model, prompt, 6, sampling=GREEDY)) == row


def test_draws_only_what_is_asked_for() -> None:
    rng, other = np.random.default_rng(1), np.random.default_rng(1)
    next(generate(tiny(), PROMPT, 4, rng))
    other.random()
    assert rng.random() == other.random()


def test_stop() -> None:
    def both(stop: int | None) -> tuple[Array, list[int]]:
        prompts, rng = [PROMPT] * 30, np.random.default_rng(2)
        batch = generate_batch(tiny(), prompts, 8, rng, stop=stop)
        return batch, list(generate(tiny(), PROMPT, 8, np.random.default_rng(2), stop=stop))

    (free, free_one), (batch, one) = both(None), both(2)
    assert free.shape == batch.shape == (30, 8)
    lengths = []
    for row, stopped in zip(free.tolist(), batch.tolist(), strict=True):
        end = row.index(2) if 2 in row else 8
        lengths.append(end)
        assert stopped == row[:end] + [2] * (8 - end)
    assert len(set(lengths)) > 3
    assert 2 in free_one and one == free_one[: free_one.index(2)]


def test_batch_ends_when_all_rows_have() -> None:
    rng, other = np.random.default_rng(4), np.random.default_rng(4)
    drawn = generate_batch(tiny(), [PROMPT] * 5, 500, rng, stop=1)
    n_steps = max(row.index(1) for row in drawn.tolist()) + 1
    assert n_steps < 500
    other.random(5 * n_steps)
    assert rng.random() == other.random()


class Fixed:
    """Random numbers that are known."""

    def __init__(self, *numbers: float) -> None:
        self.numbers = numbers

    def random(self, shape: tuple[int, ...]) -> Array:
        return np.array(self.numbers).reshape(shape)


def test_draw_at_the_edges() -> None:
    last = 1 - 2**-53  # the largest number that `random` returns
    numbers = [0.0, 0.4999, 0.5, 0.75, last]
    p = np.tile([0.0, 0.5, 0.0, 0.25, 0.25, 0.0], (5, 1))
    rng = cast(np.random.Generator, Fixed(*numbers))
    assert draw(p, rng).tolist() == [1, 1, 3, 4, 4]
    thirds = np.array([[0.1] * 10 + [0.0]])  # their sum so far ends below 1
    assert thirds.cumsum()[-1] < 1
    assert draw(thirds, cast(np.random.Generator, Fixed(last))).tolist() == [9]


def test_probabilities_by_hand() -> None:
    logits = np.log([0.1, 0.4, 0.2, 0.3]).astype(np.float32)

    def check(expected: list[float], how: Sampling) -> None:
        p = next_token_probabilities(logits, how)
        assert p.dtype == np.float64
        np.testing.assert_allclose(p, expected, atol=1e-7)

    check([0.1, 0.4, 0.2, 0.3], Sampling())
    check([1 / 30, 16 / 30, 4 / 30, 9 / 30], Sampling(temperature=0.5))
    check([0, 1, 0, 0], Sampling(temperature=0))
    check([0, 4 / 7, 0, 3 / 7], Sampling(top_k=2))
    check([0.1, 0.4, 0.2, 0.3], Sampling(top_k=9))
    check([0, 1, 0, 0], Sampling(top_p=0.39))
    check([0, 4 / 7, 0, 3 / 7], Sampling(top_p=0.69))
    check([0, 4 / 9, 2 / 9, 3 / 9], Sampling(top_p=0.71))
    check([0.1, 0.4, 0.2, 0.3], Sampling(top_p=1))
    check([0, 4 / 7, 0, 3 / 7], Sampling(top_k=3, top_p=0.77))  # 7 / 9 of the three
    check([0, 16 / 29, 4 / 29, 9 / 29], Sampling(0.5, 3, 0.9))


def test_top_p_of_1_keeps_what_no_sum_can_show() -> None:
    p = next_token_probabilities([0.0, -50.0], Sampling(top_p=1))
    assert p[1] == pytest.approx(math.exp(-50), abs=0)


def test_of_the_tied_the_lowest_ids_stay() -> None:
    for how in (Sampling(temperature=0), Sampling(top_k=1), Sampling(top_p=0.2)):
        p = next_token_probabilities([0.0, 2.0, 2.0, 2.0], how)
        assert p.tolist() == [0, 1, 0, 0]


def test_large_logits_do_not_overflow() -> None:
    p = next_token_probabilities([[1000.0, 999.0, -1000.0], [-np.inf, 0.0, 0.0]], Sampling(0.5))
    e = math.exp(-2)
    np.testing.assert_allclose(p, [[1 / (1 + e), e / (1 + e), 0], [0, 0.5, 0.5]])


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"temperature": -1}, "temperature is -1: give a finite number, 0 or more"),
        ({"temperature": math.nan}, "temperature is nan"),
        ({"temperature": "x"}, "temperature is 'x'"),
        ({"top_k": 0}, "top_k is 0: give a whole number, 1 or more"),
        ({"top_k": 2.5}, r"top_k is 2\.5"),
        ({"top_k": True}, "top_k is True"),
        ({"top_p": 0}, "top_p is 0: give a finite number above 0"),
        ({"top_p": 1.5}, r"top_p is 1\.5: give a finite number, 0 to 1"),
    ],
)
def test_refuses_what_means_nothing(how: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sampling(**how)


@pytest.mark.parametrize(
    "bad", [[math.nan] * 3, [0, math.nan, 1], [-math.inf] * 3, [0, math.inf, 0]]
)
@pytest.mark.parametrize("sampling", [Sampling(), GREEDY, Sampling(top_k=2)])
def test_logits_that_are_no_prediction(bad: list[float], sampling: Sampling) -> None:
    with pytest.raises(FloatingPointError, match="are all weights finite"):
        next_token_probabilities([[0.0, 1.0, 2.0], bad], sampling)


@pytest.mark.parametrize("bad", [[[0.0, 1.0], [0.0]], ["a"]])
def test_logits_that_are_no_array(bad: Any) -> None:
    with pytest.raises(ValueError, match="logits are numbers, as many in each row"):
        next_token_probabilities(bad)


@pytest.mark.parametrize("rng", [None, np.random.default_rng(0)])
@pytest.mark.parametrize(
    ("bad", "found"),
    [
        ([-0.5, 1.5], r"-0\.5 to 1\.5"),
        ([0, 0], "0 to 0"),
        ([math.nan, 1], "nan to nan"),
        ([0, math.inf], "0 to inf"),
    ],
)
def test_a_draw_names_the_row(
    bad: list[float], found: str, rng: np.random.Generator | None
) -> None:
    p = np.array([[0.5, 0.5], bad, [0.5, 0.5]])
    with pytest.raises(ValueError, match=f"row 1 of p is not probabilities: .* go from {found}$"):
        draw(p, rng)
    with pytest.raises(ValueError, match=r"p has the shape \(2,\), not \[batch, n_vocab\]"):
        draw(p[0], rng)
    with pytest.raises(ValueError, match="rows_of_p is 0"):
        draw(p[:0], rng)


@pytest.mark.parametrize("sampling", [Sampling(), GREEDY])
def test_broken_weights_say_nothing(sampling: Sampling) -> None:
    model = tiny()
    model.parameters["layers.1.down"].data[0, 0] = math.nan
    with pytest.raises(FloatingPointError, match="a row of logits holds NaN"):
        list(generate(model, PROMPT, 3, np.random.default_rng(0), sampling))


def test_answers_go_by_length_and_stay_in_their_places() -> None:
    """Those to the shorter prompts are drawn first; each ends with its stop."""
    prompts = [[0, 1], [2], [0, 1], [1], [0, 2]]
    found = generate_answers(tiny(), prompts, 3, np.random.default_rng(6), stop=2)
    rng = np.random.default_rng(6)
    short = generate_batch(tiny(), [[2], [1]], 3, rng, stop=2).tolist()
    long = generate_batch(tiny(), [[0, 1], [0, 1], [0, 2]], 3, rng, stop=2).tolist()
    rows = [long[0], short[0], long[1], short[1], long[2]]
    assert found == [row[: row.index(2) + 1] if 2 in row else row for row in rows]
    assert len({len(ids) for ids in found}) > 1
    greedy = generate_answers(tiny(), prompts, 5, sampling=GREEDY, stop=2)
    for prompt, ids in zip(prompts, greedy, strict=True):
        alone = list(generate(tiny(), prompt, 5, sampling=GREEDY, stop=2))
        assert ids == [*alone, 2][: len(ids)]


def test_refuses_at_once() -> None:
    """Not only when the first token is asked for."""
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"drawing needs an rng: np\.random\.default_rng\(seed\)"):
        generate(tiny(), PROMPT, 1)
    with pytest.raises(ValueError, match=r"drawing needs an rng: np\.random\.default_rng\(seed\)"):
        # mypy rejects a seed where a generator is meant; a reader without it gets an error in words
        generate(tiny(), PROMPT, 1, 0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a text is empty: begin with the end-of-text token"):
        generate(tiny(), [], 1, rng)
    with pytest.raises(ValueError, match="stop is -1: give a whole number, 0 or more"):
        generate(tiny(), PROMPT, 1, rng, stop=-1)
    with pytest.raises(ValueError, match="stop is True"):
        generate_batch(tiny(), [PROMPT], 1, rng, stop=True)
    with pytest.raises(ValueError, match=r"ids have the shape \(3,\), not \[batch, n_seq\]"):
        generate_batch(tiny(), PROMPT, 1, rng)
