"""The lesson in one file computes what the package computes, from the same numbers."""

import ast
import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy, answered
from lessoncode.alignment.preferences import bradley_terry
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.generate import generate_answers
from lessoncode.model.layers import cross_entropy, log_prob
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.training import checkpoints
from lessoncode.training.batches import answer_row, padded
from lessoncode.training.optimizer import AdamW

FILE = ROOT / "examples/whole/lesson.py"
SPLIT = r" ?\w+| ?[^\w\s]+|\s+"  # that of `pieces`
Names = dict[str, Any]


def test_stages_of_the_page_are_all_that_print() -> None:
    page = (ROOT / "docs/lesson/whole.md").read_text("utf-8")
    record = FILE.with_suffix(".out").read_text("utf-8")
    printing = re.findall(r"\[start:(\w+)\]", record)
    assert re.findall(r'data-region="(\w+)"', page) == printing


def kept(node: ast.stmt) -> bool:
    """Whether it defines something, without training, asking or printing."""
    if isinstance(node, ast.Expr | ast.For):
        return False
    return not (isinstance(node, ast.Assign) and "train(" in ast.unparse(node))


@pytest.fixture(scope="module")
def lesson() -> Names:
    """What the file defines, its models as they are before any training, but with larger noise."""
    tree = ast.parse(FILE.read_text("utf-8"))
    tree.body = [node for node in tree.body if kept(node)]
    names: Names = {"__name__": "lesson"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [str(FILE)])
        exec(compile(tree, str(FILE), "exec"), names)
    rng = np.random.default_rng(1)
    for p in names["untrained"].values():
        p.data = rng.normal(0, 0.3, p.data.shape)
    for name in ("base", "assistant", "policy"):
        names[name] = names["copy"](names["untrained"])
    names["judge"] = names["copy"](names["untrained"])
    names["judge"]["reward"] = names["Tensor"](rng.normal(0, 1, (names["N_EMBD"], 1)))
    for p in names["policy"].values():
        p.data = p.data + rng.normal(0, 0.02, p.data.shape)
    return names


def in_package(lesson: Names, w: Any) -> dict[str, Array]:
    """Weights, or their gradients, under the package's names and in its shapes."""
    found = {"embedding": w["embedding"]}
    for i in range(lesson["N_LAYER"]):
        place = f"layers.{i}."
        found[place + "qkv"] = np.concatenate([w[n, i].T for n in ("query", "key", "value")])
        found[place + "attention_out"] = w["out", i].T
        found[place + "gate_up"] = np.concatenate([w["gate", i].T, w["up", i].T])
        found[place + "down"] = w["down", i].T
    return found


def model_of(lesson: Names, w: Any) -> Transformer:
    sizes = [lesson[f"N_{name}"] for name in ("VOCAB", "EMBD", "LAYER", "HEAD", "HEAD", "HIDDEN")]
    config = Config(*sizes)
    weights = in_package(lesson, {name: p.data for name, p in w.items()})
    norms = {name: np.ones(s) for name, s in config.shapes().items() if name.endswith("norm")}
    return Transformer(config, weights | norms)


def assert_same_gradients(lesson: Names, w: Any, loss: Any, model: Any) -> None:
    """The norms' weights, which the file leaves out, have gradients in the package alone."""
    slopes = lesson["gradients"](loss)
    ours = in_package(lesson, {name: slopes[p] for name, p in w.items()})
    for name, grad in ours.items():
        theirs = model.parameters[name].grad
        assert theirs is not None and np.abs(theirs).max() > 0
        np.testing.assert_allclose(grad, theirs, rtol=1e-10, atol=1e-12, err_msg=name)


def some_ids(lesson: Names, rows: int = 3, n_seq: int = 11) -> Array:
    return np.random.default_rng(2).integers(lesson["N_VOCAB"], size=(rows, n_seq))


def test_tokens_are_those_of_the_package(lesson: Names) -> None:
    text = " ".join(lesson["documents"])
    assert lesson["ID"] == bpe_training.train(text, 104, SPLIT)


