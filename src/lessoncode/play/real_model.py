"""The page "A real model": SmolLM2 on a reader's text or conversation.

    >>> from lessoncode.play.real_model import predict
    >>> predict({"text": "The capital of France is", "after": []}, print)["likeliest"][0]["piece"]
    ' Paris'

The order for a text has "text", as it was typed, and "after", the ids that were appended one by
one: encoded again, they could become other ids. The order for a conversation has its "turns". An
order is complete: what is kept between orders only saves work, except that `more` continues the
answer that `say` began.

Checked against: the examples a_real_model/predict, inside_a_real_model/lens and heads, and the same
computations without a cache.
"""

from collections.abc import Callable, Generator
from copy import copy
from functools import wraps
from typing import Any

import numpy as np

from lessoncode.model.attention import Heads, Past, exp_scores, turned_heads
from lessoncode.model.sampling import Sampling, draw, next_token_probabilities
from lessoncode.model.tensor import Array, Tensor
from lessoncode.play import smollm2
from lessoncode.play.tasks import Order, Tell, check_text
from lessoncode.pretrained import smollm
from lessoncode.pretrained.talk import TOP_P, Talk, common_start

ROOM = 512  # tokens in a text
KEPT = 32  # first tokens, whose vectors are kept for `operate`
LIKELIEST = 10  # tokens that are shown


class Reading:
    """The text that was read last, with the vectors and shares of its last token.

    `ends` are its first tokens' vectors after 0 to n_layer layers: [1 + n_layer, KEPT, n_embd].
    """

    def __init__(self, smol: smollm.SmolLM2, room: int = ROOM) -> None:
        self.model, self.tokenizer = smol
        self.cache = self.model.cache(1, room)
        self.ids: list[int] = []
        config = self.model.config
        self.ends = np.empty((1 + config.n_layer, KEPT, config.n_embd), np.float32)

    def read(self, ids: list[int]) -> int:
        """Read a text, except for the beginning that it shares with the last one.

        Returns how many tokens did not have to be read.
        """
        if ids == self.ids:
            return len(ids)
        known = common_start(self.ids, ids[:-1])
        for past in self.cache:
            past.length = known
        self.ids = ids[:known]
        config = self.model.config
        self.shares = np.empty((config.n_layer, config.n_head, len(ids)))
        kept = slice(known, min(len(ids), KEPT))
        ends: list[Array] = []  # the stream at the last token, after each layer
        for layer, place, x in self.model.stream([ids[known:]], self.cache):
            if place == "qkv":
                last = x[:, -1:]
            elif place == "gathered":
                past = self.cache[layer]
                self.shares[layer] = last_shares(last, config.heads, past)
            elif place in ("embedding", "mlp"):
                self.ends[len(ends), kept] = x.data[0, : max(0, kept.stop - known)]
                ends.append(x.data[0, -1])
        self.stream = np.array(ends)
        self.logits = self.lens(self.stream[-1:])[0]
        self.ids = ids
        return known

    def lens(self, stream: Array) -> Array:
        """The output head's logits for vectors of the stream: [n, n_embd] -> [n, n_vocab]."""
        return self.model.logits(Tensor(stream, requires_grad=False)).data

    def ids_of(self, order: Order) -> list[int]:
        """The ids of an order's text. Raises ValueError for an empty, a long or a damaged text."""
        check_text(order["text"])
        typed = self.tokenizer.encode(order["text"], allow_special=True)
        ids = [*typed, *order["after"]]
        if not ids:
            raise ValueError("Type some text first. The model needs at least one token.")
        if len(ids) > ROOM:
            limit = f"The limit here is {ROOM}, so remove some words."
            raise ValueError(f"This text has {len(ids)} tokens. {limit}")
        return ids

    def piece(self, token: int) -> str:
        """A token's bytes as Latin-1, because they may be only part of a character."""
        return self.tokenizer.token(token).decode("latin-1")

    def likeliest(self, p: Array, n: int) -> list[dict[str, Any]]:
        """The n most probable tokens, each with its id, its bytes and its probability."""
        few = np.flatnonzero(p >= np.partition(p, -n)[-n])  # faster than sorting all
        found = few[np.argsort(-p[few], kind="stable")][:n].tolist()
        return [{"id": i, "piece": self.piece(i), "p": float(p[i])} for i in found]


class Session:
    """What one call leaves for the next."""

    reading: Reading | None = None
    talk: Talk | None = None
    answer: Generator[str, None, None] | None = None


def reading() -> Reading:
    """The reading of the last text; the first call loads the model."""
    if Session.reading is None:
        smollm2.stand_in()
        Session.reading = Reading(smollm.load())
    return Session.reading


def talk() -> Talk:
    """The conversation, which has a cache of its own; the first call loads the model."""
    if Session.talk is None:
        smol = smollm.SmolLM2(reading().model, reading().tokenizer)
        Session.talk = Talk(smol, Sampling(), np.random.default_rng())
    return Session.talk


