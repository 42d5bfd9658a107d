"""The page "A real model": one part of SmolLM2 changed, and what the model predicts then.

    >>> from lessoncode.play.operate import changed
    >>> head = {"part": "head", "layer": 24, "number": 5, "by": 0, "tokens": "all"}
    >>> order = {"text": "The capital of France is", "after": [], "changes": [head]}
    >>> [round(p, 2) for p in changed(order, print)["rows"][0]["p"]]  # of Paris: before and after
    [0.77, 0.14]

What a head or a neuron puts out is multiplied by 0 or a half, at the last token or at all tokens. A
vector of the residual stream is replaced by one from another prompt. The model then runs from that
layer on. Everything below the layer, and at the tokens before, stays as it was.

An order has "text" and "after", as in `real_model`, and "watch", the token whose probability is
watched (the most likely one if it is missing). Layers, heads and tokens count from 1, and neurons
from 0, as in the example switching_off/neurons.

Checked against: the whole model run again, with the change made on the way; and the examples
inside_a_real_model/cut, inside_a_real_model/moved and switching_off/neurons.
"""

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from lessoncode.model import checks
from lessoncode.model.attention import Past
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array, Tensor
from lessoncode.play.real_model import KEPT, Reading, errors_as_sentences, reading
from lessoncode.play.tasks import Order
from lessoncode.pretrained.smollm import SmolLM2

SECONDS = 0.5  # after which a call begins no other layer
STRONGEST = 12  # neurons of a layer
LIKELIEST = 3  # tokens that are shown of each prediction


class Change(NamedTuple):
    """A "head", a "neuron" or a "vector", and what is done to it.

    "by" and "tokens" ("last" or "all") are those of a head or a neuron. A vector comes from the
    prompt "other", from the token "number", after "layer" layers; after 0 it is the embedding.
    """

    part: str
    layer: int
    number: int
    by: float = 0.0
    tokens: str = "all"
    other: str = ""


class Edit(NamedTuple):
    """Some columns at a place of a layer, and what they are multiplied by."""

    place: str
    columns: slice
    by: float


def edited(it: Reading, part: str, number: int, by: float) -> Edit:
    """The edit that a head or a neuron needs."""
    d = it.model.config.d_head
    if part == "head":
        return Edit("gathered", slice((number - 1) * d, number * d), by)
    return Edit("neurons", slice(number, number + 1), by)


def read(it: Reading, order: Order) -> Reading:
    """Read an order's text. Raises ValueError for one that is empty, or too long for this."""
    ids = it.ids_of(order)
    if len(ids) > KEPT:
        limit = f"Parts can be changed in at most {KEPT}, so remove some words"
        raise ValueError(f"This text has {len(ids)} tokens. {limit}.")
    it.read(ids)
    return it


@lru_cache(maxsize=1)
def read_other(text: str) -> Reading:
    """The prompt that a vector comes from, read."""
    smol = SmolLM2(reading().model, reading().tokenizer)
    return read(Reading(smol, KEPT), {"text": text, "after": []})


def both(it: Reading, text: str) -> tuple[Reading, Reading]:
    """A text and the other prompt. Raises ValueError unless they differ and are equally long."""
    other = read_other(text)
    if (n := len(it.ids)) != (m := len(other.ids)):
        found = f"Your text has {n} tokens, and the other prompt has {m}."
        raise ValueError(f"{found} They need the same number, because a vector keeps its place.")
    if it.ids == other.ids:
        raise ValueError("Both prompts are the same. Change a word of the other prompt.")
    return it, other


def resumed(it: Reading, layer: int, x: Array, edits: Sequence[Edit] = ()) -> Array:
    """The prediction, if the vectors before a layer are x [batch, n_seq, n_embd]: [batch, n_vocab].

    They are those of the last tokens. Each row of the batch has its own edit in that layer. Layers
    count from 0 here.
    """
    stream = Tensor(x, requires_grad=False)
    for i in range(layer, it.model.config.n_layer):
        for place, h in it.model.block(stream, it.model.layer(i), shared(it, i, x)):
            for row, edit in zip(h.data, edits if i == layer else (), strict=False):
                if edit.place == place:
                    row[:, edit.columns] *= edit.by
        stream = h
    return next_token_probabilities(it.lens(stream.data[:, -1]))


def shared(it: Reading, layer: int, x: Array) -> Past:
    """The keys and values of the tokens before x, for each row of its batch."""
    kept, length = it.cache[layer], len(it.ids) - x.shape[1]
    past = Past((len(x), *kept.keys[0, :, :KEPT].shape), kept.keys.dtype)
    past.append(*(part[:, :, :length].repeat(len(x), 0) for part in (kept.keys, kept.values)))
    return past


