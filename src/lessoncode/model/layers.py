"""The layers of a Llama, each with its gradient written by hand.

    >>> from lessoncode.model.layers import cross_entropy, linear
    >>> from lessoncode.model.tensor import Tensor
    >>> x, w = Tensor([[1.0, 2.0]]), Tensor(np.zeros((4, 2)))
    >>> cross_entropy(linear(x, w), np.array([3])).data.round(3)
    np.float64(1.386)

A layer is one node of the tape, so a step of training takes a few dozen nodes, not thousands.
Below, g is the gradient of the result y, and dx and dw are those of x and w.

    linear       y = x w^T
    embedding    y = the rows of w that the ids name
    RMSNorm      y = w x / sqrt(mean(x^2) + eps)
    SwiGLU       y = silu(gate) up, with silu(z) = z / (1 + e^-z)
    log_prob     y = log softmax(x), taken at the targets
    log_sigmoid  y = log(1 / (1 + e^-x))
    masked       y = x where a mask is true, else 0

Attention, the remaining layer, has a module of its own.

Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", arXiv 1910.07467, equation
4; Shazeer 2020, "GLU Variants Improve Transformer", arXiv 2002.05202, equation 5.

Differs in:
1. RMSNorm has eps, as in Llama, so that it can scale a vector of zeros.
2. Gate and up are the two halves of one array, computed by one product.

Checked against: torch in float64, and `LlamaForCausalLM`.
"""

import sys

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import positive, shape
from lessoncode.model.tensor import Array, Tensor

Ids = npt.NDArray[np.integer]
LARGE = 2**14  # numbers in a weight


def check_ids(name: str, ids: Ids, n_vocab: int) -> None:
    """Raise IndexError unless all ids are integers from 0 to n_vocab - 1.

    NumPy would read -1 as the last row, and truth values as a mask. The message begins with `name`.
    """
    if ids.dtype.kind not in "iu":
        raise IndexError(f"{name} are integers, not {ids.dtype}")
    if ids.size and not 0 <= ids.min() <= ids.max() < n_vocab:
        message = f"{name} go from 0 to {n_vocab - 1}"
        found = f"these go from {ids.min()} to {ids.max()}"
        raise IndexError(f"{message}, {found}")


def id_rows(ids: npt.ArrayLike) -> Ids:
    """Ids as an array [batch, n_seq]. Raises ValueError for other shapes and empty texts."""
    try:
        array: Ids = np.asarray(ids)
    except ValueError:
        raise ValueError("texts of different lengths do not share a batch") from None
    if array.ndim != 2:
        raise ValueError(f"ids have the shape {array.shape}, not [batch, n_seq]")
    if array.size == 0:
        raise ValueError("a text is empty: begin with the end-of-text token")
    return array


def linear(x: Tensor, weight: Tensor) -> Tensor:
    """x w^T: [..., n_in] -> [..., n_out], with weight [n_out, n_in]."""
    w = weight.data
    if w.ndim != 2 or x.shape[-1:] != w.shape[1:]:
        raise ValueError(f"a weight of shape {w.shape} does not fit {x}")
    n_out, n_in = w.shape
    rows = x.data.reshape(-1, n_in)  # one product for all positions
    y = product(rows, w)

    def parent_grads(g: Array) -> tuple[Array, Array]:
        g = g.reshape(-1, n_out)
        if sys.platform == "emscripten":
            dx, dw = product_without_blas(g, w.T), product_without_blas(g.T, rows.T)
        else:
            dx, dw = g @ w, g.T @ rows
        return dx.reshape(x.shape), dw

    y = y.reshape(*x.shape[:-1], n_out)
    return Tensor(y, (x, weight), parent_grads)


def product(x: Array, w: Array) -> Array:
    """x w^T of plain arrays: [rows, n_in] -> [rows, n_out], with w [n_out, n_in]."""
    if sys.platform == "emscripten" and w.size >= LARGE:
        return product_without_blas(x, w)
    y: Array = x @ w.T
    return y


