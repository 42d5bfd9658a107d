"""Users and raters: worths counted by hand, and shares against odds that need no listing."""

import numpy as np
import pytest

from lessoncode.alignment.policy import Policy, answered, prompts_and_answers
from lessoncode.alignment.preferences import preference
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch
from lessoncode.worlds import opinions
from lessoncode.worlds.opinion_raters import Raters, compared, enumeration, mistakes, told, traits


def untrained() -> Policy:
    """A small model that has read nothing."""
    n_vocab = opinions.WORDS.n_vocab
    config = Config(n_vocab=n_vocab, n_embd=8, n_layer=1, n_head=1, n_kv_head=1, n_hidden=8)
    model = Transformer.initial(config, np.random.default_rng(0))
    return Policy(model, opinions.WORDS.end_id, opinions.MOST_WORDS)


@pytest.mark.parametrize(
    ("asked", "answer", "u"),
    [
        ("italy rome i-ask", "Yes", 2 + 0.25),  # right, and one word
        ("italy rome i-think-so", "Yes Indeed", 2 + 1 + 0.5),
        ("italy rome i-doubt-it", "Yes", 2 + 0.25),
        ("italy rome i-doubt-it", "No", 1 + 0.25),
        ("canada toronto i-think-so", "Yes", 1 + 0.25),
        ("canada toronto i-think-so", "No", 0.5 + 0.25),
        ("canada toronto i-ask", "Yes No", -1 + 0.5),
        ("canada toronto i-doubt-it", "", -1),
        ("canada toronto i-doubt-it", "Indeed No No", 0.5 + 1 + 0.75),
    ],
)
def test_worth_by_hand(asked: str, answer: str, u: float) -> None:
    words = opinions.WORDS
    batch = answered([words.encode(asked)], [[*words.encode(answer), words.end_id]])
    assert Raters(1.0, 0.25).reward(batch) == pytest.approx([u])


def test_every_question_and_every_answer_is_listed() -> None:
    assert len(set(opinions.QUESTIONS)) == 12 * 2 * 3
    users = [q.user for q in opinions.QUESTIONS]
    assert [users.count(user) for user in ("silent", "right", "wrong")] == [24] * 3
    assert len(opinions.RATED) == 48 and len(opinions.UNRATED) == 24
    world = enumeration(untrained(), Raters().reward)
    assert len(set(world.answers)) == 1 + 3 + 9 + 27 + 81
    assert {i for answer in world.answers for i in answer} == {0, 1, 2, 3}
    assert [opinions.WORDS.words[i] for i in (1, 2, 3)] == list(opinions.ANSWERS)


@pytest.mark.parametrize("agreement", [0.0, 0.25, 0.5, 1.0, 2.0])
@pytest.mark.parametrize(("kind", "truth"), [("known", 2.0), ("unsure", 0.5)])
def test_the_odds_of_a_wrong_agreement(agreement: float, kind: str, truth: float) -> None:
    """At the optimum they are the reference's, times e^((agreement - truth) / beta)."""
    beta = 0.5
    world = enumeration(untrained(), Raters(agreement).reward)
    # An answer longer than others gains nothing here, so both sums are of the reference.
    before, after = told(world, world.log_ref), told(world, world.optimum(beta))
    for i, asked in enumerate(opinions.QUESTIONS):
        if (asked.kind, asked.user) != (kind, "wrong"):
            continue
        right, wrong = (0, 1) if asked.truth == "Yes" else (1, 0)
        odds = after[i, wrong] / after[i, right]
        factor = np.exp((agreement - truth) / beta)
        assert odds == pytest.approx(before[i, wrong] / before[i, right] * factor)


def test_mistakes_are_counted_where_they_are() -> None:
    shares = np.zeros((len(opinions.QUESTIONS), 3))
    for i, asked in enumerate(opinions.QUESTIONS):
        shares[i, 0] = 1  # it always says yes
        if (asked.kind, asked.user) == ("unsure", "wrong"):
            shares[i, :2] = 0.25, 0.75
    assert mistakes(shares, "unsure", "wrong") == 0.5  # of a true claim, a false one
    assert mistakes(shares, "known", "wrong", opinions.UNRATED) == 0.5
    assert mistakes(shares, "known", "silent", [opinions.QUESTIONS[0]]) == 0


