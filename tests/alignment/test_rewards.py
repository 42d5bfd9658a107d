"""Comparisons, raters who err, and a reward model that finds out what they were after."""

from collections.abc import Callable
from itertools import islice, product
from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.policy import Policy, answered, improve, prompts_and_answers
from lessoncode.alignment.preferences import (
    Comparisons,
    accuracy,
    bradley_terry,
    comparison_batches,
    judged,
    preference,
    ranked,
    rater_agreement,
    rows_of,
    sharpness_for,
)
from lessoncode.alignment.rewards import RewardModel, Scorer
from lessoncode.model.layers import linear
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch

CONFIG = Config(n_vocab=6, n_embd=16, n_layer=1, n_head=2, n_kv_head=1, n_hidden=24)


def random_answers(n: int, rng: np.random.Generator) -> Batch:
    prompts = [[int(rng.integers(1, 6))] for _ in range(n)]
    told = [[*rng.integers(1, 6, rng.integers(0, 5)).tolist(), 0] for _ in range(n)]
    return answered(prompts, told)


def worth(batch: Batch) -> Array:
    """What the raters are after: ones, and no fives."""
    return np.array([a.count(1) - 0.5 * a.count(5) for _, a in prompts_and_answers(batch)], float)


def test_a_ranking_of_four_is_six_comparisons() -> None:
    rankings = [[[4, 0], [3, 0], [2, 0], [0]], [[5, 5, 0], [1, 0]]]
    found = ranked([[1], [2, 2]], rankings)
    pairs = prompts_and_answers(found.answers)
    told = [(pairs[b], pairs[w]) for b, w in zip(found.better, found.worse, strict=True)]
    a, b, c, d = (([1], answer) for answer in rankings[0])
    e, f = (([2, 2], answer) for answer in rankings[1])
    assert told == [(a, b), (a, c), (a, d), (b, c), (b, d), (c, d), (e, f)]


def test_batches_hold_every_comparison_once_an_epoch_and_its_answers_once() -> None:
    whole = ranked([[1], [2]], [[[4, 0], [3, 0], [2, 0], [0]]] * 2)
    whole = whole._replace(p=np.arange(12) / 12)  # which tells one from the other
    pairs = prompts_and_answers(whole.answers)
    seen = []
    for some in islice(comparison_batches(whole, 4, np.random.default_rng(0)), 3):
        assert some.p is not None and len(some.better) == 4
        mine = prompts_and_answers(some.answers)
        assert len({str(pair) for pair in mine}) == len(mine) <= 8
        for b, w, p in zip(some.better, some.worse, some.p, strict=True):
            place = round(p * 12)
            assert mine[b] == pairs[whole.better[place]]
            assert mine[w] == pairs[whole.worse[place]]
            seen.append(place)
    assert sorted(seen) == list(range(12))


def test_raters_agree_as_often_as_they_should() -> None:
    """72.6 %, InstructGPT's figure: two raters, 100,000 pairs, four standard errors."""
    rng = np.random.default_rng(0)
    margins = rng.normal(size=100_000)
    p = preference(margins, sharpness_for(margins, 0.726))
    assert rater_agreement(p) == pytest.approx(0.726, abs=1e-9)
    both = [rng.random(len(p)) < p for _ in range(2)]
    rate = (both[0] == both[1]).mean()
    assert abs(rate - 0.726) < 4 * np.sqrt(0.726 * 0.274 / 100_000)
    assert ((p > 0.5) == (margins > 0)).all()


def test_raters_cannot_agree_on_what_is_equal() -> None:
    with pytest.raises(ValueError, match=r"agree from 0.5 to 0.75, not 0.8"):
        sharpness_for(np.array([1.0, 0.0]), 0.8)
    with pytest.raises(ValueError, match=r"from 0.5 to 1, not 0.4"):
        sharpness_for(np.array([1.0, 2.0]), 0.4)
    assert rater_agreement(preference(np.ones(3), sharpness_for(np.ones(3), 0.5))) == pytest.approx(
        0.5
    )