def texts(lesson: Names) -> Iterator[str]:
    yield from lesson["documents"][:200]
    rng = random.Random(0)
    for _ in range(300):
        yield "".join(rng.choices("wthe  capitlofrns?.!é雨\n", k=rng.randrange(30)))


def test_ids_are_those_of_the_package(lesson: Names) -> None:
    tokenizer = BytePairTokenizer(lesson["ID"], SPLIT)
    for text in texts(lesson):
        ids = lesson["encode"](text)
        assert ids == tokenizer.encode(text), text
        assert lesson["decode"]([*ids, lesson["END"]]) == text


@pytest.mark.parametrize("layers", [1, 2])
def test_logits_and_gradients_are_those_of_the_package(lesson: Names, layers: int) -> None:
    lesson = lesson | {}
    before = lesson["N_LAYER"]
    spaces = lesson["transformer"].__globals__  # the functions read it there
    spaces["N_LAYER"] = lesson["N_LAYER"] = layers
    try:
        w, ids = lesson["noise"](), some_ids(lesson)
        for p in w.values():
            p.data = p.data * 3
        model = model_of(lesson, w)
        logits = lesson["logits"](w, ids).data
        np.testing.assert_allclose(logits, model(ids).data, rtol=1e-10, atol=1e-12)
        log_p = lesson["log_probs"](w, ids)
        theirs = log_prob(model(ids[:, :-1]), ids[:, 1:]).data
        np.testing.assert_allclose(log_p.data, theirs, rtol=1e-10, atol=1e-12)
        cross_entropy(model(ids[:, :-1]), ids[:, 1:]).backward()
        loss = log_p.sum() * (-1 / log_p.data.size)
        assert_same_gradients(lesson, w, loss, model)
    finally:
        spaces["N_LAYER"] = before


def test_every_operation_has_the_slope_of_finite_differences(lesson: Names) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.uniform(0.5, 1.5, (2, 3, 4)), rng.uniform(0.5, 1.5, (3, 1))

    def value(x: Any, y: Any) -> Any:
        z = (x * y - x**-0.5 + y).exp().log() @ x.swapaxes(-1, -2)
        return (z.reshape(2, 9)[[0, 1, 1], [2, 3, 3]] * z.sum(-1).sum()).sum()

    make = lesson["Tensor"]
    x, y = make(a), make(b)
    slopes = lesson["gradients"](value(x, y))
    for array, found in ((a, slopes[x]), (b, slopes[y])):
        for place in np.ndindex(array.shape):
            sides = []
            for step in (1e-5, -1e-5):
                kept = array[place]
                array[place] = kept + step
                sides.append(float(value(make(a), make(b)).data))
                array[place] = kept
            assert found[place] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-6)


def test_steps_are_those_of_adam(lesson: Names) -> None:
    start = np.random.default_rng(4).normal(size=(3, 2))
    w, p = {"p": lesson["Tensor"](start)}, Tensor(start.copy())
    optimizer = AdamW({"p": p}, weight_decay=0.0, max_norm=float("inf"))
    lesson["train"](w, lambda w: (w["p"] * w["p"] - w["p"]).sum(), 30, peak=0.01)
    for step in range(1, 31):
        (p * p - p).sum().backward()
        optimizer.step(0.01 * min(step / 20, 1.0, 1.1 - step / 30))
    np.testing.assert_allclose(w["p"].data, p.data, rtol=1e-12)


def fresh_dice(lesson: Names) -> np.random.Generator:
    """A generator at the same place as the one that the file now goes on with."""
    lesson["write"].__globals__["rng"] = np.random.default_rng(5)
    return np.random.default_rng(5)


def test_it_draws_what_the_package_draws(lesson: Names) -> None:
    rng, prompts = fresh_dice(lesson), some_ids(lesson, 20, 4).tolist()
    written = lesson["write"](lesson["policy"], prompts)
    model = model_of(lesson, lesson["policy"])
    assert written == generate_answers(model, prompts, 12, rng, stop=lesson["END"])


