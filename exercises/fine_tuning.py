"""Exercises of the page on fine-tuning."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from lessoncode.alignment.template import SPECIAL_TOKENS, Template, Turn
from lessoncode.grading.exercise import exercise
from lessoncode.model.layers import Ids, cross_entropy
from lessoncode.model.tensor import Array, Tensor
from lessoncode.text.words import Words
from lessoncode.training.batches import padded

Turns: TypeAlias = list[tuple[str, str]]
Rows: TypeAlias = list[tuple[str, str, int]]


def conversations(rng: np.random.Generator) -> Iterator[tuple[Turns]]:
    """Short ones, several answers, none, no words, a system's turn."""
    yield ([("user", "hi"), ("assistant", "hello")],)
    yield ([("user", "is it so ?"), ("assistant", "yes it is")],)
    one, other = ("user", "why ?"), ("assistant", "because .")
    yield ([one, other, ("user", "and now ?"), ("assistant", "stop")],)
    yield ([one],)
    yield ([one, ("assistant", "")],)
    yield ([("system", "be short"), one, other],)
    words = list("abcdef")
    for n in range(2, 20):
        turns = []
        for i in range(n):
            said = rng.choice(words, rng.integers(1, 4))
            turns.append((("user", "assistant")[i % 2], " ".join(said)))
        yield (turns,)


@exercise(
    "fine-tuning-1",
    conversations,
    hints=(
        "First make a list of all the tokens, and a second list that says for each token "
        "whether the model should learn it.",
        "Token i is seen while token i + 1 is predicted: `zip(tokens, tokens[1:])`. The weight "
        "belongs to the token that is predicted.",
        "The model should learn the assistant's words and the `<|end|>` after them, but not the "
        "role token before them, because the program writes it.",
    ),
)
def targets(turns: Turns) -> Rows:
    """Turn a conversation into the rows that fine-tuning reads.

    - `turns`: a list of pairs: a role, and a text whose words are separated
      by spaces, such as `[("user", "hi"), ("assistant", "hello")]`. A text
      may be empty.

    The conversation begins with `<|endoftext|>`. Each turn consists of its
    role token (`<|user|>`, `<|assistant|>` or `<|system|>`), its words, and
    `<|end|>`.
    Returns a row (token seen, token to predict, weight) for each token
    except the last, which has nothing to predict. The weight is 1 if the
    token to predict is a word of the assistant or the `<|end|>` of its
    turn, and 0 otherwise. The turns above give six rows:

        ("<|endoftext|>", "<|user|>", 0)
        ("<|user|>", "hi", 0)
        ("hi", "<|end|>", 0)
        ("<|end|>", "<|assistant|>", 0)
        ("<|assistant|>", "hello", 1)
        ("hello", "<|end|>", 1)
    """
    words = Words([*(text for _, text in turns), " ".join(SPECIAL_TOKENS)])
    closing = Turn("assistant", "")  # so that the template has an answer
    told = [Turn(*turn) for turn in turns]
    batch = padded([Template(words).row([*told, closing])])
    kept = len(batch.ids[0]) - 2
    seen, wanted = (words.decode(row[0]).split()[:kept] for row in batch[:2])
    assert batch.weights is not None
    weights = batch.weights[0, :kept].astype(int).tolist()
    return list(zip(seen, wanted, weights, strict=True))


@targets.right
def targets_one_by_one(turns: Turns) -> Any:
    """By a machine with two states, as lists."""
    rows: list[list[Any]] = []
    seen = "<|endoftext|>"
    for role, text in turns:
        rows.append([seen, seen := f"<|{role}|>", 0])
        for word in f"{text} <|end|>".split():
            rows.append([seen, seen := word, role == "assistant"])
    return rows


def tokens_and_weights(turns: Turns, role_learned: int, end_learned: int) -> Any:
    tokens, weights = ["<|endoftext|>"], [0]
    for role, text in turns:
        ours = int(role == "assistant")
        words = text.split()
        tokens += [f"<|{role}|>", *words, "<|end|>"]
        weights += [ours * role_learned, *[ours] * len(words), ours * end_learned]
    return tokens, weights


@targets.mistake
def targets_weight_of_the_seen(turns: Turns) -> Rows:
    """The mask is off by one."""
    tokens, weights = tokens_and_weights(turns, 0, 1)
    return list(zip(tokens, tokens[1:], weights, strict=False))


@targets.mistake
def targets_never_stop(turns: Turns) -> Rows:
    tokens, weights = tokens_and_weights(turns, 0, 0)
    return list(zip(tokens, tokens[1:], weights[1:], strict=False))


@targets.mistake
def targets_learn_the_role(turns: Turns) -> Rows:
    tokens, weights = tokens_and_weights(turns, 1, 1)
    return list(zip(tokens, tokens[1:], weights[1:], strict=False))


@targets.mistake
def targets_learn_all(turns: Turns) -> Rows:
    tokens, _ = tokens_and_weights(turns, 1, 1)
    return [(a, b, 1) for a, b in pairwise(tokens)]


