"""Inputs off the path: once they gave nonsense in silence, or never returned."""

from collections.abc import Callable
from itertools import product, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lessoncode.alignment.dpo import DPO
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy, answered
from lessoncode.alignment.ppo import PPO
from lessoncode.alignment.preferences import Comparisons, accuracy, comparison_batches, judged
from lessoncode.alignment.rewards import Scorer
from lessoncode.measures.information import kl_divergence
from lessoncode.measures.permutation import gap_p, order_p
from lessoncode.measures.power_law import PowerLaw
from lessoncode.measures.votes import best_of, one_of, vote
from lessoncode.model.layers import cross_entropy
from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.quantize import quantized, with_quantized
from lessoncode.model.sampling import draw
from lessoncode.model.speculative import Reader, one_pass
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained import safetensors_file
from lessoncode.pretrained.export import content_of
from lessoncode.pretrained.llama_format import config_from_json, config_to_json
from lessoncode.pretrained.smollm import SmolLM2
from lessoncode.pretrained.tokenizer_json import from_json
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.training.batches import Batch, Row, packed_batches, padded, shuffled
from lessoncode.training.distillation import hard, soft_cross_entropy
from lessoncode.training.loop import train
from lessoncode.training.lora import LowRank
from lessoncode.training.optimizer import AdamW
from lessoncode.training.sparse_autoencoder import SparseAutoencoder
from lessoncode.worlds.world import grammar

RNG = np.random.default_rng(0)
BATCH = Batch(np.array([[1, 2]]), np.array([[2, 3]]))
SHAPE = (7, 8, 2, 2, 1, 6)
MODEL = Transformer.initial(Config(*SHAPE), RNG, np.float64)
TABLE = Table(np.zeros((12, 3)))
POLICY, CRITIC = Policy(TABLE, end_id=0, n_tokens=1), Scorer(TABLE, np.zeros((1, 3)))
PAIR = Comparisons(answered([[1], [1]], [[2], [0]]), np.array([0]), np.array([-1]))
SMOL = SmolLM2(MODEL, BytePairTokenizer({b"a": 0, b"b": 1, b" ": 2}, GPT2_SPLIT))
CONFIG = config_to_json(MODEL.config)
NAN = np.array([np.nan, 0.0])
MIXTURE = MixtureTransformer.initial(MixtureConfig(*SHAPE, n_expert=4), RNG)


def guessed(q: Array) -> Any:
    return one_pass(lambda ids, n: np.full((n + 1, 3), 1 / 3), lambda ids: q, [0], 1, lambda p: 0)


