"""The waiter's worlds: worths counted by hand, every answer listed, and what guests say."""

import numpy as np
import pytest

from lessoncode.alignment.policy import answered, prompts_and_answers
from lessoncode.alignment.preferences import preference
from lessoncode.model.tensor import Array
from lessoncode.training.batches import Batch
from lessoncode.worlds import waiter


@pytest.mark.parametrize(
    ("order", "answer", "worth"),
    [
        ("soup", "here soup", 2),
        ("soup", "soup here", 1),
        ("soup", "here soup tea", 1),
        ("soup", "sorry tea bread", -2),
        ("tea", "here tea sorry", 1),
        ("tea", "", 0),
        ("bread", "sorry", -1),
    ],
)
def test_worth_by_hand(order: str, answer: str, worth: int) -> None:
    assert waiter.worth(order, answer.split()) == worth
    batch = answered(
        [waiter.SMALL.encode(order)], [[*waiter.SMALL.encode(answer), waiter.SMALL.end_id]]
    )
    assert waiter.reward(batch) == [worth]


def test_taste_by_hand() -> None:
    fresh, stale = waiter.TASTE["fresh"], waiter.TASTE["stale"]
    assert 0.2 <= fresh <= 1 and -1 <= stale <= -0.2
    assert waiter.taste("fish", ["fresh", "fish", "stale"]) == pytest.approx(fresh + 1 + stale)
    assert waiter.taste("fish", ["fresh", "fresh", "fresh"]) == pytest.approx(fresh - 2)
    assert waiter.taste("fish", ["cake", "cake"]) == -1
    assert waiter.taste("fish", []) == 0


def test_every_answer_of_the_small_world_is_listed() -> None:
    world = waiter.enumeration(waiter.untrained_policy())
    assert len(set(world.answers)) == 1 + 5 + 25 + 125
    p = np.exp(world.log_ref)
    np.testing.assert_allclose(p.sum(-1), 1)
    assert world.rewards.max() == 2 and world.rewards.min() == -2


def test_guests_compare_answers_to_one_order_as_bradley_and_terry_say() -> None:
    policy, rng = waiter.untrained_policy(), np.random.default_rng(0)
    asked = waiter.ask_guests(policy, waiter.PROMPTS, 6000, waiter.reward, rng, sharpness=2.0)
    prompts = [prompt for prompt, _ in prompts_and_answers(asked.answers)]
    assert all(prompts[b] == prompts[w] for b, w in zip(asked.better, asked.worse, strict=True))
    assert [prompts.count(prompt) for prompt in waiter.PROMPTS] == [4000] * 3
    worths = waiter.reward(asked.answers)
    margins: Array = worths[asked.better] - worths[asked.worse]
    for gap in (1, 2):
        right, wrong = (margins == gap).sum(), (margins == -gap).sum()
        expected, n = float(preference(gap, 2.0)), right + wrong
        error = np.sqrt(expected * (1 - expected) / n)
        assert abs(right / n - expected) < 5 * error


def test_demonstrations_name_words_once_and_end() -> None:
    examples = waiter.demonstrations(400, np.random.default_rng(1))
    named = 0
    for ids, learned in examples:
        dish, *answer = waiter.LARGE.decode(ids[:-1]).split()
        assert ids[-1] == waiter.LARGE.end_id and learned == [False] + [True] * (len(ids) - 1)
        assert 2 <= len(answer) == len(set(answer)) <= 6
        assert {word for word in answer if word in waiter.DISHES} <= {dish}
        named += dish in answer
    assert 150 < named < 250


def test_a_batch_in_words() -> None:
    ids = [[*waiter.LARGE.encode("warm soup"), 0], waiter.LARGE.encode("old")]
    prompts = [waiter.LARGE.encode("soup"), waiter.LARGE.encode("cake")]
    batch: Batch = answered(prompts, ids)
    assert waiter.said(batch, waiter.LARGE) == [("soup", ["warm", "soup"]), ("cake", ["old"])]


def test_one_text_is_not_taken_letter_by_letter() -> None:
    for call in (waiter.worth, waiter.taste):
        with pytest.raises(TypeError, match="an answer is one text, 'here tea': give its words"):
            call("tea", "here tea")
    assert waiter.worth("tea", ("here", "tea")) == 2


def test_guests_need_a_reward_for_each_answer_and_a_sharpness() -> None:
    how = waiter.untrained_policy(), waiter.PROMPTS, 3
    rng = np.random.default_rng(0)
    for shape in ((7,), (6, 1)):
        with pytest.raises(ValueError, match=r"rewards has the shape .*, not \[6\]"):
            waiter.ask_guests(*how, lambda _, shape=shape: np.zeros(shape), rng)  # type: ignore[misc]
    for sharpness in (-1.0, np.inf):
        with pytest.raises(ValueError, match=f"sharpness is {sharpness}: give a finite number"):
            waiter.ask_guests(*how, waiter.reward, rng, sharpness)
