"""Causal attention with rotary positions and grouped queries: each position looks back.

    >>> from lessoncode.model.attention import Heads, attention_weights
    >>> from lessoncode.model.tensor import Tensor
    >>> qkv = Tensor(np.zeros((1, 3, 12)))  # 3 positions; 2 heads of queries, 2 of keys and values
    >>> attention_weights(qkv, Heads(n_head=2, n_kv_head=2, rope_base=1e4))[0, 0, 1]
    array([0.5, 0.5, 0. ])

Position i gathers the values of positions 0 to i:

    y_i = sum over j <= i of  p_ij v_j
    p_ij = softmax over j of  (q_i . k_j / sqrt(d_head))

Each query and key is first rotated by its position: the numbers a and b of a pair become
a cos - b sin and a sin + b cos, at an angle of position * base^(-2 pair / d_head). The positions
then enter q_i . k_j only as i - j. The query heads of a group share one head of keys and values.

Source: Vaswani et al. 2017, "Attention Is All You Need", arXiv 1706.03762, equation 1; Su et al.
2021, "RoFormer", arXiv 2104.09864, equation 34; Ainslie et al. 2023, "GQA", arXiv 2305.13245.

Differs in:
1. Dimensions i and i + d_head / 2 form a pair, as in transformers. RoFormer pairs neighbours. The
   order of a head's numbers means nothing, but weights are made for one order.
2. The values are added up before they are divided by the sum of e^score, not after: the result is
   the same, with fewer divisions.

Checked against: torch in float64, and `LlamaForCausalLM`.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count, positive
from lessoncode.model.tensor import Array, Tensor


class Past:
    """The keys and values of one layer's positions so far (the KV cache), at most `n_context`.

    With them, the next position costs one query, not a new pass over all positions.
    """

    def __init__(self, shape: tuple[int, int, int, int], dtype: npt.DTypeLike) -> None:
        """Make room for keys and values of the shape [batch, n_kv_head, n_context, d_head]."""
        for n in shape:
            count(0, a_length=n)
        self.keys, self.values = np.empty((2, *shape), dtype)
        self.length = 0

    def append(self, k: Array, v: Array) -> tuple[Array, Array]:
        """Add keys and values [batch, n_kv_head, n_seq, d_head]; return all so far.

        Raises ValueError for another number of texts, and if there is no room.
        """
        if len(k) != len(self.keys):
            raise ValueError(f"this cache is for {len(self.keys)} texts, not {len(k)}")
        start, end = self.length, self.length + k.shape[2]
        if end > self.keys.shape[2]:
            raise ValueError(
                f"{end} positions do not fit into this cache, which "
                f"was made for {self.keys.shape[2]}"
            )
        self.keys[:, :, start:end] = k
        self.values[:, :, start:end] = v
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]


class Heads(NamedTuple):
    """How many heads share the last axis, and the base of their rotary angles."""

    n_head: int
    n_kv_head: int
    rope_base: float


def attention(qkv: Tensor, heads: Heads, past: Past | None = None) -> Tensor:
    """Let every position gather values from itself and the positions before it.

    The last axis holds all queries, then all keys, then all values: [batch, n_seq, (n_head + 2
    n_kv_head) d_head] -> [batch, n_seq, n_head d_head].

    With a past, these positions follow those in it and are added to it. A past keeps no tape.
    Raises ValueError for a past if qkv requires a gradient, and if heads do not fit qkv.
    """
    if past and qkv.requires_grad:
        message = "a cache keeps no tape: use `model.frozen()`"
        raise ValueError(message)
    n_head, n_kv_head, _ = heads
    q, k, v, cos, sin = turned_heads(qkv.data, heads, past)
    batch, n_seq, _ = qkv.shape
    exp = exp_scores(q, k, n_seq)
    total = exp @ np.ones((exp.shape[-1], 1), exp.dtype)
    y = exp @ v
    y /= total

    def parent_grads(g: Array) -> tuple[Array]:
        # The gradient of softmax: ds = p (dp - sum(p dp)), and since dp = g v^T, that sum is g . y.
        g = split_heads(g, n_head).reshape(y.shape)  # as y's rows
        dot = np.einsum("bkij,bkij->bki", g, y)[..., None]
        g = g / total  # p = exp / total
        ds = g @ v.swapaxes(-1, -2)
        ds -= dot / total
        ds *= exp
        dx = np.empty_like(qkv.data)
        dqkv = split_heads(dx, n_head + 2 * n_kv_head)
        dq = (ds @ k).reshape(batch, n_head, n_seq, -1)
        dq *= dq.shape[-1] ** -0.5
        rotate(dq, cos, -sin, out=dqkv[:, :n_head])
        dk = ds.swapaxes(-1, -2) @ q
        rotate(dk, cos, -sin, out=dqkv[:, n_head:-n_kv_head])
        np.matmul(exp.swapaxes(-1, -2), g, out=dqkv[:, -n_kv_head:])
        return (dx,)

    # [batch, n_kv_head, group n_seq, d] -> [batch, n_seq, n_head d]
    heads_last = y.reshape(batch, n_head, n_seq, -1).swapaxes(1, 2)
    out = heads_last.reshape(batch, n_seq, -1)
    return Tensor(out, (qkv,), parent_grads)


def attention_weights(qkv: Tensor, heads: Heads) -> Array:
    """The weights p_ij of each head: [batch, n_head, n_seq, n_seq].

    Row i has the share of each position in what position i gathers, and sums to 1. `qkv` is as in
    `attention`.
    """
    q, k, *_ = turned_heads(qkv.data, heads, None)
    batch, n_seq, _ = qkv.shape
    exp = exp_scores(q, k, n_seq)
    exp /= exp.sum(-1, keepdims=True)
    return exp.reshape(batch, heads.n_head, n_seq, n_seq)


def turned_heads(
    qkv: Array, heads: Heads, past: Past | None
) -> tuple[Array, Array, Array, Array, Array]:
    """Queries, keys and values of each head, queries and keys rotated; also cos and sin.

    q, divided by sqrt(d_head), is [batch, n_kv_head, group n_seq, d_head]: queries that share a
    head of keys follow one another. k and v are [batch, n_kv_head, n_past + n_seq, d_head].
    """
    n_head, n_kv_head, base = heads
    if min(n_head, n_kv_head) < 1 or n_head % n_kv_head or qkv.ndim != 3 or qkv.size == 0:
        raise ValueError(f"{heads} do not fit queries, keys and values of shape {qkv.shape}")
    if qkv.shape[-1] % (2 * (n_head + 2 * n_kv_head)):
        raise ValueError(f"{heads}: {qkv.shape[-1]} numbers are not an even number for each head")
    start = past.length if past else 0
    # -> [batch, n_head + 2 n_kv_head, n_seq, d_head]
    split = split_heads(qkv, n_head + 2 * n_kv_head)
    batch, _, n_seq, d_head = split.shape
    positions = start, start + n_seq
    cos, sin = rotary_table(positions, d_head, base, qkv.dtype)
    qk, v = split[:, :-n_kv_head], split[:, -n_kv_head:]
    qk = rotate(qk, cos, sin, out=np.empty(qk.shape, qk.dtype))
    q, k = qk[:, :n_head] * d_head**-0.5, qk[:, n_head:]
    if past:
        k, v = past.append(k, v)
    q = q.reshape(batch, n_kv_head, -1, d_head)
    return q, k, v, cos, sin


def split_heads(x: Array, n: int) -> Array:
    """A view with an axis for the heads: [batch, n_seq, n d_head] -> [batch, n, n_seq, d_head]."""
    return x.reshape(*x.shape[:2], n, -1).swapaxes(1, 2)


def exp_scores(q: Array, k: Array, n_seq: int) -> Array:
    """e^(q . k), 0 for keys ahead: -> [batch, n_kv_head, group n_seq, n_past + n_seq].

    Each row is divided by its largest e^score, so that none overflows.
    """
    scores = q @ k.swapaxes(-1, -2)
    if n_seq > 1:  # a single query has no key ahead
        rows = scores.reshape(-1, n_seq, k.shape[2])
        rows += ahead(n_seq, k.shape[2], scores.dtype)
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    return scores


@lru_cache(maxsize=8)
def ahead(n_seq: int, n_all: int, dtype: np.dtype[Any]) -> Array:
    """Minus infinity where a key is ahead of the query, else 0: [n_seq, n_all]."""
    mask = np.full((n_seq, n_all), -np.inf, dtype)
    return np.triu(mask, n_all - n_seq + 1)


@lru_cache(maxsize=8)
def rotary_table(
    positions: tuple[int, int], d_head: int, base: float, dtype: np.dtype[Any]
) -> Array:
    """Cosine and sine of the angles of positions (start, end): [2, end - start, d_head / 2]."""
    positive(rope_base=base)
    speed = base ** (-2 * np.arange(d_head // 2) / d_head)
    angle = np.arange(*positions)[:, None] * speed
    return np.stack([np.cos(angle), np.sin(angle)]).astype(dtype)


def rotate(x: Array, cos: Array, sin: Array, out: Array) -> Array:
    """Rotate x [..., n_seq, d_head] by its positions, into `out`; with -sin, rotate it back."""
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    np.subtract(a * cos, b * sin, out=out[..., :half])
    np.add(a * sin, b * cos, out=out[..., half:])
    return out
