"""The page "A real model": SmolLM2 on a text or a conversation of the reader.

    >>> from lessoncode.play.real_model import predict
    >>> predict({"text": "The capital of France is", "after": []}, print)["likeliest"][0]["piece"]
    ' Paris'

The order for a text has "text", as it was typed, and "after", the ids that were appended one by
one: encoded again, they could become other ids. The order for a conversation has its "turns". An
order is complete, and only the cache of keys and values is kept from one to the next.

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
KEPT = 32  # of them, the first ones, whose vectors are kept for `operate`
LIKELIEST = 10  # tokens that are shown


class Reading:
    """The text that was read last, with the vectors and shares of its last token.

    `ends` are the vectors of its first tokens after each layer: [1 + n_layer, KEPT, n_embd].
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
        """The head's logits for vectors of the stream: [n, n_embd] -> [n, n_vocab]."""
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
        """A token's bytes, each as a Latin-1 character: they may be a part of a character only."""
        return self.tokenizer.token(token).decode("latin-1")

    def likeliest(self, p: Array, n: int) -> list[dict[str, Any]]:
        """The n most probable tokens, each with its id, its bytes and its probability."""
        few = np.flatnonzero(p >= np.partition(p, -n)[-n])  # sorts faster
        found = few[np.argsort(-p[few], kind="stable")][:n].tolist()
        return [{"id": i, "piece": self.piece(i), "p": float(p[i])} for i in found]


class Session:
    """What one call leaves for the next."""

    reading: Reading | None = None
    talk: Talk | None = None
    answer: Generator[str, None, None] | None = None


def reading() -> Reading:
    """The text read last; the first call loads the model."""
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
    """The shares that the last token takes from each: [n_head, n_past].

    `last` is its query, key and value, [1, 1, ...]. The past ends with that key and value already,
    and they are written there once more.
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
    """A task that returns {"error": a sentence} where the function raises an error."""

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
    """The most likely next tokens, and the text as the model reads it."""
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
    """Draw a token with random numbers from "seed"."""
    it = reading()
    it.read(it.ids_of(order))
    p = next_token_probabilities(it.logits)
    rng = np.random.default_rng(order["seed"])
    (token,) = draw(p[None], rng).tolist()
    return {"id": token, "piece": it.piece(token), "p": float(p[token])}


@errors_as_sentences
def take_back(order: Order) -> dict[str, Any]:
    """The order without its last token, and without a part of a character that would remain."""
    it = reading()
    if order["after"]:
        return {"text": order["text"], "after": order["after"][:-1]}
    ids = it.ids_of(order)[:-1]
    left = b"".join(it.tokenizer.token(i) for i in ids)
    return {"text": left.decode(errors="ignore"), "after": []}


@errors_as_sentences
def lens(order: Order) -> dict[str, Any]:
    """The head's prediction from the last token's vector after each layer.

    For each layer it has the most likely token, and the probability of the one that the whole model
    finds most likely.
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
    """The shares that the last token takes from each token, in one layer.

    "layer" counts from 1. The "shares" are [n_head, n_seq].
    """
    it = reading()
    ids = it.ids_of(order)
    it.read(ids)
    shares = it.shares[order["layer"] - 1]
    return {"text": [it.piece(i) for i in ids], "shares": shares.tolist()}


@errors_as_sentences
def say(order: Order) -> dict[str, Any]:
    """Begin an answer to "turns", the last of which is the user's.

    `more` returns the answer, piece by piece. This returns the transcript as the model reads it,
    its number of tokens, and how many of them the cache holds already.
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
    """The next piece of the answer, or None after the last."""
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
