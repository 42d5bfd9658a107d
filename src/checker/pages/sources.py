"""The sources that pages cite, and the day when someone last checked what they say.

`[Gage (1994)](https://example.org) <!-- seen 2026-11-25 -->`: the date is about the link before it.
One that names a file, `<!-- seen 2026-11-25 in examples/a.py -->`, is not about a link:
`rules/changed_sentences` reads it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

DATE = re.compile(r"\d{4}-\d\d-\d\d")
PART = re.compile(
    r"<!--\s*seen\b(?!\s+\S+\s+in\s)(?P<seen>.*?)-->|<!--.*?-->|(?:\[(?P<label>[^\[\]]*)\]\(<?)?"
    r"(?P<link>https?://(?:[^\s()<>\"]|\([^\s()]*\))+|arXiv[: ]\d{4}\.\d{4,5}|\b10\.\d{4,}/\S+)",
    re.DOTALL | re.IGNORECASE,
)

ARXIV = re.compile(r"arxiv(?:\.org/\w+/|[: ])(\d\d)(\d\d)\.\d", re.IGNORECASE)  # year, month
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\.\d)")


class Source(NamedTuple):
    """A link to a source, its label, and the date behind it as it is written."""

    page: str
    line: int
    link: str
    label: str = ""
    written: str | None = None

    @property
    def seen(self) -> date | None:
        """The day when the source was last seen; None without a valid date."""
        written = self.written or ""
        try:
            return date.fromisoformat(written) if DATE.fullmatch(written) else None
        except ValueError:
            return None

    def wrong(self) -> str | None:
        """What is wrong with an arXiv id, with the year beside it or with the date, if anything."""
        has = f"has  <!-- seen {self.written} -->"
        if paper := ARXIV.search(self.link):
            year, month = 2000 + int(paper[1]), int(paper[2])
            if not 1 <= month <= 12:
                return f"cites {self.link}, but digits 3 and 4 of an arXiv id are the month"
            for said in YEAR.findall(self.label)[-1:]:
                if not year - (month == 1) <= int(said) <= year + 2:
                    return f"links {self.label!r} to {self.link}, which is from {year}"
            if self.seen and self.seen < date(year, month, 1):
                return f"{has}, which is before {self.link} existed"
        if self.written is None:
            return None
        if not self.link:
            return f"{has}  without a link before it; write it after the link that it is about"
        if not self.seen:
            return f"{has}, which isn't a date; write  <!-- seen 2026-11-25 -->"
        if self.seen > latest():
            return f"{has}, which is in the future; write the day on which you looked"
        return None


def latest() -> date:
    """Today's date in the time zone that is furthest ahead, because authors may be anywhere."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def sources(page: str, first: int, plain: str) -> Iterator[Source]:
    """The sources that a text cites; it begins at line `first` and has blanks in place of code.

    A date without a link before it is a source without a link.
    """
    source = None
    for part in PART.finditer(plain):
        line = first + plain.count("\n", 0, part.start("link") if part["link"] else part.start())
        if part["link"]:
            yield from [source] if source else []
            source = Source(page, line, part["link"].rstrip(".,;:"), part["label"] or "")
        elif part["seen"] is not None:
            written = " ".join(part["seen"].split())
            source = (source or Source(page, line, ""))._replace(written=written)
    yield from [source] if source else []
