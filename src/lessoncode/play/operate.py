"""The page "A real model": one part of SmolLM2 changed, and what the model predicts then.

    >>> from lessoncode.play.operate import changed
    >>> head = {"part": "head", "layer": 24, "number": 5, "by": 0, "tokens": "all"}
    >>> order = {"text": "The capital of France is", "after": [], "changes": [head]}
    >>> [round(p, 2) for p in changed(order, print)["rows"][0]["p"]]  # of Paris: before and after
    [0.77, 0.14]

The output of a head or a neuron is multiplied by 0 or a half, at the last token or at all tokens. A
vector of the residual stream is replaced by one from another prompt. The model then runs on from
that layer. Everything in earlier layers, and at earlier tokens, stays as it was.

An order has "text" and "after", as in `real_model`, and "watch", the id of the token whose
probability is watched (by default the most likely one). Layers, heads and tokens count from 1, and
neurons from 0, as in the example switching_off/neurons.

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

SECONDS = 0.5  # after which a call starts no more layers
STRONGEST = 12  # neurons of a layer that are shown
LIKELIEST = 3  # tokens of each prediction that are shown


class Change(NamedTuple):
    """A change of one `part`: a "head", a "neuron" or a "vector".

    `by` multiplies a head or a neuron, at the "last" or at "all" `tokens`. A vector comes from the
    prompt `other`, from token `number`, after `layer` layers; after 0 it is the embedding.
    """

    part: str
    layer: int
    number: int
    by: float = 0.0
    tokens: str = "all"
    other: str = ""


class Edit(NamedTuple):
    """The columns of the tensor at a place of `Transformer.block`, and what multiplies them."""

    place: str
    columns: slice
    by: float


def edited(it: Reading, part: str, number: int, by: float) -> Edit:
    """The edit that multiplies a "head" or a "neuron" by a number."""
    d = it.model.config.d_head
    if part == "head":
        return Edit("gathered", slice((number - 1) * d, number * d), by)
    return Edit("neurons", slice(number, number + 1), by)


def read(it: Reading, order: Order) -> Reading:
    """Read an order's text and return `it`. Raises ValueError for an empty or a long text."""
    ids = it.ids_of(order)
    if len(ids) > KEPT:
        limit = f"Parts can be changed in at most {KEPT}, so remove some words"
        raise ValueError(f"This text has {len(ids)} tokens. {limit}.")
    it.read(ids)
    return it


@lru_cache(maxsize=1)
def read_other(text: str) -> Reading:
    """The reading of the prompt that a vector comes from; the last one is kept."""
    smol = SmolLM2(reading().model, reading().tokenizer)
    return read(Reading(smol, KEPT), {"text": text, "after": []})


def both(it: Reading, text: str) -> tuple[Reading, Reading]:
    """`it` and the reading of `text`. Raises ValueError if they are equal or differ in length."""
    other = read_other(text)
    if (n := len(it.ids)) != (m := len(other.ids)):
        found = f"Your text has {n} tokens, and the other prompt has {m}."
        raise ValueError(f"{found} They need the same number, because a vector keeps its place.")
    if it.ids == other.ids:
        raise ValueError("Both prompts are the same. Change a word of the other prompt.")
    return it, other


def resumed(it: Reading, layer: int, x: Array, edits: Sequence[Edit] = ()) -> Array:
    """The prediction from vectors before a layer: [batch, n_seq, n_embd] -> [batch, n_vocab].

    `x` are the last tokens' vectors. Each row of the batch may have its own edit in that layer.
    Layers count from 0 here.
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
    """The keys and values of the tokens before those of x, for each row of its batch."""
    kept, length = it.cache[layer], len(it.ids) - x.shape[1]
    past = Past((len(x), *kept.keys[0, :, :KEPT].shape), kept.keys.dtype)
    past.append(*(part[:, :, :length].repeat(len(x), 0) for part in (kept.keys, kept.values)))
    return past


@lru_cache(maxsize=8)
def after(ids: tuple[int, ...], change: Change) -> Array:
    """The prediction after a change in the text that was read: [n_vocab].

    Raises ValueError for a part, a layer or a number that does not exist.
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
    """The id of the token whose probability is watched."""
    watch: int | None = order.get("watch")
    return int(it.logits.argmax()) if watch is None else watch


@errors_as_sentences
def changed(order: Order) -> dict[str, Any]:
    """What the model predicts unchanged, and after each of the "changes" alone.

    Each row is a token with its probability in every prediction: first the watched token, then
    those that are among the most likely in any of them.
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

    The "layers" begin with the order's "layer"; half a second decides how many. "effects" are those
    of a change at the last token only, and "shares" are what that token takes from each.
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

    A "push" is what a neuron adds directly to the watched token's logit, an estimate of what it
    does. The "effect" is what changing the neuron does to the token's probability.
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
    """The tokens of the order's "text" and "other", and where they first differ, counted from 1.

    "best" is the most likely next token after "other".
    """
    it, other = both(read(reading(), order), order["other"])
    differs = next(n for n, (a, b) in enumerate(zip(it.ids, other.ids, strict=True), 1) if a != b)
    texts = [[it.piece(i) for i in ids] for ids in (it.ids, other.ids)]
    (best,) = other.likeliest(next_token_probabilities(other.logits), 1)
    return {"texts": texts, "differs": differs, "best": best}
