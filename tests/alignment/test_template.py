"""Which tokens of a conversation are learned, and that padding is nothing but room."""

from itertools import islice

import numpy as np
import pytest

from lessoncode.alignment.template import SPECIAL_TOKENS, Template, Turn
from lessoncode.model.layers import cross_entropy
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words
from lessoncode.training.batches import Batch, Row, padded, row_batches
from lessoncode.training.threads import Threads

TALK = [
    Turn("system", "be brief"),
    Turn("user", "capital of france"),
    Turn("assistant", "paris"),
    Turn("user", "sure"),
    Turn("assistant", "yes sure"),
]
TALKS = [
    TALK,
    [Turn("user", "sure"), Turn("assistant", "yes")],
    [Turn("user", "be brief"), Turn("assistant", "")],
]
WORDS = Words([*(turn.text for turn in TALK), " ".join(SPECIAL_TOKENS)])
BYTES = {bytes([byte]): byte for byte in range(256)}
BPE = BytePairTokenizer(
    BYTES, GPT2_SPLIT, {token: 256 + i for i, token in enumerate((END, *SPECIAL_TOKENS))}
)
CONFIG = Config(WORDS.n_vocab, 8, 2, 2, 1, 12)


def model() -> Transformer:
    return Transformer.initial(CONFIG, np.random.default_rng(1), np.float64)


def examples() -> list[Row]:
    template = Template(WORDS)
    return [template.row(talk) for talk in TALKS]


def loss_and_gradients(batch: Batch) -> tuple[float, dict[str, Array]]:
    ours = model()
    with Threads(ours, 1) as threads:
        loss = threads.backward(batch)
    return loss, {name: p.grad for name, p in ours.parameters.items() if p.grad is not None}


@pytest.mark.parametrize("tokenizer", [WORDS, BPE])
def test_the_assistants_words_and_ends_are_learned_and_nothing_else(
    tokenizer: Words | BytePairTokenizer,
) -> None:
    """Written out by hand, so that no rule of the template decides what is right."""
    pieces = [
        (f"{END} <|system|>", False),
        ("be brief", False),
        ("<|end|> <|user|>", False),
        ("capital of france", False),
        ("<|end|> <|assistant|>", False),
        ("paris", True),
        ("<|end|>", True),
        ("<|user|>", False),
        ("sure", False),
        ("<|end|> <|assistant|>", False),
        ("yes sure", True),
        ("<|end|>", True),
    ]
    ids: list[int] = []
    learned: list[bool] = []
    for text, ours in pieces:
        if isinstance(tokenizer, Words):
            new = tokenizer.encode(text)
        elif text.startswith("<"):
            new = [tokenizer.special_tokens[token] for token in text.split()]
        else:
            new = list(text.encode())
        ids += new
        learned += [ours] * len(new)
    template = Template(tokenizer)
    assert template.row(TALK) == (ids, learned)
    until_answer = len(ids) - len(tokenizer.encode("yes sure")) - 1
    assert template.prompt(TALK[:4]) == ids[:until_answer]
    assert ids[-1] == template.end_id


def test_weights_stand_where_the_target_is_learned() -> None:
    batch = padded(examples())
    assert batch.weights is not None
    words = [
        [WORDS.words[i] for i in row[weights == 1]]
        for row, weights in zip(batch.targets, batch.weights, strict=True)
    ]
    assert words == [
        ["paris", "<|end|>", "yes", "sure", "<|end|>"],
        ["yes", "<|end|>"],
        ["<|end|>"],
    ]
    assert set(np.unique(batch.weights)) == {0, 1}
    np.testing.assert_array_equal(batch.ids[:, 1:], batch.targets[:, :-1])


def test_the_logits_gradient_is_0_where_the_target_is_no_answer() -> None:
    batch = padded(examples())
    assert batch.weights is not None
    logits = Tensor(model()(batch.ids).data)
    cross_entropy(logits, batch.targets, batch.weights).backward()
    assert logits.grad is not None
    learned = np.isin(np.arange(batch.ids.size).reshape(batch.ids.shape), answer_places())
    assert (logits.grad[~learned] == 0).all()
    assert (logits.grad[learned] != 0).any(-1).all()
    assert learned.sum() == 8


def answer_places() -> list[int]:
    """Counted by hand: the longest has 20 ids, so a row has 19 targets, one place before the id."""
    first, second, third = [10, 11, 16, 17, 18], [4, 5], [5]
    return [*first, *(19 + i for i in second), *(38 + i for i in third)]


def test_padding_changes_nothing_against_one_by_one() -> None:
    loss, grads = loss_and_gradients(padded(examples()))
    tokens = [sum(example.learned) for example in examples()]
    alone = [loss_and_gradients(padded([example])) for example in examples()]
    shares = [n / sum(tokens) for n in tokens]
    expected = sum(share * one for share, (one, _) in zip(shares, alone, strict=True))
    assert loss == pytest.approx(expected, abs=1e-12)
    for name, grad in grads.items():
        parts = [share * one[name] for share, (_, one) in zip(shares, alone, strict=True)]
        np.testing.assert_allclose(grad, sum(parts), rtol=0, atol=1e-12)


def test_the_pad_id_changes_nothing_to_the_bit() -> None:
    loss, grads = loss_and_gradients(padded(examples()))
    for pad_id in (3, WORDS.n_vocab - 1):
        other_loss, other_grads = loss_and_gradients(padded(examples(), pad_id))
        assert other_loss == loss
        assert all((other_grads[name] == grad).all() for name, grad in grads.items())


def test_threads_divide_by_the_weights_of_the_whole_batch() -> None:
    batch = padded(examples())
    loss, grads = loss_and_gradients(batch)
    several = model()
    with Threads(several, 2) as threads:
        assert threads.backward(batch) == pytest.approx(loss, abs=1e-12)
    for name, p in several.parameters.items():
        assert p.grad is not None
        np.testing.assert_allclose(p.grad, grads[name], rtol=0, atol=1e-12)


def test_every_example_comes_once_an_epoch() -> None:
    """Batches of two from three examples: three batches are two epochs."""
    taken = list(islice(row_batches(examples(), 2, np.random.default_rng(0)), 3))
    assert all(len(batch.ids) == 2 for batch in taken)
    n_learned = [
        int(n) for batch in taken if batch.weights is not None for n in batch.weights.sum(1)
    ]
    assert sorted(n_learned[:3]) == sorted(n_learned[3:]) == [1, 2, 5]


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        ([Turn("user", "sure")], "assistant has no turn"),
        ([Turn("judge", "sure")], "'judge' is none of the roles system, user"),
        ([Turn("assistant", "yes <|user|> sure")], "holds the special token <|user|>"),
        ([Turn("assistant", f"yes {END}")], "holds the special token <|endoftext|>"),
    ],
)
def test_what_is_refused(turns: list[Turn], message: str) -> None:
    for tokenizer in (WORDS, BPE):
        with pytest.raises(ValueError, match=message.replace("|", r"\|")):
            Template(tokenizer).row(turns)


def test_missing_special_tokens_are_named() -> None:
    with pytest.raises(ValueError, match=r"<\|user\|>"):
        Template(Words(["sure <|end|>"])).prompt([Turn("user", "sure")])
    with pytest.raises(ValueError, match=r"no special token <\|endoftext\|>"):
        Template(BytePairTokenizer(BYTES, GPT2_SPLIT)).prompt([Turn("user", "sure")])
    with pytest.raises(ValueError, match="nothing to train on"):
        next(row_batches([], 1, np.random.default_rng(0)))
