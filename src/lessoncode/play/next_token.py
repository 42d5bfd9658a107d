"""The page "Next token": the predictions of a small model and of bigrams, and the truth.

    >>> from lessoncode.play.next_token import predict
    >>> order = {"text": "the cat sat on the", "temperature": 1.0, "top_p": None}
    >>> answer = predict(order, print)
    >>> answer["truth"][answer["words"].index("mat")]
    0.7000000000000001

The model is the lesson's small one, the truth is that of its world, and the bigrams are counted in
the sentences that it was trained on. An order has "text", "temperature" and "top_p".

Checked against: the examples next_token/world, beside and cuts.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import Sampling, draw, next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.play.tasks import Order, Tell
from lessoncode.text.ngram import NGram
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import Truth, World, grammar

MOST = 47  # words; with the end mark, as many as a row in training


class Predictors(NamedTuple):
    """The model with its words, its world with the true probabilities, and the bigrams."""

    words: Words
    model: Transformer
    world: World
    truth: Truth
    bigrams: NGram


@cache
def predictors() -> Predictors:
    """Load the model and count the bigrams; only the first call does this work."""
    saved = checkpoints.load("next_token/train")
    words = saved.tokenizer
    assert isinstance(words, Words)
    world = grammar(CAT_AND_DOG)
    # The sentences that the example next_token/train draws.
    sample = world.sample(20_000, np.random.default_rng(0))
    documents = [words.encode(sentence) for sentence in sample]
    bigrams = NGram(documents, 2, words.n_vocab, words.end_id)
    return Predictors(words, saved.model.frozen(), world, world.next_token(words), bigrams)


def predict(order: Order, tell: Tell) -> dict[str, Any]:
    """All that the page shows about a text, or an "error" that says why it cannot.

    Probabilities are in the order of "words": "predicted" by the model, "drawn_from" after the
    temperature and top p, the "truth" (None after words that begin no sentence), and "bigrams".
    "shares" are those that the last word takes from each: [n_layer, n_head, n_seq]. "sentence" and
    "sentence_truth" are the probabilities of the text as a whole sentence.
    """
    words, model, world, truth, bigrams = predictors()
    if error := why_unreadable(order["text"]):
        return {"error": error, "words": words.words}
    ids = words.prompt(order["text"])
    logits, shares = logits_and_shares(model, ids)
    p = next_token_probabilities(logits)
    known = truth.get(tuple(ids[1:]))
    chances = [p[i, token] for i, token in enumerate(ids[1:])]
    return {
        "words": words.words,
        "text": [words.words[i] for i in ids],
        "predicted": p[-1].tolist(),
        "drawn_from": drawn_from(logits[-1], order).tolist(),
        "truth": known and [known.get(i, 0.0) for i in range(words.n_vocab)],
        "bigrams": bigrams.probabilities(ids).tolist(),
        "shares": shares.tolist(),
        "sentence": float(np.prod(chances) * p[-1, words.end_id]),
        "sentence_truth": world.probabilities.get(words.decode(ids[1:]), 0.0),
    }


def draw_one(order: Order, tell: Tell) -> dict[str, Any]:
    """Draw the next word, with random numbers from the order's "seed"."""
    words, model, *_ = predictors()
    if error := why_unreadable(order["text"]):
        return {"error": error}
    logits, _ = logits_and_shares(model, words.prompt(order["text"]))
    rng = np.random.default_rng(order["seed"])
    (token,) = draw(drawn_from(logits[-1:], order), rng)
    return {"word": words.words[token]}


def why_unreadable(text: str) -> str | None:
    """Why the model cannot read a text, in a sentence; None if it can."""
    words = predictors().words
    begun = text.split()
    if unknown := [word for word in begun if word not in words.words[words.end_id + 1 :]]:
        said = ", ".join(f"“{word}”" for word in dict.fromkeys(unknown))
        return f"This world doesn't have the word {said}. Its {words.n_vocab - 1} words are below."
    if len(begun) > MOST:
        return f"This text has {len(begun)} words. The model was trained on at most {MOST}."
    return None


def logits_and_shares(model: Transformer, ids: list[int]) -> tuple[Array, Array]:
    """Logits after every id, [n_seq, n_vocab]; the last one's shares, [n_layer, n_head, n_seq]."""
    shares = np.empty((model.config.n_layer, model.config.n_head, len(ids)))
    for layer, place, x in model.stream([ids]):
        if place == "qkv":
            shares[layer] = attention_weights(x, model.config.heads)[0, :, -1]
    return model.logits(x).data[0], shares


def drawn_from(logits: Array, order: Order) -> Array:
    """The probabilities to draw from, by the order's temperature and top p."""
    return next_token_probabilities(logits, Sampling(order["temperature"], top_p=order["top_p"]))
