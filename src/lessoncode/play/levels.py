"""The page "A transformer at every level": what SmolLM2 computes on the way to the next token.

    >>> from lessoncode.play.levels import whole
    >>> from lessoncode.pretrained import smollm
    >>> ids = smollm.load().tokenizer.encode("The capital of France is")
    >>> whole(smollm.load(), ids)["tops"][30][0]
    [' Paris', 0.773]

`whole` and `head` return what the page draws, as rounded numbers. The example
inside_the_model/levels records them for three texts, and the tasks `read` and `look` compute them
for a reader's own text.

Checked against: a run of the model without this module, and the softmax of the recorded scores.
"""

from typing import Any

import numpy as np

from lessoncode.model import checks
from lessoncode.model.attention import attention_weights, turned_heads
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array, Tensor
from lessoncode.play.real_model import errors_as_sentences, reading
from lessoncode.play.tasks import Order
from lessoncode.pretrained.smollm import SmolLM2

ROOM = 16  # tokens in a text
LOOKING = 4  # the last tokens, whose attention is shown
LIKELIEST = 4  # the most likely next tokens that are drawn
N_DOTS = 6  # numbers of a token's vector that are drawn


def whole(smol: SmolLM2, ids: list[int]) -> dict[str, Any]:
    """Everything that the page draws for a text before a head is opened.

    "vectors" are the first six numbers of each token's embedding. "tops" are the four most likely
    next tokens with their probabilities, as if the output head read the last token's embedding,
    then its vector after each layer. "shares" is [layer][head][i][j]: what the i-th of the last
    four tokens takes from token j. "lengths" are, for each layer, those of the last token's vector
    before it, of what attention adds, and of what the MLP adds.
    """
    model, tokenizer = smol
    stream, shares = [], []
    for _, place, x in model.stream([ids]):
        if place == "qkv":
            looking = attention_weights(x, model.config.heads)[0, :, -LOOKING:]
            shares.append([rows(one) for one in looking])
        elif place in ("embedding", "attention", "mlp"):
            stream.append(x.data[0])
    last = np.array(stream)[:, -1]
    lengths = np.linalg.norm(
        [last[:-1:2], last[1::2] - last[:-1:2], last[2::2] - last[1::2]], axis=-1
    )
    logits = model.logits(Tensor(last[::2], requires_grad=False)).data
    return {
        "pieces": [tokenizer.decode([i]) for i in ids],
        "ids": ids,
        "vectors": digits(stream[0][:, :N_DOTS]),
        "tops": [likeliest(smol, p) for p in next_token_probabilities(logits)],
        "shares": shares,
        "lengths": digits(lengths.T, 1),
    }


def head(smol: SmolLM2, ids: list[int], layer: int, number: int) -> dict[str, Any]:
    """The queries "q" of the last four tokens, and the keys "k" and values "v" of all, in one head.

    `layer` and `number`, the head's, count from 1. Queries and keys are turned by their positions;
    queries are not yet divided by the square root of `d_head`. Raises ValueError for a layer or a
    head that the model does not have.
    """
    config = smol.model.config
    checks.count(layer=layer, number=number)
    checks.number(1, config.n_layer, layer=layer)
    checks.number(1, config.n_head, number=number)
    for at, place, x in smol.model.stream([ids]):
        if (at, place) == (layer - 1, "qkv"):
            q, k, v, *_ = turned_heads(x.data, config.heads, None)
            break
    q = q.reshape(config.n_head, len(ids), -1)[number - 1, -LOOKING:] * config.d_head**0.5
    shared = (number - 1) * config.n_kv_head // config.n_head
    found = {"q": digits(q), "k": digits(k[0, shared]), "v": digits(v[0, shared])}
    return {"layer": layer, "head": number} | found


def rows(shares: Array) -> list[Any]:
    """Rounded shares, [looking, n_seq], as lists without the tokens that come later."""
    n_looking, n = shares.shape
    return [digits(row[: n - n_looking + i]) for i, row in enumerate(shares, 1)]


def digits(numbers: Array, places: int = 2) -> Any:
    """Rounded numbers, as lists; a zero has no minus sign."""
    return (numbers.astype(float).round(places) + 0).tolist()


def likeliest(smol: SmolLM2, p: Array) -> list[list[Any]]:
    """The four most likely tokens, each with its probability."""
    found = np.argsort(-p, kind="stable")[:LIKELIEST].tolist()
    return [[smol.tokenizer.decode([i]), round(float(p[i]), 3)] for i in found]


def ids_of(text: str) -> tuple[SmolLM2, list[int]]:
    """The model, and the ids of a text. Raises ValueError for an empty text or a long one."""
    it = reading()
    ids = it.ids_of({"text": text, "after": []})
    if len(ids) > ROOM:
        limit = f"The picture has room for {ROOM}, so remove some words."
        raise ValueError(f"This text has {len(ids)} tokens. {limit}")
    return SmolLM2(it.model, it.tokenizer), ids


@errors_as_sentences
def read(order: Order) -> dict[str, Any]:
    """What `whole` returns for the order's "text"."""
    return whole(*ids_of(order["text"]))


@errors_as_sentences
def look(order: Order) -> dict[str, Any]:
    """What `head` returns for the order's "text", "layer" and "head"."""
    return head(*ids_of(order["text"]), order["layer"], order["head"])
