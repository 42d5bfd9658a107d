"""Inputs off the path: once they gave nonsense in silence, or never returned."""

from collections.abc import Callable
from itertools import product, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lessoncode import svg
from lessoncode.alignment.best_of_n import best_of_n
from lessoncode.alignment.dpo import DPO, dpo_loss
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.optimum import expected_advantages
from lessoncode.alignment.policy import Policy, answered, some_rows
from lessoncode.alignment.ppo import PPO, gae
from lessoncode.alignment.preferences import (
    Comparisons,
    accuracy,
    bradley_terry,
    comparison_batches,
    judged,
)
from lessoncode.alignment.rewards import Scorer
from lessoncode.measures.calibration import calibration, expected_calibration_error
from lessoncode.measures.drift import survivors
from lessoncode.measures.information import kl_divergence
from lessoncode.measures.permutation import gap_p, order_p, p_value
from lessoncode.measures.power_law import PowerLaw
from lessoncode.measures.steepness import steepest
from lessoncode.measures.votes import best_of, one_of, vote
from lessoncode.model.attention import attention
from lessoncode.model.checks import as_many, count, distribution, number
from lessoncode.model.layers import (
    cross_entropy,
    embedding,
    linear,
    log_prob,
    rms_norm,
    swiglu,
)
from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
from lessoncode.model.quantize import quantized, with_quantized
from lessoncode.model.sampling import draw
from lessoncode.model.speculative import Reader, look_up, one_pass
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.model.vision import VisionTransformer
from lessoncode.play import levels
from lessoncode.play.answer import graded
from lessoncode.pretrained import safetensors_file
from lessoncode.pretrained.export import content_of
from lessoncode.pretrained.llama_format import config_from_json, config_to_json, parameters, tensors
from lessoncode.pretrained.smollm import SmolLM2, chat_template
from lessoncode.pretrained.tokenizer_json import from_json
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.training.batches import Batch, Row, packed_batches, padded, shuffled
from lessoncode.training.distillation import Lesson, hard, soft_cross_entropy
from lessoncode.training.loop import train
from lessoncode.training.lora import LowRank
from lessoncode.training.optimizer import AdamW
from lessoncode.training.sparse_autoencoder import SparseAutoencoder, found
from lessoncode.worlds.world import World, grammar

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
HALVES = np.array([0.5, 0.5])
WHOLE, NEVER = np.array([[1, 1]]), Tensor(np.array([[-np.inf, -np.inf], [0, 0]]))
THIRDS = np.full((2, 3), 1 / 3)
MIXTURE = MixtureTransformer.initial(MixtureConfig(*SHAPE, n_expert=4), RNG)


def guessed(q: Array) -> Any:
    return one_pass(lambda ids, n: np.full((n + 1, 3), 1 / 3), lambda ids: q, [0], 1, lambda p: 0)


def checked(ps: Array) -> Any:
    return one_pass(lambda ids, n: ps, lambda ids: THIRDS[0], [0], 1, lambda p: 0)


