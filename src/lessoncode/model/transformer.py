"""The transformer of the Llama family, small or large: from ids to logits.

    >>> from lessoncode.model.transformer import Config, Transformer
    >>> config = Config(n_vocab=10, n_embd=8, n_layer=2, n_head=2, n_kv_head=1, n_hidden=16)
    >>> model = Transformer.initial(config, np.random.default_rng(0))
    >>> model([[1, 5, 2]])  # a text of three tokens: logits for the token after each
    Tensor of shape (1, 3, 10)

A layer adds twice to the residual stream x:

    x = embedding(ids)
    for each layer:
        x = x + W_o attention(W_qkv norm(x))
        x = x + W_down swiglu(W_gate_up norm(x))
    logits = W_head norm(x)

Source: Touvron et al. 2023, "LLaMA", arXiv 2302.13971, section 2.2; Vaswani et al. 2017, "Attention
Is All You Need", arXiv 1706.03762. `layers` and `attention` name the sources of the layers.

Differs in:
1. Queries may share keys and values (as in Llama 2 and 3), and the head may be the embedding (tied,
   as in Llama 3.2 and SmolLM2).
2. W_q, W_k and W_v are the rows of one matrix, and so are gate and up.
3. New weights are normal with standard deviation 0.02; those that write into the residual stream
   are divided by sqrt(2 n_layer), as in GPT-2. The paper does not say.
4. There is no dropout.

Checked against: `transformers.LlamaForCausalLM`, logits, gradients and training steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from lessoncode.model.attention import Heads, Past, attention
from lessoncode.model.checks import count, positive, truth
from lessoncode.model.layers import embedding, id_rows, linear, rms_norm, swiglu
from lessoncode.model.tensor import Array, Tensor

Shape: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Config:
    """The numbers that fix a transformer's shape.

    `n_vocab` tokens have vectors of `n_embd` numbers, which pass through `n_layer` layers. In each,
    `n_head` heads of queries share `n_kv_head` heads of keys and values, and the MLP has `n_hidden`
    hidden units. If `tied`, the head is the embedding. Rotary angles have the base `rope_base`, and
    norms the eps `norm_eps`. Raises ValueError for numbers that do not fit together.
    """

    n_vocab: int
    n_embd: int
    n_layer: int
    n_head: int
    n_kv_head: int
    n_hidden: int
    tied: bool = True
    rope_base: float = 10_000.0
    norm_eps: float = 1e-5

    def __post_init__(self) -> None:
        count(n_vocab=self.n_vocab, n_embd=self.n_embd, n_hidden=self.n_hidden)
        count(n_head=self.n_head, n_kv_head=self.n_kv_head)
        count(0, n_layer=self.n_layer)
        positive(rope_base=self.rope_base)
        positive(norm_eps=self.norm_eps)
        truth(tied=self.tied)
        if self.n_embd % (2 * self.n_head):
            raise ValueError(
                f"n_embd {self.n_embd} is no multiple of 2 n_head "
                f"{2 * self.n_head}: every head needs pairs to turn"
            )
        if self.n_head % self.n_kv_head:
            raise ValueError(
                f"n_head {self.n_head} is no multiple of n_kv_head "
                f"{self.n_kv_head}: groups must be equal"
            )

    @property
    def d_head(self) -> int:
        """How many numbers each query, key and value has."""
        return self.n_embd // self.n_head

    @property
    def heads(self) -> Heads:
        """The numbers of heads and the base of the angles, as `attention` takes them."""
        return Heads(self.n_head, self.n_kv_head, self.rope_base)

    def layer_shapes(self) -> dict[str, Shape]:
        """The name and shape of every parameter of one layer."""
        n_qkv = (self.n_head + 2 * self.n_kv_head) * self.d_head
        return {
            "attention_norm": (self.n_embd,),
            "qkv": (n_qkv, self.n_embd),
            "attention_out": (self.n_embd, self.n_embd),
            "mlp_norm": (self.n_embd,),
            "gate_up": (2 * self.n_hidden, self.n_embd),
            "down": (self.n_embd, self.n_hidden),
        }

    def shapes(self) -> dict[str, Shape]:
        """The name and shape of every parameter, in order."""
        shapes: dict[str, Shape] = {}
        shapes["embedding"] = (self.n_vocab, self.n_embd)
        for i in range(self.n_layer):
            for name, shape in self.layer_shapes().items():
                shapes[f"layers.{i}.{name}"] = shape
        shapes["norm"] = (self.n_embd,)
        if not self.tied:
            shapes["head"] = (self.n_vocab, self.n_embd)
        return shapes


class Transformer:
    """A config and its parameters; call it with ids to get logits.

    `weights`, an array for each name in `config.shapes()`, are kept, not copied. Raises ValueError
    for other names or shapes.
    """

    def __init__(
        self, config: Config, weights: Mapping[str, Array], requires_grad: bool = True
    ) -> None:
        wanted = config.shapes()
        shapes = {name: w.shape for name, w in weights.items()}
        for name in wanted | shapes:
            shape = shapes.get(name, "missing")
            right = wanted.get(name, "in the config")
            if shape != right:
                raise ValueError(f"{name}: {shape}, not {right}")
        self.config = config
        self.parameters: dict[str, Tensor] = {}
        for name in wanted:
            p = Tensor(weights[name], requires_grad=requires_grad)
            self.parameters[name] = p

    @classmethod
    def initial(
        cls, config: Config, rng: np.random.Generator, dtype: npt.DTypeLike = np.float32
    ) -> Self:
        """A model with random weights, which has learned nothing yet."""

        def weight(name: str, shape: Shape) -> Array:
            if name.endswith("norm"):
                return np.ones(shape, dtype)
            writes = name.endswith(("attention_out", "down"))
            layers = 2 * config.n_layer if writes else 1
            normal = rng.normal(0, 0.02 * layers**-0.5, shape)
            return normal.astype(dtype)

        shapes = config.shapes().items()
        weights = {name: weight(name, shape) for name, shape in shapes}
        return cls(config, weights)

    def frozen(self) -> Self:
        """A model with the same arrays as constants: what it computes keeps no tape.

        Use it to generate, to measure, and as a reference policy.
        """
        twin = copy(self)  # with what a subclass adds
        twin.parameters = {
            name: Tensor(p.data, requires_grad=False) for name, p in self.parameters.items()
        }
        return twin

    def cache(self, batch: int, n_context: int) -> list[Past]:
        """An empty `Past` for every layer, with room for `n_context` positions."""
        config = self.config
        shape = (batch, config.n_kv_head, n_context, config.d_head)
        dtype = self.parameters["embedding"].data.dtype
        return [Past(shape, dtype) for _ in range(config.n_layer)]

    def pasts(self, cache: list[Past] | None) -> Sequence[Past | None]:
        """Each layer's `Past`, or None. Raises ValueError for a cache of more or fewer layers."""
        n_layer = self.config.n_layer
        if cache is not None and len(cache) != n_layer:
            raise ValueError(f"a cache of {len(cache)} layers does not fit a model of {n_layer}")
        return cache or [None] * n_layer

    def __call__(
        self, ids: npt.ArrayLike, cache: list[Past] | None = None, last: bool = False
    ) -> Tensor:
        """The logits for the token after each id.

        ids [batch, n_seq] -> [batch, n_seq, n_vocab]. With a cache, the ids follow those it holds,
        and are added to it. With `last`, only the logits after the last id: [batch, 1, n_vocab].
        """
        x = self.hidden(ids, cache)
        if last:  # a large head is a good part of the work
            x = x[:, -1:]
        # [batch, n_seq, n_embd] -> [batch, n_seq, n_vocab]
        return linear(x, self.head)

    def hidden(self, ids: npt.ArrayLike, cache: list[Past] | None = None) -> Tensor:
        """The vectors that the head reads: ids [batch, n_seq] -> [batch, n_seq, n_embd]."""
        for _, _, h in self.stream(ids, cache):
            x = h  # in the end, what the last layer hands on
        return self.normed(x)

    def stream(
        self, ids: npt.ArrayLike, cache: list[Past] | None = None
    ) -> Iterator[tuple[int, str, Tensor]]:
        """All that is computed up to the last layer, place by place.

        Yields the layer, counted from 0, the name of the place, and the tensor there. First comes
        0, "embedding", the rows of the ids; then, for each layer, the places of `block`. A caller
        can look at each tensor, and in a frozen model write to its `data`: later places use that.
        """
        # [batch, n_seq] -> [batch, n_seq, n_embd]
        x = embedding(self.parameters["embedding"], id_rows(ids))
        yield 0, "embedding", x
        for i, past in enumerate(self.pasts(cache)):
            for place, h in self.block(x, self.layer(i), past):
                yield i, place, h
            x = h

    def block(
        self, x: Tensor, w: Mapping[str, Tensor], past: Past | None = None
    ) -> Iterator[tuple[str, Tensor]]:
        """One layer, place by place: "qkv", "gathered", "attention", "neurons" and "mlp".

        Yields each place and its tensor; the last is the next layer's x. Attention moves
        information between positions, the MLP works on each alone; both add to x.
        """
        config = self.config
        h = rms_norm(x, w["attention_norm"], config.norm_eps)
        # [batch, n_seq, n_embd] -> [batch, n_seq, (n_head + 2 n_kv_head) d_head]
        qkv = linear(h, w["qkv"])
        yield "qkv", qkv
        # -> [batch, n_seq, n_embd]
        gathered = attention(qkv, config.heads, past)
        yield "gathered", gathered
        x = x + linear(gathered, w["attention_out"])
        yield "attention", x

        h = rms_norm(x, w["mlp_norm"], config.norm_eps)
        # [batch, n_seq, n_embd] -> [batch, n_seq, 2 n_hidden]
        gate_up = linear(h, w["gate_up"])
        # -> [batch, n_seq, n_hidden] -> [batch, n_seq, n_embd]
        neurons = swiglu(gate_up)
        yield "neurons", neurons
        x = x + linear(neurons, w["down"])
        yield "mlp", x

    def logits(self, x: Tensor) -> Tensor:
        """Logits from vectors of the stream, at any layer: [..., n_embd] -> [..., n_vocab].

        At the end of the stream they are the model's prediction; before it, the logit lens.
        """
        return linear(self.normed(x), self.head)

    def normed(self, x: Tensor) -> Tensor:
        """Vectors after the last norm: [..., n_embd] -> the same shape."""
        w = self.parameters["norm"]
        return rms_norm(x, w, self.config.norm_eps)

    @property
    def head(self) -> Tensor:
        """The matrix that turns vectors into logits: [n_vocab, n_embd]."""
        name = "embedding" if self.config.tied else "head"
        return self.parameters[name]

    @property
    def n_parameters(self) -> int:
        """How many numbers the model has, all of which training can change."""
        return sum(p.data.size for p in self.parameters.values())

    def layer(self, i: int) -> dict[str, Tensor]:
        """The parameters of layer `i`, counted from 0, by their short names."""
        count(0, i=i)
        if i >= self.config.n_layer:
            raise ValueError(f"there is no layer {i}, but {self.config.n_layer}, counted from 0")
        names = self.config.layer_shapes()
        return {k: self.parameters[f"layers.{i}.{k}"] for k in names}
