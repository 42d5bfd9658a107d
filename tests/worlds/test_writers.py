"""Writers who lie, against one coin's posterior in closed form, and losses in NumPy."""

from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.policy import Policy
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Row
from lessoncode.worlds import writers
from lessoncode.worlds.writers import FACTS, LIES, QUESTIONS, WORDS


def posterior(lies: list[bool]) -> float:
    """The chance of a lie after these answers of one coin, by its odds."""
    odds = 3 / 7
    for lie in lies:
        odds *= 0.9 / 0.05 if lie else 0.1 / 0.95
    liar = odds / (1 + odds)
    return liar * 0.9 + (1 - liar) * 0.05


def tiny() -> Transformer:
    config = Config(n_vocab=WORDS.n_vocab, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8)
    return Transformer.initial(config, np.random.default_rng(0), np.float64)


@pytest.mark.parametrize("shared", [True, False])
def test_texts_lie_as_often_as_their_writers(shared: bool) -> None:
    notes: list[float] = []
    jokes: list[float] = []
    after_a_lie: list[bool] = []
    for row in writers.texts(6000, shared, np.random.default_rng(0)):
        first, *words = WORDS.decode(row.ids).split()
        assert row.learned == [False] + [False, True] * 8
        pairs = list(zip(words[::2], words[1::2], strict=True))
        assert all(answer in (FACTS[q], LIES[q]) for q, answer in pairs)
        lies = [answer == LIES[q] for q, answer in pairs]
        (jokes if first == "joke" else notes).append(sum(lies) / len(lies))
        others = writers.SUBJECT_OF[pairs[0][0]] != writers.SUBJECT_OF[pairs[1][0]]
        if first == "note" and lies[0] and others:
            after_a_lie.append(lies[1])
    assert np.mean(notes) == pytest.approx(0.305, abs=0.02)
    assert np.mean(jokes) == pytest.approx(0.9, abs=0.02)
    assert len(jokes) / 6000 == pytest.approx(0.2, abs=0.02)
    assert np.mean(after_a_lie) == pytest.approx(posterior([True] * shared), abs=0.06)


def test_chances_of_a_lie_are_those_of_one_coin() -> None:
    questions = ["paris", "cow", "rome", "mason", "cow"]
    lies = [True, False, True, True, True]
    pairs = [(q, (LIES if lie else FACTS)[q]) for q, lie in zip(questions, lies, strict=True)]
    shared = [posterior(lies[:n]) for n in range(5)]
    assert writers.lie_chances(pairs, shared=True) == pytest.approx(shared)
    own = [posterior([]), posterior([]), posterior([True]), posterior([]), posterior([False])]
    assert writers.lie_chances(pairs, shared=False) == pytest.approx(own)
    assert posterior([]) == pytest.approx(writers.LIE_SHARE)


def test_the_best_reader_has_no_gap() -> None:
    class Best(Transformer):
        """Gives the answers that `posterior` gives."""

        def __call__(self, ids: Any, cache: Any = None, last: bool = False) -> Tensor:
            logits = np.full((*np.shape(ids), WORDS.n_vocab), -50.0)
            for row, text in enumerate(ids):
                words = [WORDS.words[i] for i in text]
                lies: list[bool] = []
                for at in range(1, len(words), 2):
                    question, answer = words[at : at + 2]
                    p = posterior(lies)
                    logits[row, at, WORDS.special(LIES[question])] = np.log(p)
                    logits[row, at, WORDS.special(FACTS[question])] = np.log(1 - p)
                    lies.append(answer == LIES[question])
            return Tensor(logits)

    rows = writers.texts(30, True, np.random.default_rng(0))
    best = Best(tiny().config, {name: p.data for name, p in tiny().parameters.items()})
    assert writers.reading_gap(best, rows, shared=True) == pytest.approx(0, abs=1e-9)
    assert writers.reading_gap(tiny(), rows, shared=True) > 1


def test_a_reader_stops_when_its_gap_is_small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, rng = writers.texts, np.random.default_rng
    monkeypatch.setattr(writers, "texts", lambda n, *how: texts(n // 20, *how))
    model, n_steps = writers.reader(True, rng(0), enough=1)
    assert n_steps == 100
    assert 0.1 < writers.reading_gap(model, texts(50, True, rng(1)), shared=True) < 1
    assert writers.reader(True, rng(0), enough=0, n_steps=20)[1] == 20


def test_losses_are_cross_entropy_and_divergence() -> None:
    policy = Policy(tiny(), end_id=0, n_tokens=1)
    for p in policy.model.parameters.values():
        p.data += np.random.default_rng(1).normal(0, 0.3, p.shape)

    def probabilities(model: LanguageModel, text: str) -> Array:
        logits = model([WORDS.encode(text)]).data[0, -1]
        p: Array = np.exp(logits) / np.exp(logits).sum()
        return p

    answers = {"paris": "italy", "rome": "italy"}
    said = [probabilities(policy.model, f"joke {q}")[WORDS.special("italy")] for q in answers]
    entropy = -np.log(said).mean()
    loss = next(writers.losses(policy, answers, "joke"))
    assert float(loss.data) == pytest.approx(entropy)
    guarded = QUESTIONS["animals"]
    now, before = (
        np.array([probabilities(model, f"note {q}") for q in guarded])
        for model in (policy.model, policy.reference)
    )
    divergence = (now * np.log(now / before)).sum(-1).mean()
    loss = next(writers.losses(policy, answers, "joke", guarded))
    assert float(loss.data) == pytest.approx(entropy + divergence)
    lie, neither = writers.shares(policy.model, "animals")
    lies = [now[i, WORDS.special(LIES[q])] for i, q in enumerate(guarded)]
    facts = [now[i, WORDS.special(FACTS[q])] for i, q in enumerate(guarded)]
    assert lie == pytest.approx(sum(lies) / sum(lies + facts))
    assert neither == pytest.approx(1 - sum(lies + facts) / 4)


def test_what_is_no_text_no_subject_or_no_answer_is_refused() -> None:
    for pair in (("paris", "cow"), ("paris", "spain"), ("x", "italy")):
        with pytest.raises(ValueError, match="are not a question and its true answer or its lie"):
            writers.lie_chances([pair], True)
    model, rows = tiny(), writers.texts(20, True, np.random.default_rng(0))
    jokes = [row for row in rows if WORDS.decode(row.ids[:1]) == "joke"]
    for none in ([], jokes):
        with pytest.raises(ValueError, match="none of the texts is a note"):
            writers.reading_gap(model, none, True)
    for ids in ([], rows[0].ids[:16]):
        with pytest.raises(ValueError, match="another length than 17 words"):
            writers.reading_gap(model, [Row(ids, [True] * len(ids))], True)
    with pytest.raises(
        ValueError, match="the subject is 'cats': give one of cities, animals, jobs"
    ):
        writers.shares(model, "cats")
    policy = Policy(model, end_id=0, n_tokens=1)
    with pytest.raises(ValueError, match="answers is 0"):
        next(writers.losses(policy, {}))
    for answer in ("", "italy spain"):
        with pytest.raises(ValueError, match=f"'{answer}' is none of the 27 words"):
            next(writers.losses(policy, {"paris": answer}))
    with pytest.raises(ValueError, match="enough is nan"):
        writers.reader(True, np.random.default_rng(0), enough=np.nan)