def lesson(*weights: float) -> Lesson:
    return Lesson(np.zeros((1, 2), int), np.zeros((1, 2, 3)), np.array([weights]))


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
    "an empty tokenizer.json": (lambda: from_json({}), "tokenizer.json: no 'model'"),
    "no vocabulary": (
        lambda: from_json({"model": {"type": "BPE", "vocab": None}}),
        "model's vocab",
    ),
    "a model that is a text": (lambda: from_json({"model": "x"}), "its model is not"),
    "no eps": (lambda: config_from_json(CONFIG | {"rms_norm_eps": None}), "config.json: norm_eps"),
    "True as a count": (lambda: count(n=True), "n is True: give a whole number"),
    "a number beyond all": (lambda: number(beta=10**400), "give a finite number"),
    "uneven probabilities": (lambda: distribution([[0.5, 0.5], [1.0]]), "are no array of numbers"),
    "a text as probabilities": (lambda: distribution("all"), "are no array of numbers: 'all'"),
    "one number as a row": (lambda: as_many(p=np.ones(2), q=np.array(1)), "q is one number"),
    "True as a number": (lambda: number(beta=True), "beta is True: give a finite number"),
    "a norm's eps of 0": (lambda: Config(*SHAPE, norm_eps=0), "norm_eps is 0: give .* above 0"),
    # mypy rejects a word for a truth; a reader without it gets these words
    "tied, perhaps": (lambda: Config(*SHAPE, tied="no"), "tied is 'no': give True or False"),  # type: ignore[arg-type]
    "a layer True": (lambda: MODEL.layer(True), "i is True"),
    "a layer too many": (lambda: MODEL.layer(2), "there is no layer 2, but 2, counted from 0"),
    "a cache of one layer more": (
        lambda: MODEL.frozen()([[1, 2]], 3 * MODEL.cache(1, 4)[:1]),
        "a cache of 3 layers does not fit a model of 2",
    ),
    "a cache for other texts": (
        lambda: MODEL.frozen()([[1, 2]], MODEL.cache(3, 4)),
        "this cache is for 3 texts, not 1",
    ),
    "logits of no token": (
        lambda: log_prob(Tensor(np.zeros((0, 0))), np.zeros(0, int)),
        r"do not fit logits of shape \(0, 0\)",
    ),
    "a weight of one axis": (
        lambda: linear(Tensor(np.ones((2, 3))), Tensor(np.ones(3))),
        r"a weight of shape \(3,\) does not fit Tensor of shape \(2, 3\)",
    ),
    "an embedding of one axis": (
        lambda: embedding(Tensor(np.ones(3)), np.array([1])),
        r"an embedding has the shape \(3,\), not \[n_vocab, n_embd\]",
    ),
    "a norm of two axes": (
        lambda: rms_norm(Tensor(np.ones((2, 3))), Tensor(np.ones((1, 3))), 1e-5),
        r"a weight of shape \(1, 3\) does not fit",
    ),
    "halves of one number": (lambda: swiglu(Tensor(1.0)), "has no two halves"),
    "attention in no batch": (
        lambda: attention(Tensor(np.ones((3, 12))), MODEL.config.heads),
        r"do not fit queries, keys and values of shape \(3, 12\)",
    ),
    # mypy rejects these operands; a reader without it gets these words
    "Tensor ** None": (lambda: Tensor([1.0]) ** None, "a power is a plain number, not None"),  # type: ignore[operator]
    "Tensor ** Tensor": (lambda: Tensor([1.0]) ** Tensor(2.0), "a power is a plain number"),  # type: ignore[operator]
    "two shapes": (
        lambda: Tensor([1.0, 2]) + np.ones(3),
        r"Tensor of shape \(2,\) does not fit Tensor of shape \(3,\)",
    ),
    "two matrices": (lambda: Tensor(np.ones((2, 3))) @ np.ones((2, 3)), r"\(2, 3\) does not fit"),
    "ragged rows": (lambda: Tensor([[1.0], [1.0, 2]]), "rows of different lengths"),
    "five numbers in two rows": (
        lambda: Tensor(np.ones(5)).reshape(2, -1),
        r"Tensor of shape \(5,\) cannot have the shape \(2, -1\)",
    ),
    "an element too many": (lambda: Tensor(np.ones(5))[5], "has no part 5"),
    "an axis too many": (lambda: Tensor(np.ones(5)).sum((0, 1)), "has no axis 1"),
    "an axis to exchange": (lambda: Tensor(np.ones((5, 2))).swapaxes(0, -3), "has no axis -3"),
    # mypy rejects an id of 2.7; a reader without it gets these words
    "an id of 2.7": (lambda: padded([Row([1, 2.7], [True, True])]), "are integers, not float64"),  # type: ignore[list-item]
    # mypy rejects -3 where a token is learned or not; a reader without it gets these words
    "learned -3 times": (lambda: padded([Row([1, 2], [True, -3])]), "neither learned nor not"),  # type: ignore[list-item]
    "an optimizer's eps of 0": (lambda: AdamW(TABLE.parameters, eps=0), "eps is 0: give"),
    "an optimizer that forgets nothing": (
        lambda: AdamW(TABLE.parameters, betas=(1, 0.9)),
        r"betas are \(1, 0.9\): give two numbers, 0 or more and below 1",
    ),
    "a vector of NaN": (lambda: found(NAN[None], np.eye(2)), "a number is NaN or infinite"),
    "True as an id": (
        lambda: VisionTransformer.looking(MODEL.config, 4, RNG)([[True]]),
        "ids of words and patches are integers, not bool",
    ),
    "row -1 of a batch": (
        lambda: some_rows(BATCH, np.array([-1])),
        "rows go from 0 to 0, these go from -1 to -1",
    ),
    "an empty special token": (
        lambda: BytePairTokenizer({b"a": 0}, GPT2_SPLIT, {"": 9}),
        "special",
    ),
    "a group of -1": (
        lambda: expected_advantages(np.array([0.0, 1]), HALVES, -1, False),
        "n_group is -1",
    ),
    "a law of -1 points": (lambda: PowerLaw(1, 1, 1, 1, -1, 0, 1), "n is -1"),
    "a world of 2.5": (lambda: World({"a": 2.0, "b": 0.5}), "a sum is off by 1.5"),
    "rules that never end": (lambda: grammar({"SENTENCE": {"so SENTENCE": 1}}), "never end"),
    "a score of NaN": (lambda: best_of_n(HALVES, NAN, 2), "give a number as the score"),
    "scores of other answers": (lambda: best_of_n(HALVES, np.ones(3), 2), r"scores \(3,\) of"),
    "a target of NaN": (lambda: checked(THIRDS * np.nan), "not probabilities"),
    "a target of 5": (lambda: checked(THIRDS * 5), "not probabilities"),
    "a target that is too short": (
        lambda: checked(THIRDS[:1]),
        r"\(1, 3\) numbers, not \[2, n_vocab\]",
    ),
    "two vocabularies": (lambda: checked(np.full((2, 4), 0.25)), r"\(3,\) tokens, the target for"),
    "a guess of -1": (lambda: look_up(1, 4)([-1, -1]), "guesses go from 0 to 3"),
    "a guess beyond": (lambda: look_up(1, 2)([5, 5, 5]), "guesses go from 0 to 1"),
    # mypy rejects a table as a Transformer; what a reader without mypy gets is the point here
    "a reader of a table": (lambda: Reader(TABLE, 4), "give a Transformer"),  # type: ignore[arg-type]
    "steps below float16": (
        lambda: quantized(np.array([[0, 3e-6]]), 8, 2),
        "too small for float16",
    ),
    "survivors of 2.7": (lambda: survivors([0.9, 0.9, 0.9], 10, 2), "has the sum 2.7"),
    "survivors of two worlds": (lambda: survivors([[0.5, 0.5]], 3, 2), r"p \(1, 2\) has the sum 1"),
    "two votes": (lambda: vote([[0.5, 0.5]], 3), r"p has the shape \(1, 2\)"),
    "the best of two votes": (lambda: best_of([[0.5, 0.5]], [[0, 1]], 3), r"the shape \(1, 2\)"),
    "a lesson's text -1": (lambda: lesson(1, 1).rows(np.array([-1])), "texts go from 0 to 0"),
    "a lesson of no texts": (lambda: lesson(1, 1).rows(np.zeros(0, int)), "texts is 0"),
    "weights of sum 0": (lambda: lesson(1, -1).rows(np.array([0])), "the least weight is -1"),
    "a weight of NaN": (lambda: lesson(1, np.nan).rows(np.array([0])), "the least weight is nan"),
    "an infinite weight": (lambda: lesson(1, np.inf).rows(np.array([0])), "sum of weights is inf"),
    # mypy rejects a vocabulary of 3.5 tokens; a reader without it gets the error
    "half a token": (lambda: hard(BATCH, 3.5), "n_vocab is 3.5"),  # type: ignore[arg-type]
    "prompts that are one text": (
        lambda: SMOL.next_token_probabilities("abba"),
        "one text, 'abba'",
    ),
    "answers that are one text": (lambda: SMOL.answer_probabilities(["a"], "b"), "one text, 'b'"),
    "fewer answers": (lambda: SMOL.answer_probabilities(["a", "b"], ["a"]), "2 prompts, but 1 ans"),
    # mypy rejects a turn without a text; a reader without it gets the error
    "half a turn": (lambda: chat_template([("user",)]), "a role and a text"),  # type: ignore[list-item]
    "tied, perhaps, in a file": (
        lambda: config_from_json(CONFIG | {"tie_word_embeddings": "false"}),
        "config.json: tied is 'false': give True or False",
    ),
    "no angles": (
        lambda: config_from_json(CONFIG | {"rope_parameters": "x"}),
        "config.json: rope_parameters is 'x'",
    ),
    "a billion layers": (
        lambda: parameters(config_from_json(CONFIG | {"num_hidden_layers": 10**9}), {}),
        "claims 1,000,000,000 layers of 0 tensors",
    ),
    "a tensor of NaN": (
        lambda: parameters(MODEL.config, {name: t * np.nan for name, t in tensors(MODEL)}),
        "the tensor model.embed_tokens.weight holds a number that is not finite",
    ),
    "DPO away from raters": (lambda: dpo_loss(Tensor(HALVES), PAIR, -1), "beta is -1"),
    "DPO of other answers": (lambda: dpo_loss(Tensor([[0.0]]), PAIR, 1), r"shape \(1, 1\), not"),
    "evidence in rows": (
        lambda: gap_p(np.ones((2, 2)), NAN, 9, RNG),
        r"ours has the shape \(2, 2\)",
    ),
    "one shuffle": (lambda: p_value(0.0, np.array(1.0)), r"shuffled has the shape \(\)"),
    "an endless axis": (lambda: steepest([-1e308, 1e308], [0, 1]), "x goes from -1e.308 to 1e.308"),
    "an endless curve": (lambda: steepest([0, 1], [-1e308, 1e308]), "y goes from -1e.308 to"),
    "a path of no points": (lambda: svg.rounded([], 5), "give 1 or more"),
    "a path to NaN": (lambda: svg.rounded([(0, 0), (np.nan, 1)], 5), "of two finite numbers"),
    "a corner of radius -1": (lambda: svg.rounded([(0, 0)], -1), "radius is -1"),
    "a width of NaN": (lambda: svg.css(stroke_width=np.nan), "the number nan, which is not finite"),
    "a layer before the first": (lambda: levels.head(SMOL, [0], 0, 1), "layer is 0"),
    "a head before the first": (lambda: levels.head(SMOL, [0], 1, 0), "number is 0"),
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


