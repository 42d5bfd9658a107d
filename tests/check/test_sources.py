"""How long ago a source was seen."""

from datetime import date

import pytest

from checker.pages.sources import months


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("2026-05-25", "2026-11-24", 5),
        ("2026-05-25", "2026-11-25", 6),
        ("2025-12-31", "2026-01-01", 0),
        ("2025-12-31", "2026-01-31", 1),
        ("2024-02-29", "2025-02-28", 11),
        ("2024-02-29", "2025-03-01", 12),
    ],
)
def test_whole_months_by_the_calendar(first: str, last: str, whole: int) -> None:
    assert months(date.fromisoformat(first), date.fromisoformat(last)) == whole
