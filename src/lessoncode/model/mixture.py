"""Mixture of experts: many MLPs in a layer, of which each token uses a few.

    >>> from lessoncode.model.mixture import MixtureConfig, MixtureTransformer
    >>> config = MixtureConfig(9, 8, 2, 2, 2, n_hidden=4, n_expert=8, n_active=2)
    >>> model = MixtureTransformer.initial(config, np.random.default_rng(0))
    >>> model.n_parameters, model.n_active_parameters
    (2288, 1136)

A router chooses the experts and weights what they return:

    p = softmax(W_router h)
    y = sum over the k largest of p:  p_e  W_down,e swiglu(W_gate_up,e h)

A token costs the work of k MLPs, however many there are. The router learns which tokens an expert
gets, because p_e is a factor of y and passes the gradient on. But the gradient does not say what
other experts would have returned. An expert that is chosen often learns, and is then chosen more
often. A second loss counters that:

    balance = E sum over experts of  f_e P_e

E is the number of experts, f_e the share of choices that fell on e, and P_e the mean of p_e. Only
P_e has a gradient. If all experts are chosen equally often, or all have the same probability on
average, the balance is 1. It grows as choices and probability gather on the same few experts. It
can also be a little below 1: an expert that is often chosen by a narrow margin may have a high f_e
and a low P_e.

Source: Shazeer et al. 2017, "Outrageously Large Neural Networks", arXiv 1701.06538; Fedus, Zoph and
Shazeer 2021, "Switch Transformers", arXiv 2101.03961, equations 2 to 6, for one expert a token and
the balance.

Differs in:
1. No expert is ever full: each gets all tokens that chose it.
2. No noise is added to the router.
3. The p_e of the chosen experts are not rescaled. For k above 1, Mixtral divides them by their sum.

Checked against: torch in float64, with all experts for all tokens and a mask; and the sums by hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from lessoncode.model.attention import Past
from lessoncode.model.checks import count
from lessoncode.model.layers import Ids, linear, rms_norm, swiglu
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Shape, Transformer


@dataclass(frozen=True)
class MixtureConfig(Config):
    """A config with `n_expert` MLPs per layer, of which a token uses `n_active`.

    Each has `n_hidden` hidden units. Raises ValueError unless `n_active` is from 1 to `n_expert`.
    """

    n_expert: int = 8
    n_active: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        count(n_expert=self.n_expert)
        check_active(self.n_active, self.n_expert)

    def layer_shapes(self) -> dict[str, Shape]:
        """The name and shape of every parameter of one layer, the router's included."""
        shapes = super().layer_shapes()
        for name in ("gate_up", "down"):
            shapes[name] = (self.n_expert, *shapes[name])
        return shapes | {"router": (self.n_expert, self.n_embd)}


class MixtureTransformer(Transformer):
    """A transformer whose MLPs are mixtures. Raises TypeError for a config without experts."""

    config: MixtureConfig

    def __init__(
        self, config: MixtureConfig, weights: Mapping[str, Array], requires_grad: bool = True
    ) -> None:
        if not isinstance(config, MixtureConfig):
            raise TypeError(f"give a MixtureConfig, not a {type(config).__name__}")
        super().__init__(config, weights, requires_grad)

    def block(
        self, x: Tensor, w: Mapping[str, Tensor], past: Past | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """One layer, place by place; "router", the router's logits, replaces "neurons"."""
        for place, h in super().block(x, w, past):
            yield place, h
            if place == "attention":
                x = h
                break
        h = rms_norm(x, w["mlp_norm"], self.config.norm_eps)
        # [batch, n_seq, n_embd] -> [batch, n_seq, n_expert]
        logits = linear(h, w["router"])
        yield "router", logits
        p, chosen = routed(logits, self.config.n_active)
        x = x + experts(h, p, chosen, w["gate_up"], w["down"])
        yield "mlp", x

    @property
    def n_active_parameters(self) -> int:
        """How many parameters there are without those of a token's idle experts."""
        idle = self.config.n_expert - self.config.n_active
        one = 3 * self.config.n_hidden * self.config.n_embd
        return self.n_parameters - self.config.n_layer * idle * one


def check_active(n_active: int, n_expert: int) -> None:
    """Raise ValueError unless a token can use `n_active` of `n_expert` experts."""
    count(n_active=n_active)
    if n_active > n_expert:
        raise ValueError(f"n_active is {n_active}, but there are {n_expert} experts")


def routed(logits: Tensor, n_active: int) -> tuple[Tensor, Ids]:
    """The probabilities of all experts, and the ids of those that are chosen.

    [..., n_expert] -> the same shape, and [..., n_active]. If experts tie, the lowest ids are
    chosen. Raises ValueError unless `n_active` is from 1 to n_expert.
    """
    check_active(n_active, (0, *logits.shape)[-1])
    exp = (logits - logits.data.max(-1, keepdims=True)).exp()
    p = exp / exp.sum(-1, keepdims=True)
    order = np.argsort(-logits.data, axis=-1, kind="stable")
    return p, order[..., :n_active]


def experts(x: Tensor, p: Tensor, chosen: Ids, gate_up: Tensor, down: Tensor) -> Tensor:
    """The sum of what the chosen experts return for each token, weighted by p.

    x [..., n_embd], p [..., n_expert], chosen [..., k], gate_up [n_expert, 2 n_hidden, n_embd],
    down [n_expert, n_embd, n_hidden] -> [..., n_embd].
    """
    rows = x.data.reshape(-1, x.shape[-1])
    shares = p.data.reshape(len(rows), -1)
    taken = chosen.reshape(len(rows), -1)
    y = np.zeros_like(rows)
    runs = []
    for e, pair in enumerate(zip(gate_up.data, down.data, strict=True)):
        places = np.flatnonzero((taken == e).any(1))
        # Each expert has a small tape of its own, from its rows and its matrices.
        leaves = Tensor(rows[places]), *map(Tensor, pair)
        own, first, second = leaves
        out = linear(swiglu(linear(own, first)), second)
        y[places] += shares[places, e, None] * out.data
        runs.append((e, places, leaves, out))

    def parent_grads(g: Array) -> tuple[Array, Array, Array, Array]:
        g = g.reshape(rows.shape)
        dx, dp = np.zeros_like(rows), np.zeros_like(shares)
        dmatrices = np.zeros_like(gate_up.data), np.zeros_like(down.data)
        for e, places, leaves, out in runs:
            if len(places) == 0:
                continue
            dp[places, e] = (g[places] * out.data).sum(1)
            weighted = out * (shares[places, e, None] * g[places])
            grads = weighted.sum().gradients()
            own, *matrices = (grads[leaf] for leaf in leaves)
            dx[places] += own
            for whole, part in zip(dmatrices, matrices, strict=True):
                whole[e] = part
        return dx.reshape(x.shape), dp.reshape(p.shape), *dmatrices

    return Tensor(y.reshape(x.shape), (x, p, gate_up, down), parent_grads)


def balance_loss(logits: Tensor, n_active: int) -> Tensor:
    """The balance by the module's formula: 1 if all experts are chosen equally often.

    The logits of one router [..., n_expert] -> one number.
    """
    p, chosen = routed(logits, n_active)
    n_expert = logits.shape[-1]
    share = np.bincount(chosen.ravel(), minlength=n_expert) / chosen.size
    mean = p.reshape(-1, n_expert).mean(0)
    return n_expert * (mean * share).sum()