def batches(
    rng: np.random.Generator,
) -> Iterator[tuple[Array, Ids, Array]]:
    """First one row, then rows with unlike numbers of learned tokens."""
    yield np.zeros((1, 2, 2)), np.array([[0, 1]]), np.array([[0.0, 1]])
    yield np.zeros((1, 3, 2)), np.array([[0, 1, 0]]), np.array([[0.0, 1, 1]])
    logits = np.log(np.array([[[1, 1], [1, 1]], [[1, 3], [1, 3]]]))
    yield logits, np.array([[0, 1], [0, 1]]), np.array([[0.0, 1], [1, 1]])
    for n_seq in range(2, 20):
        shape = 3, n_seq
        weights = rng.integers(2, size=shape).astype(float)
        weights[0, -1] = 1  # there is something to learn
        logits = 2 * rng.normal(size=(*shape, 5))
        yield logits, rng.integers(5, size=shape), weights


@exercise(
    "fine-tuning-2",
    batches,
    hints=(
        "The softmax of the last axis gives the probabilities p. The loss of one token is -log p "
        "of its target.",
        "Multiply the losses by the weights, add them all up, and divide once, by the sum of "
        "all weights. Averaging the means of the rows gives a different result.",
        "The slope of `-log(p[target])` with respect to the logits is p, minus 1 at the target. "
        "Multiply it by the token's share in the loss: its weight divided by the sum of all "
        "weights.",
    ),
)
def masked_loss(logits: Array, targets: Ids, weights: Array) -> tuple[float, Array]:
    """Compute the fine-tuning loss and its slopes.

    - `logits`: an array [batch, n_seq, n_vocab].
    - `targets`: an array [batch, n_seq], the ids to predict.
    - `weights`: an array [batch, n_seq], 1 where the model should learn
      the target, and 0 elsewhere. At least one is 1.

    Returns two things. The loss is the mean of -log p of the target, in
    nats, over all targets of weight 1 in the whole batch. The slopes are an
    array with the shape of the logits. They show how steeply the loss rises
    with each logit. For logits `[[[0, 0], [0, 0]]]`, targets `[[0, 1]]` and
    weights `[[0, 1]]`, the two are 0.693147 and `[[[0, 0], [0.5, -0.5]]]`.
    """
    taped = Tensor(logits, requires_grad=True)
    loss = cross_entropy(taped, targets, weights / weights.sum())
    loss.backward()
    assert taped.grad is not None
    return float(loss.data), taped.grad


@masked_loss.right
def loss_token_by_token(logits: Any, targets: Any, weights: Any) -> Any:
    """In plain Python, over the learned tokens only."""
    n_learned, loss = int(np.sum(weights)), 0.0
    slopes = np.zeros(np.shape(logits)).tolist()
    for b, t in zip(*np.nonzero(weights), strict=True):
        row = [math.exp(x) for x in logits[b][t]]
        loss += math.log(sum(row) / row[targets[b][t]]) / n_learned
        slopes[b][t] = [e / sum(row) / n_learned for e in row]
        slopes[b][t][targets[b][t]] -= 1 / n_learned
    return loss, slopes


@masked_loss.right
def loss_in_float32(logits: Any, targets: Any, weights: Any) -> Any:
    """Stable; the logits are overwritten, and the loss is an array of no length."""
    single = logits.astype(np.float32)
    single -= single.max(-1, keepdims=True)
    logits[...] = single - np.log(np.exp(single).sum(-1, keepdims=True))
    at = targets[..., None]
    loss = -np.take_along_axis(logits, at, -1)[..., 0][weights == 1].mean()
    slopes = np.exp(logits)
    np.put_along_axis(slopes, at, np.take_along_axis(slopes, at, -1) - 1, -1)
    return np.array(loss), slopes * (weights / weights.sum())[..., None]


def loss_with(
    logits: Any, targets: Any, weights: Any, axis: int = -1, shares: Any = None, sign: int = 1
) -> Any:
    p = np.exp(logits)
    p /= p.sum(axis, keepdims=True)
    hit = np.eye(logits.shape[-1])[targets]
    shares = weights / weights.sum() if shares is None else shares
    return -(shares * np.log((p * hit).sum(-1))).sum(), sign * shares[..., None] * (p - hit)


@masked_loss.mistake
def loss_over_all_places(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, shares=weights / weights.size)


@masked_loss.mistake
def loss_without_weights(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, shares=np.ones(weights.shape) / weights.size)


@masked_loss.mistake
def loss_mean_of_means(logits: Any, targets: Any, weights: Any) -> Any:
    by_row = weights / np.maximum(weights.sum(1, keepdims=True), 1) / len(weights)
    return loss_with(logits, targets, weights, shares=by_row)


@masked_loss.mistake
def loss_wrong_axis(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, axis=1)


@masked_loss.mistake
def loss_slopes_downhill(logits: Any, targets: Any, weights: Any) -> Any:
    return loss_with(logits, targets, weights, sign=-1)


