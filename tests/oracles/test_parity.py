"""The page guide/parity.md shows what this measures."""

import pytest

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("transformers", reason="transformers, which this needs, is not installed")
pytest.importorskip("trl", reason="TRL, which this compares with, is not installed")
pytest.importorskip("gguf", reason="gguf, which reads SmolLM2's file, is not installed")

from parity import rows, shown


def test_the_page_shows_what_is_measured() -> None:
    measured, page = list(rows()), shown()
    assert [found[:3] for found in measured] == [row[:3] for row in page]
    for found, row in zip(measured, page, strict=True):
        # Another processor rounds otherwise: what must hold is the order of magnitude.
        assert found.difference <= 10 * row.difference, found