def test_no_scores_beat_the_ceiling() -> None:
    """On average over labels; on one draw of them chance can. By hand: p = .8, .6, .5."""
    batch = answered([[1]] * 4, [[0], [1, 0], [2, 0], [3, 0]])
    utilities = np.array([0.0, np.log(4), np.log(1.5) + np.log(4), np.log(4)])
    first, second = np.array([1, 2, 3]), np.array([0, 1, 1])
    p = preference(utilities[first] - utilities[second])
    np.testing.assert_allclose(p, [0.8, 0.6, 0.5])
    rng = np.random.default_rng(1)
    draws = [judged(batch, first, second, p, rng) for _ in range(4000)]
    best = np.mean([accuracy(utilities, draw) for draw in draws])
    assert abs(best - (0.8 + 0.6 + 0.5) / 3) < 4 * 0.5 / np.sqrt(3 * 4000)
    for _ in range(20):
        assert np.mean([accuracy(rng.normal(size=4), draw) for draw in draws]) <= best + 0.01


def test_a_score_reads_the_whole_answer_and_no_padding() -> None:
    rng = np.random.default_rng(2)
    body = Transformer.initial(CONFIG, rng, np.float64)
    scorer = Scorer(body, rng.normal(size=(1, CONFIG.n_embd)))
    batch = answered([[1], [2, 3], [4]], [[5, 0], [1, 1, 1, 1, 0], [0]])
    scores = scorer.scores(batch).data
    for score, (prompt, answer) in zip(scores, prompts_and_answers(batch), strict=True):
        hidden = body.hidden(np.array([[*prompt, *answer]]))
        assert score == pytest.approx(linear(hidden, scorer.head).data[0, -1, 0], abs=1e-12)
    np.testing.assert_array_equal(scorer.reward(batch), scores)


def test_a_known_worth_comes_back_from_noisy_comparisons() -> None:
    """With a value of its own for every answer; raters agree in 65 % of 5,000 pairs."""
    rng = np.random.default_rng(3)
    told = [[*ids, 0] for n in range(3) for ids in product((1, 2, 3), repeat=n)]
    batch = answered([[1]] * len(told), told)
    first, second = rng.integers(len(told), size=(2, 5000))
    differ = first != second
    first, second = first[differ], second[differ]
    utilities = rng.normal(size=len(told))
    margins = utilities[first] - utilities[second]
    sharpness = sharpness_for(margins, 0.65)
    comparisons = judged(batch, first, second, preference(margins, sharpness), rng)
    scorer = Scorer(Table.initial(4, 4, rng), np.ones((1, 4)))
    model = RewardModel(scorer, comparisons, n_batch=250)
    for _ in improve(model.losses(rng), model.parameters, 300, 0.03):
        pass
    scores = scorer.reward(batch)
    scores += (sharpness * utilities - scores).mean()  # only differences are known
    assert np.abs(scores - sharpness * utilities).max() < 0.25
    assert np.corrcoef(scores, utilities)[0, 1] > 0.99
    ceiling = accuracy(utilities, comparisons)
    assert ceiling < 0.8
    assert abs(accuracy(scores, comparisons) - ceiling) < 0.01


def test_a_transformer_learns_from_soft_labels_what_answers_are_worth() -> None:
    """Worth counts tokens; scored on 1,000 answers that it has not seen."""
    rng = np.random.default_rng(3)
    train, test = random_answers(4000, rng), random_answers(1000, rng)
    first, second = rng.permutation(4000).reshape(2, -1)
    p = preference(worth(train)[first] - worth(train)[second])
    scorer = Scorer(Transformer.initial(CONFIG, rng, np.float64), np.zeros((1, CONFIG.n_embd)))
    model = RewardModel(scorer, Comparisons(train, first, second, p))
    for _ in improve(model.losses(rng), model.parameters, 300, 0.005):
        pass
    assert np.corrcoef(scorer.reward(test), worth(test))[0, 1] > 0.9


def test_a_sure_label_and_an_infinite_worth() -> None:
    """What has no probability adds nothing; what was held impossible, and came, is infinite."""
    margin = Tensor([np.inf, -np.inf, np.inf, 0.0])
    loss = bradley_terry(margin, np.array([1.0, 0, 0, 0.5]))
    np.testing.assert_allclose(loss.data, [0, 0, np.inf, np.log(2)])
    with np.errstate(invalid="ignore"):  # what a constant's gradient would be
        loss.sum().backward()
    assert margin.grad is not None
    np.testing.assert_allclose(margin.grad, [0, 0, 1, 0])
    hard = bradley_terry(Tensor([1.0, 1.0]), np.array([True, False]))
    np.testing.assert_allclose(hard.data, [np.log(1 + np.exp(-1)), np.log(1 + np.exp(1))])