def product_without_blas(x: Array, w: Array) -> Array:
    """x w^T as `product` computes it, up to rounding, in a way that suits a large w.

    NumPy in the browser has no BLAS, and there this is faster. `einsum` takes fewer than 2^31
    products at once, which limits how many rows it gets, and is slow if rows are not contiguous.
    """
    x, w = np.ascontiguousarray(x), np.ascontiguousarray(w)
    y = np.empty((len(x), len(w)), np.result_type(x, w))
    n_rows = max(1, (2**31 - 1) // w.size)
    for start in range(0, len(x), n_rows):
        some = slice(start, start + n_rows)
        np.einsum("ri,oi->ro", x[some], w, out=y[some])
    return y


def embedding(weight: Tensor, ids: Ids) -> Tensor:
    """The row of each id: ids [...] -> [..., n_embd], with weight [n_vocab, n_embd].

    Raises IndexError for an id that has no row.
    """
    shape("an embedding", weight.data, "n_vocab", "n_embd")
    check_ids("ids", ids, len(weight.data))

    def parent_grads(g: Array) -> tuple[Array]:
        # A row's gradient is a sum over the places of its id, which sorting by id puts together.
        order = np.argsort(ids, axis=None, kind="stable")
        g = g.reshape(ids.size, -1)[order]
        rows, starts = np.unique(ids.flat[order], return_index=True)
        dw = np.zeros_like(weight.data)
        dw[rows] = np.add.reduceat(g, starts)
        return (dw,)

    return Tensor(weight.data[ids], (weight,), parent_grads)


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """Scale every vector to a length of about sqrt(n), then multiply by weight.

    [..., n] -> [..., n], with weight [n]. Raises ValueError for a weight of another length.
    """
    w, n = weight.data, weight.data.size
    positive(eps=eps)
    if w.ndim != 1 or x.shape[-1:] != w.shape:
        raise ValueError(f"a weight of shape {w.shape} does not fit {x}")
    rows = x.data.reshape(-1, n)
    scale = 1 / np.sqrt(row_dot(rows, rows) / n + eps)
    unit = rows * scale

    def parent_grads(g: Array) -> tuple[Array, Array]:
        g = g.reshape(-1, n)
        dw = np.einsum("ij,ij->j", g, unit)
        dunit = g * w
        # The part of dunit along unit would only change the length, which the norm undoes.
        along = unit * (row_dot(dunit, unit) / n)
        return ((dunit - along) * scale).reshape(x.shape), dw

    y = (unit * w).reshape(x.shape)
    return Tensor(y, (x, weight), parent_grads)


def row_dot(a: Array, b: Array) -> Array:
    """The dot product of each row of a with the same row of b: [n, m] -> [n, 1]."""
    dots: Array = np.einsum("ij,ij->i", a, b)
    return dots[:, None]


def swiglu(gate_up: Tensor) -> Tensor:
    """silu(gate) * up, of the halves of the last axis: [..., 2 n_hidden] -> [..., n_hidden]."""
    if not gate_up.shape or gate_up.shape[-1] % 2:
        raise ValueError(f"{gate_up} has no two halves")
    n_hidden = gate_up.shape[-1] // 2
    gate = gate_up.data[..., :n_hidden]
    up = gate_up.data[..., n_hidden:]
    sigmoid = 0.5 * np.tanh(0.5 * gate) + 0.5  # cannot overflow
    silu = gate * sigmoid

    def parent_grads(g: Array) -> tuple[Array]:
        dx = np.empty_like(gate_up.data)
        slope = sigmoid + silu * (1 - sigmoid)  # of silu
        np.multiply(g, up * slope, out=dx[..., :n_hidden])
        np.multiply(g, silu, out=dx[..., n_hidden:])
        return (dx,)

    return Tensor(silu * up, (gate_up,), parent_grads)


def log_prob(logits: Tensor, targets: Ids) -> Tensor:
    """The log-probability of each target, in nats: logits [..., n_vocab] -> [...].

    `targets` has the shape [...]. This one gradient serves every kind of training: pre-training,
    fine-tuning, REINFORCE, GRPO, PPO and DPO differ only in the weight g with which a token's
    log-probability enters the loss.

    Raises ValueError if the shapes do not fit, IndexError for a target that has no logit.
    """
    if targets.shape != logits.shape[:-1] or not any(logits.shape[-1:]):
        message = f"targets of shape {targets.shape} do not fit logits"
        raise ValueError(f"{message} of shape {logits.shape}")
    n_vocab = logits.shape[-1]
    name = "targets (a weight of 0 leaves one out)"
    check_ids(name, targets, n_vocab)
    rows = logits.data.reshape(-1, n_vocab)
    at_targets = np.arange(len(rows)), targets.reshape(-1)
    exp = rows - rows.max(-1, keepdims=True)
    y = exp[at_targets]
    np.exp(exp, out=exp)
    total = exp @ np.ones(n_vocab, exp.dtype)
    y -= np.log(total)

    def parent_grads(g: Array) -> tuple[Array]:
        # d log p[target] / d logits = one-hot(target) - p
        g = g.reshape(-1)
        dx = exp * (-g / total)[:, None]
        dx[at_targets] += g
        dx[(g == 0) & np.isnan(total)] = 0  # tokens that have no part in the loss
        return (dx.reshape(logits.shape),)

    return Tensor(y.reshape(targets.shape), (logits,), parent_grads)


def masked(x: Tensor, mask: npt.NDArray[np.bool_]) -> Tensor:
    """x where the mask is true and 0 elsewhere, even if x is infinite there: [...] -> [...]."""
    y = np.where(mask, x.data, np.zeros((), x.data.dtype))

    def parent_grads(g: Array) -> tuple[Array]:
        return (np.where(mask, g, np.zeros((), g.dtype)),)

    return Tensor(y, (x,), parent_grads)


def log_sigmoid(x: Tensor) -> Tensor:
    """log(1 / (1 + e^-x)) of each number: [...] -> [...]."""
    small = np.exp(-np.abs(x.data))  # cannot overflow
    y = np.minimum(x.data, 0) - np.log1p(small)
    # The slope is sigmoid(-x).
    slope = np.where(x.data < 0, 1, small) / (1 + small)
    return Tensor(y, (x,), lambda g: (g * slope,))


def cross_entropy(logits: Tensor, targets: Ids, weights: Array | None = None) -> Tensor:
    """The loss -sum(weights * log p(targets)), in nats.

    logits [..., n_vocab], targets and weights [...] -> one number. Without weights the loss is the
    mean over all tokens. A token of weight 0 has no part in it. Training makes a token of negative
    weight less likely, as it does with the tokens of an answer whose advantage is negative.

    Raises ValueError if there are no targets or the shapes do not fit, IndexError for a target that
    has no logit.
    """
    if targets.size == 0:
        raise ValueError("a loss takes at least one target, not none")
    if weights is None:
        weights = np.full(targets.shape, 1 / targets.size)
    if weights.shape != targets.shape:
        message = f"weights of shape {weights.shape} do not fit"
        raise ValueError(f"{message} targets of shape {targets.shape}")
    counted = masked(log_prob(logits, targets), weights != 0)  # 0 times infinity is NaN
    return -(counted * weights).sum()