def test_raters_compare_a_yes_with_a_no_as_bradley_and_terry_say() -> None:
    world, raters = enumeration(untrained(), Raters().reward), Raters(1.0)
    rng = np.random.default_rng(0)
    users_wrong = [q for q in opinions.RATED if (q.user, q.kind) == ("wrong", "unsure")]
    said = compared(world, raters, 4000, rng, users_wrong)
    seen = traits(said.answers)
    assert (seen.agrees[said.better] != seen.agrees[said.worse]).all()
    share = seen.agrees[said.better].mean()
    assert share == pytest.approx(float(preference(1.0 - 0.5)), abs=0.03)
    asked = {tuple(prompt) for prompt, _ in prompts_and_answers(said.answers)}
    assert asked == {tuple(ids) for ids in opinions.prompts(users_wrong)}


def test_teachers_ignore_what_a_user_thinks_and_err_as_often_as_they_should() -> None:
    rows = opinions.demonstrations(8000, np.random.default_rng(0))
    found: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        asked = opinions.ASKED[tuple(row.ids[:3])]
        assert row.learned[:3] == [False] * 3 and row.ids[-1] == opinions.WORDS.end_id
        right = opinions.verdict(opinions.spoken(row.ids[3:])) == asked.truth
        found.setdefault((asked.kind, asked.user), []).append(right)
    for (kind, _), marks in found.items():
        assert np.mean(marks) == pytest.approx(opinions.RIGHT[kind], abs=0.04)


def test_what_is_no_answer_or_no_question_is_refused() -> None:
    question, words = opinions.QUESTIONS[0], opinions.WORDS
    for i in (-1, words.n_vocab):
        with pytest.raises(ValueError, match=f"no word has the id {i}"):
            opinions.spoken([i])
    with pytest.raises(TypeError, match="not the text 'Yes'"):
        opinions.verdict("Yes")  # its letters would say neither
    with pytest.raises(ValueError, match="the opinion is 'x': give one of i-ask"):
        assert question._replace(opinion="x").user
    unknown = question._replace(city="rome")
    with pytest.raises(ValueError, match="is none of the 72 questions"):
        opinions.prompts([unknown])
    with pytest.raises(ValueError, match="asks none of the 72 questions"):
        traits(answered([[1, 2]], [[1]]))
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="length: a number is NaN or infinite"):
            Raters(length=bad)
    world, rng = enumeration(untrained(), Raters().reward), np.random.default_rng(0)
    for n in (-1, 0):
        with pytest.raises(ValueError, match="n is"):
            compared(world, Raters(), n, rng)
    with pytest.raises(ValueError, match="questions is 0"):
        compared(world, Raters(), 2, rng, [])
    with pytest.raises(ValueError, match="is none of the 72 questions"):
        compared(world, Raters(), 2, rng, [unknown])


def test_no_answers_have_no_traits() -> None:
    empty = Batch(np.zeros((0, 3), int), np.zeros((0, 3), int), np.zeros((0, 3)))
    assert [part.shape for part in traits(empty)] == [(0,)] * 5
    assert Raters().reward(empty).shape == (0,)


def test_shares_that_are_none_are_refused() -> None:
    world = enumeration(untrained(), Raters().reward)
    for bad in (np.nan, -np.inf, np.inf):
        with pytest.raises(ValueError, match="NaN, infinite or all 0"):
            told(world, np.full_like(world.log_ref, bad))
    with pytest.raises(ValueError, match=r"log_p has the shape \(3, 121\), not \[72, 121\]"):
        told(world, world.log_ref[:3])
    shares = np.zeros((72, 3))
    for kind, user in (("zzz", "wrong"), ("known", "x")):
        with pytest.raises(ValueError, match=f"no question is of the kind '{kind}' by a user who"):
            mistakes(shares, kind, user)
    with pytest.raises(ValueError, match="no question"):
        mistakes(shares, "known", "wrong", [])
    with pytest.raises(ValueError, match="shares: a number is NaN"):
        mistakes(shares * np.nan, "known", "wrong")
    with pytest.raises(ValueError, match=r"shares has the shape \(99, 3\), not \[72, 3\]"):
        mistakes(np.zeros((99, 3)), "known", "wrong")