PAIR = Comparisons(answered([[1], [1]], [[2], [0]]), np.array([0]), np.array([1]))
NO_ROWS = np.zeros(0, int)
TABLE = Table(np.zeros((12, 3)))
SCORER = Scorer(TABLE, np.zeros((1, 3)))


def by_a_rater(first: list[int], second: list[int], p: Array) -> Comparisons:
    rng = np.random.default_rng(0)
    return judged(PAIR.answers, np.array(first), np.array(second), p, rng)


HALF = np.array([0.5])
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "labels of another shape": (
        lambda: bradley_terry(Tensor(np.zeros(3)), np.full((3, 1), 0.5)),
        r"p has the shape \(3, 1\), not \[3\]",
    ),
    "a label of 1.5": (
        lambda: bradley_terry(Tensor([0.0, 0.0]), np.array([0.5, 1.5])),
        "p are probabilities, from 0 to 1: these go from 0.5 to 1.5",
    ),
    "a label of NaN": (lambda: RewardModel(SCORER, PAIR._replace(p=HALF * np.nan)), "p are prob"),
    "too many labels": (
        lambda: RewardModel(SCORER, PAIR._replace(p=np.ones(2))),
        "p has the shape",
    ),
    "row -1": (lambda: RewardModel(SCORER, PAIR._replace(worse=np.array([-1]))), "worse go from 0"),
    "half a pair": (lambda: accuracy(np.ones(2), PAIR._replace(worse=NO_ROWS)), r"not \[1\]"),
    "no pair": (lambda: rows_of(Comparisons(PAIR.answers, NO_ROWS, NO_ROWS)), "no comparisons"),
    "pairs in rows": (lambda: rows_of(PAIR._replace(better=np.array([[0]]))), r"\(1, 1\), not"),
    "batches of -1": (lambda: RewardModel(SCORER, PAIR, -1), "n_batch is -1"),
    "DPO's row -1": (
        lambda: DPO(Policy(TABLE, 0, 1), PAIR._replace(worse=np.array([-1])), 0.1),
        "worse go from 0 to 1, these go from -1 to -1",
    ),
    "a prompt without a ranking": (lambda: ranked([[1], [2]], [[[2], [0]]]), "2 prompts, 1 rank"),
    "a ranking without a prompt": (lambda: ranked([], [[[2], [0]]]), "0 prompts, 1 rankings"),
    "against taste": (lambda: preference(1.0, -1), "sharpness is -1"),
    "no taste": (lambda: preference(1.0, np.nan), "sharpness is nan"),
    "a rater of one pair": (lambda: by_a_rater([0], [1], np.array(0.5)), r"p has the shape \(\)"),
    "a rater of 1.5": (lambda: by_a_rater([0], [1], HALF * 3), "p are probabilities"),
    "the second of no pair": (
        lambda: by_a_rater([0], [1, 0], HALF),
        r"second .* \(2,\), not \[1\]",
    ),
    "the first answer, -1": (lambda: by_a_rater([-1], [1], HALF), "first go from 0 to 1"),
    "no margins": (lambda: sharpness_for(np.zeros(0), 0.7), "margins is 0"),
    "a margin of NaN": (lambda: sharpness_for(np.array([np.nan]), 0.7), "margins: a number is NaN"),
    "a score of NaN": (lambda: accuracy(np.array([np.nan, 0]), PAIR), "scores: a number is NaN"),
    "one score": (lambda: accuracy(np.ones(1), PAIR), r"scores has the shape \(1,\), not \[2\]"),
    "two heads": (lambda: Scorer(TABLE, np.zeros((2, 3))), r"head .* not \[1, n_embd\]"),
    "half a head": (lambda: Scorer(TABLE, np.zeros(3)), r"head has the shape \(3,\)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    call, message = REFUSED[name]
    with pytest.raises((ValueError, IndexError), match=message):
        call()