Model: TypeAlias = Callable[[list[int]], list[float]]
END_OF_TEXT, USER, ASSISTANT, END = range(4)


def script(texts: Sequence[Sequence[int]]) -> Model:
    """A model that gives these texts as its answers, in turn, whatever was asked."""

    def model(ids: list[int]) -> list[float]:
        said = list(ids)
        turn = said.count(ASSISTANT)
        after = said[::-1].index(ASSISTANT) if turn else 0
        text = [*texts[(turn - 1) % len(texts)], END]
        p = [0.0] * 10
        p[text[min(after, len(text) - 1)]] = 1.0
        return p

    rows = ", then ".join(str(text) if text else "nothing" for text in texts)
    model.__doc__ = f"a model that writes {rows}"
    return model


def whim(seed: int) -> Model:
    """A model whose next id depends on every id before it."""

    def model(ids: list[int]) -> list[float]:
        rng = np.random.default_rng([seed, *(int(i) for i in ids)])
        p: list[float] = rng.dirichlet(np.ones(10)).tolist()
        return p

    model.__doc__ = "a model whose answer depends on every id before it"
    return model


def talks(
    rng: np.random.Generator,
) -> Iterator[tuple[Model, list[list[int]], int]]:
    """One message, more of them, answers that are cut off."""
    yield script([[]]), [[7, 8]], 5
    yield script([[9]]), [[7]], 5
    yield script([[9], [8, 8]]), [[7], [5, 6]], 5
    yield script([[4, 5, 6, 7]]), [[7]], 3
    for n in range(1, 20):
        said = [rng.integers(4, 10, size=2).tolist() for _ in range(1 + n % 4)]
        yield whim(n), said, 6


@exercise(
    "fine-tuning-3",
    talks,
    hints=(
        "Keep one list, the transcript. Append everything to it: what the user says, what "
        "the model says, and all special tokens.",
        "Before the model answers, the transcript must end with `<|assistant|>`. For each token, "
        "call `model(transcript)` and append the index of the largest probability.",
        "Stop after an `<|end|>`. If the loop over n_tokens ends without one, append an `<|end|>` "
        "yourself.",
    ),
)
def talk(
    model: Model,
    messages: list[list[int]],
    n_tokens: int,
) -> list[int]:
    """Write the program that turns a completion engine into a chatbot.

    - `model`: a function. Given a list of all ids so far, `model(ids)`
      returns a list: for each id, the probability that it is next.
    - `messages`: what the user says, with a list of ids for each turn.
    - `n_tokens`: how many tokens the model may write in one answer.

    The special tokens are 0 for `<|endoftext|>`, 1 for `<|user|>`, 2 for
    `<|assistant|>` and 3 for `<|end|>`. The transcript begins with 0. Put
    each message into the template, then let the model continue, always with
    the most likely id. Its turn is over when it writes `<|end|>`.
    If it hasn't done so after n_tokens, append `<|end|>` yourself.
    Returns the whole transcript. For the messages `[[7, 8]]` and a model
    that always writes `<|end|>`, it is `[0, 1, 7, 8, 3, 2, 3]`.
    """
    ids = [END_OF_TEXT]
    for message in messages:
        ids += [USER, *message, END, ASSISTANT]
        for _ in range(n_tokens):
            ids.append(int(np.argmax(model(ids))))
            if ids[-1] == END:
                break
        else:
            ids.append(END)
    return ids


@talk.right
def talk_recursively(model: Any, messages: Any, n_tokens: int) -> Any:
    """Plays all turns but the last, then the last; without NumPy."""
    if not messages:
        return [0]
    *others, last = messages
    ids = [*talk_recursively(model, others, n_tokens), 1, *last, 3, 2]
    stop = len(ids) + n_tokens
    while len(ids) < stop and ids[-1] != 3:
        p = list(model(ids))
        ids.append(p.index(max(p)))
    return ids if ids[-1] == 3 else [*ids, 3]


def talk_with(
    model: Any, messages: Any, n_tokens: int, role: Any, end: Any, cut: Any, whole: bool = True
) -> Any:
    ids = [0]
    for message in messages:
        ids += [1, *message, 3, *role]
        answer: list[int] = []
        while len(answer) < n_tokens and 3 not in answer:
            context = ids if whole else [0, 1, *message, 3, *role]
            answer.append(int(np.argmax(model(context + answer))))
        ids += [i for i in answer if i != 3]
        ids += end if 3 in answer else cut
    return ids


@talk.mistake
def talk_without_role(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[], end=[3], cut=[3])


@talk.mistake
def talk_without_end(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[], cut=[])


@talk.mistake
def talk_without_end_when_cut(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[3], cut=[])


@talk.mistake
def talk_without_memory(model: Any, messages: Any, n_tokens: int) -> Any:
    return talk_with(model, messages, n_tokens, role=[2], end=[3], cut=[3], whole=False)