def test_right_results_off_the_path() -> None:
    """What once was NaN, or cut to whole numbers; the numbers are counted by hand."""
    worth = bradley_terry(Tensor([np.inf]), np.ones(1))
    np.testing.assert_array_equal(worth.data, [0])
    advantages = gae(WHOLE, np.array([[0.5, 0.25]]), WHOLE > 0, 0.95)
    np.testing.assert_allclose(advantages, [[1.4625, 0.75]])


def test_a_token_of_weight_0_may_be_impossible() -> None:
    """As with `ignore_index` of torch, which gives log 2."""
    logits = Tensor(np.array([[-np.inf, 0], [0, 0]]))
    loss = cross_entropy(logits, np.array([0, 0]), np.array([0.0, 1]))
    assert loss.data == pytest.approx(np.log(2))
    np.testing.assert_allclose(loss.gradients()[logits], np.array([[0, 0], [-0.5, 0.5]]))
    with np.errstate(invalid="ignore"):  # a row of which no token is possible
        loss = cross_entropy(NEVER, np.array([0, 0]), np.array([0.0, 1]))
        np.testing.assert_allclose(loss.gradients()[NEVER], np.array([[0, 0], [-0.5, 0.5]]))
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
    content = path.read_bytes()
    for length in (0, 1, 8, 20, len(content) - 3):
        path.write_bytes(content[:length])
        for read in (safetensors_file.load, safetensors_file.mapped):
            with pytest.raises(ValueError, match=r"model\.safetensors is cut short or damaged"):
                read(path)
    for text in ("", "[]"):
        path.with_suffix(".json").write_text(text)
        with pytest.raises(ValueError, match=r"model\.json"):
            content_of(path.with_suffix(".json"))


