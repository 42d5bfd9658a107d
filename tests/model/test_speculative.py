"""Speculative decoding: against all texts of small models, each with its own probability."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest

from lessoncode.model import speculative
from lessoncode.model.every_outcome import Choose, chooser, outcomes
from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY, Sampling
from lessoncode.model.speculative import Draft, Reader, look_up, speculate
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer

N_VOCAB = 3


class Known:
    """Probabilities of the next token after every text, drawn at random, some of them 0."""

    def __init__(self, seed: int) -> None:
        self.seed, self.n_asked = seed, 0

    def after(self, ids: Sequence[int]) -> Array:
        rng = np.random.default_rng([self.seed, *ids])
        p = rng.dirichlet(np.full(N_VOCAB, 0.7))
        p[rng.integers(N_VOCAB)] *= rng.integers(2)
        scaled: Array = p / p.sum()
        return scaled

    def __call__(self, ids: list[int], n: int) -> Array:
        self.n_asked += 1
        return np.stack([self.after(ids[: len(ids) - n + i]) for i in range(n + 1)])


def never(ids: list[int]) -> None:
    return None


def only(token: int) -> Draft:
    return lambda ids: np.eye(N_VOCAB)[token]


DRAFTS: dict[str, Draft] = {
    "another": Known(1).after,
    "the same": Known(0).after,
    "sure of one": only(2),
    "none": never,
    "a look-up": look_up(1, N_VOCAB),
    "one that stops": lambda ids: None if len(ids) % 3 == 0 else Known(2).after(ids),
}


def texts(draft: Draft, n_tokens: int, n_draft: int) -> dict[tuple[int, ...], float]:
    def text(choose: Choose) -> tuple[int, ...]:
        passes = speculate(Known(0), draft, [0, 1, 0], n_tokens, n_draft, choose)
        return tuple(token for step in passes for token in step.tokens)

    return outcomes(text)


def exact(n_tokens: int) -> dict[tuple[int, ...], float]:
    found = {}
    for ids in product(range(N_VOCAB), repeat=n_tokens):
        begun = [[0, 1, 0, *ids[:i]] for i in range(n_tokens)]
        found[ids] = float(np.prod([Known(0).after(b)[x] for b, x in zip(begun, ids, strict=True)]))
    return found


@pytest.mark.parametrize("name", DRAFTS)
@pytest.mark.parametrize("n_draft", [0, 1, 2, 3])
def test_every_text_has_the_probability_of_the_target(name: str, n_draft: int) -> None:
    found, wanted = texts(DRAFTS[name], 3, n_draft), exact(3)
    for ids, p in wanted.items():
        assert found.get(ids, 0.0) == pytest.approx(p, abs=1e-12)


def test_the_test_sees_a_wrong_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing from p itself after a guess that was not kept is the usual mistake."""
    monkeypatch.setattr(speculative, "missing", lambda p, q: p)
    found, wanted = texts(DRAFTS["another"], 2, 1), exact(2)
    assert max(abs(found.get(ids, 0) - p) for ids, p in wanted.items()) > 0.005


def test_a_draft_like_the_target_has_every_guess_kept() -> None:
    target, choose = Known(0), chooser(np.random.default_rng(0))
    passes = list(speculate(target, Known(0).after, [0], 12, 3, choose))
    assert [len(step.tokens) for step in passes] == [4, 4, 4]
    assert [step.n_kept for step in passes] == [step.n_guessed for step in passes]
    assert target.n_asked == 3


def test_acceptance_is_the_share_that_is_kept() -> None:
    p, q = Known(0).after([0]), Known(1).after([0])

    def kept(choose: Choose) -> bool:
        step = next(speculate(Known(0), Known(1).after, [0], 2, 1, choose))
        return step.n_kept == 1

    assert outcomes(kept)[True] == pytest.approx(np.minimum(p, q).sum(), abs=1e-12)


def model(seed: int, **shape: Any) -> Transformer:
    config = Config(7, 8, shape.get("n_layer", 2), 2, 1, 8)
    rng = np.random.default_rng(seed)
    shapes = config.shapes().items()
    weights = {name: rng.normal(float(name.endswith("norm")), 0.5, shape) for name, shape in shapes}
    return Transformer(config, weights)


def test_a_reader_says_what_a_fresh_pass_says() -> None:
    it, rng = model(0), np.random.default_rng(0)
    reader = Reader(it, 40, Sampling(0.7, top_k=4))
    for _ in range(60):
        kept = int(rng.integers(1, len(reader.seen) + 1)) if reader.seen else 0
        ids = [*reader.seen[:kept], *rng.integers(7, size=rng.integers(1, 5)).tolist()][:40]
        n = int(rng.integers(len(ids)))
        fresh = Reader(it, 40, Sampling(0.7, top_k=4))(ids, n)
        np.testing.assert_allclose(reader(ids, n), fresh, atol=1e-12)


def test_the_likeliest_text_is_the_same() -> None:
    target, draft = model(0), model(1, n_layer=1)
    plain = list(generate(target, [3], 30, sampling=GREEDY))
    for n_draft in (1, 4):
        readers = Reader(target, 31, GREEDY), Reader(draft, 31, GREEDY).last
        passes = speculate(*readers, [3], 30, n_draft, chooser(None))
        assert [token for step in passes for token in step.tokens] == plain


def test_look_up_finds_the_latest() -> None:
    draft = look_up(2, 10)
    found = draft([1, 2, 3, 1, 2, 4, 1, 2])
    assert found is not None
    assert found.argmax() == 4
    assert found.sum() == 1
    assert draft([1, 2, 3]) is None
    assert draft([1]) is None


def test_a_draft_and_a_target_may_give_lists() -> None:
    def draft(ids: list[int]) -> Any:
        return [0.0, 1.0, 0.0]

    def target(ids: list[int], n: int) -> Any:
        return [[0.0, 1.0, 0.0]] * n + [[0.0, 0.0, 1.0]]

    assert speculative.one_pass(target, draft, [0], 2, chooser(None)).tokens == [1, 1, 2]


def test_a_number_of_guesses_is_none_or_more() -> None:
    """Also where no token is wanted, or one, and so nothing is guessed."""
    for n_tokens, n_draft in ((0, -1), (1, 2.5), (4, True)):
        with pytest.raises(ValueError, match=f"n_draft is {n_draft}"):
            list(speculate(Known(0), never, [0], n_tokens, n_draft, chooser(None)))  # type: ignore[arg-type]