def reward(batch: Batch) -> Array:
    return np.zeros(len(batch.ids))


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "NaN as evidence": (lambda: gap_p(NAN, np.ones(2), 99, RNG), "is NaN"),
    "NaN in a list": (
        lambda: order_p(lambda o: np.full(len(o), np.nan), "ab", 2, 9, RNG),
        "is NaN",
    ),
    "a target of -100": (
        lambda: hard(Batch(np.array([[1, 2]]), np.array([[2, -100]])), 200),
        "targets go from 0 to 199, these go from -100 to 2",
    ),
    "no inner steps of GRPO": (lambda: GRPO(POLICY, [[1]], reward, 0.1, n_inner=0), "n_inner is 0"),
    "no inner steps of PPO": (
        lambda: PPO(POLICY, [[1]], reward, 0.1, CRITIC, n_inner=0),
        "n_inner is 0",
    ),
    "a negative number of rows": (lambda: next(shuffled(-3, 1, RNG)), "n is -3"),
    "batches of none": (lambda: next(shuffled(3, 0, RNG)), "n_batch is 0"),
    "packed batches of none": (lambda: next(packed_batches([[1]], 0, 0, 4, RNG)), "n_batch is 0"),
    "a group of one": (lambda: GRPO(POLICY, [[1]], reward, 0.1, n_group=1), "n_group is 1"),
    "the pair's row -1": (lambda: next(DPO(POLICY, PAIR, 0.1).losses(RNG)), "worse go from 0 to 1"),
    "a batch of row -1": (lambda: next(comparison_batches(PAIR, 1, RNG)), "worse go from 0 to 1"),
    "accuracy at row -1": (lambda: accuracy(np.ones(2), PAIR), "worse go from 0 to 1"),
    "a rater of NaN": (
        lambda: judged(PAIR.answers, *PAIR[1:3], NAN[:1], RNG),
        "p are probabilities",
    ),
    "a row that is half learned": (lambda: padded([Row([1, 2, 3], [True])]), "3 ids, but 1 say"),
    "fewer outcomes in q": (lambda: kl_divergence([[0.5, 0.5]], [1.0]), "2 outcomes and q for 1"),
    "nothing to draw": (lambda: draw(np.zeros((1, 3)), RNG), "not probabilities"),
    "a rotation of 0": (lambda: Config(*SHAPE, rope_base=0), "rope_base is 0"),
    "a rotation of NaN": (lambda: Config(*SHAPE, rope_base=np.nan), "rope_base is nan"),
    "a negative rotation": (lambda: Config(*SHAPE, rope_base=-1), "rope_base is -1"),
    "an eps of -1": (lambda: Config(*SHAPE, norm_eps=-1), "norm_eps is -1"),
    "an eps of NaN": (lambda: Config(*SHAPE, norm_eps=np.nan), "norm_eps is nan"),
    # mypy rejects None as a factor; what a reader without mypy gets is the point here
    "Tensor * None": (lambda: Tensor([1.0]) * None, "holds numbers, not object"),  # type: ignore[operator]
    "no batch axis": (lambda: MODEL([1, 2]), r"ids have the shape \(2,\), not \[batch, n_seq\]"),
    "texts of two lengths": (lambda: MODEL([[1, 2], [1]]), "texts of different lengths"),
    "no text": (lambda: MODEL([[]]), "a text is empty"),
    "a mixture in LoRA": (lambda: LowRank(MIXTURE, 1, RNG), "mixture of experts"),
    "a peak of NaN": (lambda: next(train(MODEL, repeat(BATCH), 50, np.nan)), "peak is nan"),
    "a negative peak": (lambda: next(train(MODEL, repeat(BATCH), 50, -0.1)), "peak is -0.1"),
    "a negative max_norm": (lambda: AdamW(MODEL.parameters, max_norm=-1), "max_norm is -1"),
    "20 bits": (lambda: quantized(np.ones((2, 4)), 20, 4), "n_bits is 20"),
    "no bits": (lambda: quantized(np.ones((2, 4)), 0, 4), "n_bits is 0"),
    "blocks of none": (lambda: quantized(np.ones((2, 4)), 4, 0), "n_block is 0"),
    "a model's blocks of none": (lambda: with_quantized(MODEL, 4, 0), "n_block is 0"),
    "more beginnings than a text has": (lambda: Reader(MODEL, 4)([1], 3), "1 tokens has no 4"),
    "a draft of NaN": (lambda: guessed(np.array([np.nan, 0.5, 0.5])), "not probabilities"),
    "an empty prompt": (lambda: SMOL.answer_probabilities([""], ["a b"]), "a prompt is empty"),
    "a vote of no distribution": (lambda: vote([0.9, 0.8], 3), "not probabilities"),
    "the best of no distribution": (lambda: best_of([0.9, 0.8], [1, 0], 3), "not probabilities"),
    "one of -0.5": (lambda: one_of(-0.5, 3), "p is -0.5"),
    "a law through 0": (lambda: PowerLaw.fit([0, 1, 2], [1, 2, 3]), "above 0"),
    "a law through -1": (lambda: PowerLaw.fit([1, 2, 3], [1, -1, 3]), "above 0"),
    "a law at one x": (lambda: PowerLaw.fit([2, 2, 2], [1, 2, 3]), "and two x"),
    "an empty tokenizer.json": (lambda: from_json({}), "tokenizer.json: its content"),
    "no vocabulary": (lambda: from_json({"model": {"type": "BPE", "vocab": None}}), "its content"),
    "no eps": (lambda: config_from_json(CONFIG | {"rms_norm_eps": None}), "config.json: norm_eps"),
    "rules that never end": (lambda: grammar({"SENTENCE": {"so SENTENCE": 1}}), "never end"),
    "a negative rate": (lambda: AdamW(MODEL.parameters).step(-1), "rate is -1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_plain_words(name: str) -> None:
    call, message = REFUSED[name]
    before = {key: p.data.copy() for key, p in MODEL.parameters.items()}
    with pytest.raises((ValueError, IndexError, TypeError), match=message):
        call()
    for key, p in MODEL.parameters.items():
        np.testing.assert_array_equal(p.data, before[key])


def test_a_token_of_weight_0_may_be_impossible() -> None:
    """As with `ignore_index` of torch, which gives log 2."""
    logits = Tensor(np.array([[-np.inf, 0], [0, 0]]))
    loss = cross_entropy(logits, np.array([0, 0]), np.array([0.0, 1]))
    assert loss.data == pytest.approx(np.log(2))
    np.testing.assert_allclose(loss.gradients()[logits], np.array([[0, 0], [-0.5, 0.5]]))
    targets = np.array([[0.0, 1], [1, 0]])
    loss = soft_cross_entropy(logits, targets, np.array([1.0, 1]))
    assert loss.data == pytest.approx(np.log(2))


def test_answers_with_one_score_are_as_good_as_each_other() -> None:
    """The first that came is taken, which each is as often as its share."""
    assert best_of([0.6, 0.4], [0, 0], 3) == pytest.approx(0.6)
    p, scores, n = [0.3, 0.2, 0.4, 0.1], np.array([1, 1, 0, 2]), 3
    ways = list(product(range(4), repeat=n))
    best = [way[scores[list(way)].argmax()] for way in ways]
    taken = sum(np.prod([p[i] for i in way]) for way, it in zip(ways, best, strict=True) if it == 0)
    assert best_of(p, scores, n) == pytest.approx(taken)


def test_a_mixture_is_quantized_matrix_by_matrix() -> None:
    fewer = with_quantized(MIXTURE, 3, 2).parameters["layers.0.down"].data
    for i, w in enumerate(MIXTURE.parameters["layers.0.down"].data):
        np.testing.assert_array_equal(fewer[i], quantized(w, 3, 2))


def test_a_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    safetensors_file.write(path, {"w": (2, 2)}, [np.ones((2, 2))], {})
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(ValueError, match=r"model\.safetensors is cut short or damaged"):
        safetensors_file.load(path)
    for text in ("", "[]"):
        path.with_suffix(".json").write_text(text)
        with pytest.raises(ValueError, match=r"model\.json"):
            content_of(path.with_suffix(".json"))


def test_vectors_of_whole_numbers() -> None:
    x = np.arange(12).reshape(4, 3)
    ours, theirs = (
        SparseAutoencoder.initial(it, 2, np.random.default_rng(0)) for it in (x, x.astype(float))
    )
    for name, p in ours.parameters.items():
        np.testing.assert_array_equal(p.data, theirs.parameters[name].data)


def test_a_loss_is_older_than_the_last_step() -> None:
    """As torch does: the gradient of what was computed before would be that of other numbers."""
    w = Tensor(np.array([[2.0]]))
    first, second = (w @ w).sum(), (w @ w).sum()
    optimizer = AdamW({"w": w})
    first.backward()
    optimizer.step(0.1)
    with pytest.raises(ValueError, match="an optimizer has moved a parameter since"):
        second.backward()
    (w @ w).sum().backward()


def test_views_that_share_no_number_and_a_frozen_twin_are_trained() -> None:
    both = np.zeros((2, 6))
    one, two = Tensor(both[:, ::2]), Tensor(both[:, 1::2])
    twin = Tensor(one.data, requires_grad=False)
    optimizer = AdamW({"one": one, "two": two, "twin": twin}, weight_decay=0)
    (one.sum() - two.sum()).backward()
    optimizer.step(0.1)
    np.testing.assert_allclose(both, np.tile([-0.1, 0.1], (2, 3)), rtol=1e-6)