def test_an_impossible_text_is_no_evidence() -> None:
    """As a text of a very low log-probability. Of 70 exchanges one looks as unusual."""
    ours, others = np.array([5.0, 6, 7, 8]), np.array([-np.inf, 2, 3, 4])
    low = np.maximum(others, -1e6)
    impossible, unlikely = (gap_p(ours, it, 7000, np.random.default_rng(0)) for it in (others, low))
    assert impossible == unlikely == pytest.approx(1 / 70, rel=0.2)
    assert gap_p(others, ours, 99, RNG) == 1


def test_a_billion_bins() -> None:
    assert expected_calibration_error([0.5, 0.25], [1, 0], 10**9) == pytest.approx(3 / 8)


@pytest.mark.parametrize("n_bins", [1, 3, 10, 49])
def test_confidences_at_the_edges_of_bins(n_bins: int) -> None:
    for confidence in {*np.arange(n_bins + 1) / n_bins, *(i * (1 / n_bins) for i in range(n_bins))}:
        for c in np.nextafter(confidence, [0, confidence, 1]):
            found = calibration(
                [c, *np.arange(1, n_bins + 1) / n_bins], np.ones(n_bins + 1), n_bins
            )
            m = next(m for m in range(n_bins) if c <= (m + 1) / n_bins)
            assert [b.n for b in found] == [1 + (i == m) for i in range(n_bins)]


def test_a_quantized_model_sees_what_it_was_shown() -> None:
    looking = VisionTransformer.looking(MODEL.config, 4, RNG).shown(np.ones((2, 4)))
    fewer = with_quantized(looking, 4, 2)
    rounded = {
        name: quantized(p.data, 4, 2) for name, p in looking.parameters.items() if p.data.ndim > 1
    }
    kept = {name: p.data for name, p in looking.parameters.items()} | rounded
    wanted = VisionTransformer(MODEL.config, kept).shown(np.ones((2, 4)))
    np.testing.assert_array_equal(fewer([[1, 7, 8]]).data, wanted([[1, 7, 8]]).data)


def test_a_path_that_stands_still() -> None:
    assert svg.rounded([(0, 0), (0, 0), (1, 1)], 5) == "M0 0L0 0Q0 0 0.5 0.5L1 1"


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


def test_half_of_a_character_in_an_answer() -> None:
    code = 'def utf8(code): return [*chr(code).encode()] or "\ud83d"'
    assert graded("tokens-1", code, lambda: None)["fault"] is None