@lru_cache(maxsize=8)
def after(ids: tuple[int, ...], change: Change) -> Array:
    """The prediction after a change in the text that was read: [n_vocab].

    Raises ValueError for a part, a layer or a number that there is not.
    """
    it, (part, layer, number, by, tokens, text) = reading(), change
    config = it.model.config
    numbers = {"head": (1, config.n_head), "neuron": (0, config.n_hidden - 1)}
    numbers["vector"] = (1, len(ids))
    if part not in numbers:
        raise ValueError(f"part is {part!r}: give one of {', '.join(numbers)}")
    checks.number(int(part != "vector"), config.n_layer, layer=layer)
    checks.number(*numbers[part], number=number)
    if part == "vector":
        _, other = both(it, text)
        x = it.ends[layer, number - 1 : len(ids)].copy()
        x[0] = other.ends[layer, number - 1]
        (p,) = resumed(it, layer, x[None])
    else:
        start = len(ids) - 1 if tokens == "last" else 0
        x = it.ends[layer - 1, start : len(ids)]
        (p,) = resumed(it, layer - 1, x[None], [edited(it, part, number, by)])
    assert isinstance(p, np.ndarray)
    return p


def watched(it: Reading, order: Order) -> int:
    """The token whose probability is watched."""
    watch: int | None = order.get("watch")
    return int(it.logits.argmax()) if watch is None else watch


@errors_as_sentences
def changed(order: Order) -> dict[str, Any]:
    """What the model predicts as it is, and after each of the "changes" alone.

    A row is a token with its probability in each. The first row is the watched token, and the
    others are the most likely ones in any.
    """
    it = read(reading(), order)
    columns = [next_token_probabilities(it.logits)]
    columns += [after(tuple(it.ids), Change(**change)) for change in order["changes"]]
    best = {token["id"] for p in columns for token in it.likeliest(p, LIKELIEST)}
    others = sorted(best - {watch := watched(it, order)}, key=lambda i: -max(p[i] for p in columns))
    rows = [(i, [float(p[i]) for p in columns]) for i in (watch, *others)]
    return {"rows": [{"id": i, "piece": it.piece(i), "p": p} for i, p in rows]}


@errors_as_sentences
def heads(order: Order) -> dict[str, Any]:
    """What each head of some layers does to the probability of the watched token.

    The "layers" begin with the order's "layer", as many as half a second allows. The "effects" are
    those of a change at the last token only; "shares" are what it takes from each token.
    """
    it = read(reading(), order)
    n_head, n_layer = it.model.config.n_head, it.model.config.n_layer
    edits = [edited(it, "head", number, order["by"]) for number in range(1, n_head + 1)]
    before, watch = next_token_probabilities(it.logits), watched(it, order)
    layers: list[dict[str, Any]] = []
    began = time.monotonic()
    for layer in range(order["layer"] - 1, n_layer):
        x = it.ends[layer, [[len(it.ids) - 1]] * n_head]
        effects = resumed(it, layer, x, edits)[:, watch] - before[watch]
        layers.append({"effects": effects.tolist(), "shares": it.shares[layer].tolist()})
        if time.monotonic() - began > SECONDS:
            break
    return {"before": float(before[watch]), "layers": layers}


@errors_as_sentences
def neurons(order: Order) -> dict[str, Any]:
    """The neurons of a "layer" that push most for or against the watched token, at the last token.

    A "push" is what a neuron adds to the token's logit directly, which is an estimate of what it
    does. The "effect" is what its change does to the probability.
    """
    it = read(reading(), order)
    model, watch, layer = it.model, watched(it, order), order["layer"] - 1
    x = it.ends[layer, [[len(it.ids) - 1]] * STRONGEST]
    one = Tensor(x[:1], requires_grad=False)
    places = dict(model.block(one, model.layer(layer), shared(it, layer, one.data)))
    norm = model.parameters["norm"].data
    scale = norm / np.sqrt(np.mean(it.stream[-1] ** 2) + model.config.norm_eps)
    reads = (model.head.data[watch] * scale) @ model.layer(layer)["down"].data
    pushes = places["neurons"].data[0, 0] * reads
    strongest = np.argsort(-abs(pushes))[:STRONGEST].tolist()
    edits = [edited(it, "neuron", number, order["by"]) for number in strongest]
    effects = resumed(it, layer, x, edits)[:, watch] - next_token_probabilities(it.logits)[watch]
    found = zip(strongest, pushes[strongest].tolist(), effects.tolist(), strict=True)
    return {"neurons": [dict(zip(("number", "push", "effect"), row, strict=True)) for row in found]}


@errors_as_sentences
def pair(order: Order) -> dict[str, Any]:
    """The tokens of both prompts, the first token in which they differ, and the other's prediction.

    The other prompt is "other".
    """
    it, other = both(read(reading(), order), order["other"])
    differs = next(n for n, (a, b) in enumerate(zip(it.ids, other.ids, strict=True), 1) if a != b)
    texts = [[it.piece(i) for i in ids] for ids in (it.ids, other.ids)]
    (best,) = other.likeliest(next_token_probabilities(other.logits), 1)
    return {"texts": texts, "differs": differs, "best": best}