def test_prompts_of_several_lengths_do_not_disturb_each_other(lesson: Names) -> None:
    w, ids = lesson["policy"], some_ids(lesson, 2, 9)
    long, short = ids[0].tolist(), ids[1, :4].tolist()
    dice = np.random.default_rng(6).random((12, 2, 1))
    alone = []
    for i, prompt in enumerate((long, short)):
        rows = iter(dice[:, i : i + 1])
        lesson["write"].__globals__["rng"] = Dice(rows)
        alone += lesson["write"](w, [prompt])
    lesson["write"].__globals__["rng"] = Dice(iter(dice))
    assert lesson["write"](w, [long, short]) == alone


class Dice:
    """A generator whose numbers are given."""

    def __init__(self, numbers: Iterator[Array]) -> None:
        self.numbers = numbers

    def random(self, shape: tuple[int, int]) -> Array:
        number = next(self.numbers)
        assert number.shape == shape
        return number


def test_rewards_and_their_loss_are_those_of_the_package(lesson: Names) -> None:
    rng, judge = fresh_dice(lesson), lesson["judge"]
    scorer = Scorer(model_of(lesson, judge), judge["reward"].data.T.copy())
    loss = lesson["comparison_loss"](judge)
    some = rng.integers(len(lesson["comparisons"]), size=16)
    triples = [lesson["comparisons"][i] for i in some]
    rows = [answer_row(prompt, answer) for prompt, answer, _ in triples]
    rows += [answer_row(prompt, answer) for prompt, _, answer in triples]
    scores = scorer.scores(padded(rows))
    theirs = bradley_terry(scores[:16] - scores[16:]).mean()
    theirs.backward()
    assert float(loss.data) == pytest.approx(float(theirs.data), rel=1e-12)
    body = {name: p for name, p in judge.items() if name != "reward"}
    embedding = body["embedding"]
    assert_same_gradients(lesson, body, loss, scorer.body)
    head = scorer.head.grad
    assert head is not None and embedding is judge["embedding"]
    slopes = lesson["gradients"](loss)
    np.testing.assert_allclose(slopes[judge["reward"]], head.T, rtol=1e-10, atol=1e-12)


def test_the_policy_gradient_is_that_of_the_package(lesson: Names) -> None:
    rng, w, end = fresh_dice(lesson), lesson["policy"], lesson["END"]
    loss = lesson["reward_loss"](w)
    countries = np.repeat(rng.choice(lesson["COUNTRIES"], 4), 8)
    prompts = [lesson["prompt_of"](country) for country in countries]
    assert len({len(prompt) for prompt in prompts}) == 1  # so both draw in one order
    policy = Policy(model_of(lesson, w), end, 12)
    policy.reference = model_of(lesson, lesson["assistant"]).frozen()
    batch = answered(prompts, generate_answers(policy.model, prompts, 12, rng, stop=end))
    judge = lesson["judge"]
    scorer = Scorer(model_of(lesson, judge), judge["reward"].data.T.copy())
    settings: Names = {"kl_in": "reward", "by_std": False, "by_length": False}
    grpo = GRPO(policy, prompts, scorer.reward, lesson["PRICE"], **settings)
    log_old = policy.log_probs(batch).data
    rewards = grpo.rewards(batch, log_old).reshape(4, 8)
    advantages = (rewards - rewards.mean(-1, keepdims=True)).reshape(-1)
    grpo.loss(batch, log_old, advantages).mean().backward()
    assert_same_gradients(lesson, w, loss, policy.model)


def test_the_story_holds_for_each_seed() -> None:
    shares = checkpoints.load("whole/seeds").arrays["shares"].reshape(3, 3, 5)
    for base, assistant, policy in shares:  # asks, right, wrong, kind, refuses
        assert base[0] > 0.9 and base[1] == 0
        assert assistant[0] < 0.1 and min(assistant[[1, 3, 4]]) > 0.2
        assert policy[3] > 0.9 and policy[4] < 0.05
