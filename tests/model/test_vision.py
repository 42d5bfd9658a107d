"""A transformer that reads pictures, against one whose embedding has the patches as rows."""

from dataclasses import replace

import numpy as np
import pytest

from lessoncode.model.layers import cross_entropy
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.model.vision import VisionTransformer, vectors

CONFIG = Config(n_vocab=7, n_embd=8, n_layer=2, n_head=2, n_kv_head=1, n_hidden=12, tied=False)
PATCHES = np.random.default_rng(1).normal(size=(5, 6)).astype(np.float32)
IDS = [[0, 7, 11, 9, 3, 2], [1, 2, 8, 8, 10, 6]]


def model() -> VisionTransformer:
    return VisionTransformer.looking(CONFIG, 6, np.random.default_rng(0)).shown(PATCHES)


def with_rows(looking: VisionTransformer) -> Transformer:
    """A transformer of words, five of which have the vectors of the patches."""
    weights = {name: p.data for name, p in looking.parameters.items()}
    rows = PATCHES @ weights.pop("patch").T
    weights["embedding"] = np.vstack([weights["embedding"], rows])
    weights["head"] = np.vstack([weights["head"], np.zeros_like(rows)])
    return Transformer(replace(CONFIG, n_vocab=12), weights)


def test_patches_are_read_like_words_with_these_vectors() -> None:
    looking = model()
    expected = with_rows(looking)(IDS).data[..., :7]
    assert np.allclose(looking(IDS).data, expected, atol=1e-6)
    cache, frozen = looking.cache(2, 6), looking.frozen()
    first = frozen([row[:4] for row in IDS], cache)
    last = frozen([row[4:] for row in IDS], cache)
    assert np.allclose(np.hstack([first.data, last.data]), expected, atol=1e-6)


def test_the_matrix_learns_through_the_vectors() -> None:
    looking = model()
    words = with_rows(looking)
    for one in (looking, words):
        cross_entropy(one(IDS)[:, :, :7], np.full((2, 6), 4)).backward()
    rows, matrix = words.parameters["embedding"].grad, looking.parameters["patch"].grad
    assert rows is not None and matrix is not None
    assert np.allclose(matrix, rows[7:].T @ PATCHES, atol=1e-6)


def test_without_the_matrix_it_is_the_same_transformer() -> None:
    looking = model()
    words, patch = looking.words(), looking.parameters["patch"].data
    assert np.array_equal(words([[0, 3, 5]]).data, looking([[0, 3, 5]]).data)
    again = VisionTransformer.loaded(words, patch).shown(PATCHES)
    assert np.array_equal(again(IDS).data, looking(IDS).data)


def test_patches_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(5, 5\), not \[n, 6\]"):
        model().shown(PATCHES[:, :5])


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[True]], "ids of words and patches are integers, not bool"),
        ([[12]], "ids of words and patches go from 0 to 11, these go from 12 to 12"),
        ([[3, -1]], "go from 0 to 11, these go from -1 to 3"),
    ],
)
def test_ids_are_words_or_patches(ids: list[list[int]], message: str) -> None:
    with pytest.raises(IndexError, match=message):
        model()(ids)


def test_a_pixel_is_finite() -> None:
    with pytest.raises(ValueError, match="patches: a number is NaN or infinite"):
        model().shown(PATCHES * [1, 1, np.nan, 1, 1, 1])


def test_a_matrix_fits_the_vectors() -> None:
    words = model().words()
    for patch in (np.ones((7, 6)), np.ones(8), np.array(1.0)):
        with pytest.raises(ValueError, match=r"patch has the shape .*, not \[8, n_pixels\]"):
            VisionTransformer.loaded(words, patch)
    with pytest.raises(ValueError, match="n_pixels is 0"):
        VisionTransformer.loaded(words, np.ones((8, 0)))
    with pytest.raises(ValueError, match="patch: missing"):
        VisionTransformer.initial(CONFIG, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("table", np.ones(8), r"table has the shape \(8,\), not \[n_vocab, n_embd\]"),
        ("matrix", np.ones((8, 0)), r"patches has the shape \(5, 6\), not \[n, 0\]"),
        ("matrix", np.ones(6), r"matrix has the shape \(6,\), not \[8, n_pixels\]"),
        ("patches", np.ones(6), r"patches has the shape \(6,\), not \[n, 6\]"),
        ("patches", np.ones((0, 6)), "go from 0 to 6, these go from 0 to 11"),
    ],
)
def test_what_enters_the_stream_has_these_shapes(name: str, array: Array, message: str) -> None:
    parts: dict[str, Array] = {
        "table": np.ones((7, 8)),
        "patches": PATCHES,
        "matrix": np.ones((8, 6)),
    }
    parts[name] = array
    table, matrix = Tensor(parts["table"]), Tensor(parts["matrix"])
    with pytest.raises((ValueError, IndexError), match=message):
        vectors(np.array(IDS), table, parts["patches"], matrix)
