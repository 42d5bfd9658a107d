"""A transformer that reads pictures: patches of pixels become vectors among those of words.

    >>> from lessoncode.model.transformer import Config
    >>> from lessoncode.model.vision import VisionTransformer
    >>> config = Config(n_vocab=10, n_embd=8, n_layer=2, n_head=2, n_kv_head=2, n_hidden=16)
    >>> model = VisionTransformer.looking(config, n_pixels=16, rng=np.random.default_rng(0))
    >>> model = model.shown(np.zeros((9, 16), np.float32))  # nine patches of 16 pixels
    >>> model([[0, 10, 11, 18, 3]])  # three of the nine patches, between words
    Tensor of shape (1, 5, 10)

Ids below n_vocab are words. Id n_vocab + i is patch i of what the model is shown. Only the first
step differs from a transformer that reads words:

    x = embedding(id)        at a word
    x = W_patch pixels       at a patch

Source: Dosovitskiy et al. 2020, "An Image is Worth 16x16 Words", arXiv 2010.11929, for the matrix
that makes patches vectors; Liu et al. 2023, "Visual Instruction Tuning", arXiv 2304.08485, for
vectors of a picture among those of words.

Differs in:
1. The matrix makes vectors for the language model directly, without an image encoder before it.
2. Patches have no position embeddings. Their order in the sequence is enough, as with words.

Checked against: a transformer whose embedding has the patches' vectors as further rows.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt

from lessoncode.model.attention import Past
from lessoncode.model.checks import count, finite, shape
from lessoncode.model.layers import Ids, check_ids, embedding, id_rows, linear, masked
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer


class VisionTransformer(Transformer):
    """A transformer and one more matrix, "patch" [n_embd, n_pixels].

    `shown` gives it patches to look at; the ids that name them begin at `config.n_vocab`. Raises
    ValueError for weights of another shape.
    """

    def __init__(
        self, config: Config, weights: Mapping[str, Array], requires_grad: bool = True
    ) -> None:
        words = {name: w for name, w in weights.items() if name != "patch"}
        super().__init__(config, words, requires_grad)
        if "patch" not in weights:
            raise ValueError("patch: missing; `looking` makes a model with random weights")
        shape("patch", weights["patch"], config.n_embd, "n_pixels")
        n_pixels = weights["patch"].shape[1]
        count(n_pixels=n_pixels)
        self.parameters["patch"] = Tensor(weights["patch"], requires_grad=requires_grad)
        self.patches: Array = np.zeros((0, n_pixels), np.float32)

    @classmethod
    def looking(cls, config: Config, n_pixels: int, rng: np.random.Generator) -> Self:
        """A model with random weights, for patches of `n_pixels` pixels."""
        count(n_pixels=n_pixels)
        patch = rng.normal(0, 0.02, (config.n_embd, n_pixels))
        return cls.loaded(Transformer.initial(config, rng), patch)

    @classmethod
    def loaded(cls, words: Transformer, patch: Array) -> Self:
        """A model from a transformer that reads words and a matrix that lets it read patches."""
        weights = {name: p.data for name, p in words.parameters.items()}
        return cls(words.config, weights | {"patch": np.array(patch, np.float32)})

    def words(self) -> Transformer:
        """The same transformer without the matrix: it reads words alone."""
        weights = {name: p.data for name, p in self.parameters.items() if name != "patch"}
        return Transformer(self.config, weights)

    def shown(self, patches: npt.ArrayLike) -> Self:
        """The same model, to which these patches are shown: [n, n_pixels].

        Raises ValueError for patches of another size, and for a pixel that is not finite.
        """
        twin = copy(self)
        twin.patches = np.asarray(patches, self.parameters["patch"].data.dtype)
        shape("patches", twin.patches, "n", self.patches.shape[1])
        finite(patches=twin.patches)
        return twin

    def stream(
        self, ids: npt.ArrayLike, cache: list[Past] | None = None
    ) -> Iterator[tuple[int, str, Tensor]]:
        """All that is computed up to the last layer, as in a transformer that reads words."""
        w = self.parameters
        x = vectors(id_rows(ids), w["embedding"], self.patches, w["patch"])
        yield 0, "embedding", x
        for i, past in enumerate(self.pasts(cache)):
            for place, h in self.block(x, self.layer(i), past):
                yield i, place, h
            x = h


def vectors(
    ids: Ids,
    table: Tensor,
    patches: Array,
    matrix: Tensor,
) -> Tensor:
    """What enters the stream: a word's row, or a patch's product.

    ids [batch, n_seq], table [n_vocab, n_embd], patches [n, n_pixels],
    matrix [n_embd, n_pixels] -> [batch, n_seq, n_embd].
    """
    check_fit(ids, table, patches, matrix)
    n_vocab, n_pixels = len(table.data), matrix.shape[1]
    seen = ids >= n_vocab
    words = embedding(table, np.where(seen, 0, ids))
    pixels = np.zeros((*ids.shape, n_pixels), patches.dtype)
    pixels[seen] = patches[ids[seen] - n_vocab]
    looks = linear(Tensor(pixels, requires_grad=False), matrix)
    return masked(words, ~seen[..., None]) + looks


def check_fit(ids: Ids, table: Tensor, patches: Array, matrix: Tensor) -> None:
    """Raise ValueError for a shape that does not fit, IndexError for an unknown id."""
    shape("table", table.data, "n_vocab", "n_embd")
    shape("matrix", matrix.data, table.shape[1], "n_pixels")
    shape("patches", patches, "n", matrix.shape[1])
    check_ids("ids of words and patches", ids, len(table.data) + len(patches))