def last_shares(last: Tensor, heads: Heads, past: Past) -> Array:
    """The shares that the last token takes from each token so far: [n_head, n_past].

    `last` is its query, key and value, [1, 1, ...]. The past already ends with that key and value,
    which are written there again.
    """
    before = copy(past)
    before.length -= 1
    q, k, *_ = turned_heads(last.data, heads, before)
    exp = exp_scores(q, k, 1)
    exp /= exp.sum(-1, keepdims=True)
    return exp.reshape(heads.n_head, -1)


NO_ROOM = "There isn't enough memory for the model, which takes 0.9 to 1.4 GB."


def errors_as_sentences(
    task: Callable[[Order], dict[str, Any]],
) -> Callable[[Order, Tell], dict[str, Any]]:
    """A task that returns {"error": a sentence} for a ValueError or MemoryError of the function."""

    @wraps(task)
    def run(order: Order, tell: Tell) -> dict[str, Any]:
        try:
            return task(order)
        except ValueError as error:
            return {"error": str(error)}
        except MemoryError:
            return {"error": NO_ROOM}

    return run


@errors_as_sentences
def predict(order: Order) -> dict[str, Any]:
    """The most likely next tokens, and the tokens of the text as the model reads it."""
    it = reading()
    ids = it.ids_of(order)
    known = it.read(ids)
    p = next_token_probabilities(it.logits)
    likeliest = it.likeliest(p, LIKELIEST)
    return {
        "text": it.tokenizer.decode(ids),
        "tokens": [{"id": i, "piece": it.piece(i)} for i in ids],
        "known": known,
        "likeliest": likeliest,
        "others": p.size - LIKELIEST,
        "rest": float(1 - sum(token["p"] for token in likeliest)),
    }


@errors_as_sentences
def draw_one(order: Order) -> dict[str, Any]:
    """Draw the next token, with random numbers from the order's "seed"."""
    it = reading()
    it.read(it.ids_of(order))
    p = next_token_probabilities(it.logits)
    rng = np.random.default_rng(order["seed"])
    (token,) = draw(p[None], rng).tolist()
    return {"id": token, "piece": it.piece(token), "p": float(p[token])}


@errors_as_sentences
def take_back(order: Order) -> dict[str, Any]:
    """The order without its last token; typed text also loses a character that this cuts."""
    it = reading()
    if order["after"]:
        return {"text": order["text"], "after": order["after"][:-1]}
    ids = it.ids_of(order)[:-1]
    left = b"".join(it.tokenizer.token(i) for i in ids)
    return {"text": left.decode(errors="ignore"), "after": []}


@errors_as_sentences
def lens(order: Order) -> dict[str, Any]:
    """The output head's predictions from the last token's embedding and vector after each layer.

    Each has its most likely token "piece", that token's probability "p", and the probability of
    "best", the token that the whole model finds most likely.
    """
    it = reading()
    it.read(it.ids_of(order))
    best = int(it.logits.argmax())
    p = next_token_probabilities(it.lens(it.stream))
    tops = p.argmax(-1).tolist()
    layers = [
        {"piece": it.piece(top), "p": float(row[top]), "best": float(row[best])}
        for top, row in zip(tops, p, strict=True)
    ]
    return {"best": it.piece(best), "layers": layers}


@errors_as_sentences
def attention(order: Order) -> dict[str, Any]:
    """The "shares" that the last token takes from each token, in one layer: [n_head, n_seq].

    The order's "layer" counts from 1.
    """
    it = reading()
    ids = it.ids_of(order)
    it.read(ids)
    shares = it.shares[order["layer"] - 1]
    return {"text": [it.piece(i) for i in ids], "shares": shares.tolist()}


@errors_as_sentences
def say(order: Order) -> dict[str, Any]:
    """Begin an answer to "turns", the last of which is the user's.

    `more` returns the answer, piece by piece. `say` returns the transcript as the model reads it,
    its number of tokens, and how many of them the cache already holds.
    """
    it = talk()
    end_answer()
    *before, (_, text) = [(role, said) for role, said in order["turns"]]
    check_text(text)
    written = smollm.chat_template([*before, ("user", text)])
    ids = it.tokenizer.encode(written, allow_special=True)
    known = common_start(it.seen, ids[:-1])
    it.turns = before
    it.sampling = Sampling(order["temperature"], top_p=TOP_P)
    it.rng = np.random.default_rng(order["seed"])
    Session.answer = it.say(text)
    return {"written": written, "n_tokens": len(ids), "known": known}


@errors_as_sentences
def more(order: Order) -> dict[str, Any]:
    """The next "piece" of the answer, which is None after the last."""
    if Session.answer is None:
        raise ValueError("The answer was lost when Python stopped. Send your message again.")
    return {"piece": next(Session.answer, None)}


@errors_as_sentences
def end(order: Order) -> dict[str, Any]:
    """Stop the answer; the model stays loaded."""
    end_answer()
    return {}


def end_answer() -> None:
    """End an answer that is still being written."""
    if Session.answer is not None:
        Session.answer.close()
