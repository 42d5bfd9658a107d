"""What a page holds, and the base of every kind of block on it.

A kind of block is one module with one class, a line in `READ` (reading.py) and the class of its
HTML in `OURS` (site/proof.py):

    class Doors(Block):
        \"\"\"How its fence is written; `lessoncode help doors` prints this.\"\"\"

Methods that a kind leaves out return nothing.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from checker.pages.links import Link
from checker.pages.markdown import Prose
from checker.pages.quantities import Quantity
from checker.pages.sources import Source
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project

Code = Callable[[str, str], str]  # the HTML of code in a language


@dataclass(frozen=True)
class Text:
    """A paragraph of Markdown with its line breaks; two that say the same are equal."""

    markdown: str
    line: int = field(compare=False)
    is_choice: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Site:
    """A project, and the function that reads one of its pages: what a block asks of the others."""

    project: Project
    page: Callable[[str], "Page"]


@dataclass(frozen=True)
class Block(ABC):
    """What a fence on a page shows; `line` is the first line below the one that opens the fence."""

    page: str = field(compare=False)
    line: int = field(compare=False)

    @classmethod
    @abstractmethod
    def read(cls, page: str, line: int, body: str) -> Self:
        """Read the body of a fence. Raises Problem where it is malformed."""

    @abstractmethod
    def html(self, site: Site, code: Code) -> str:
        """The published HTML, whose links lead from source to source.

        `code` makes the HTML of code. Raises Problem where no good run supports what the block
        shows.
        """

    @abstractmethod
    def markdown(self, site: Site) -> str:
        """The same as Markdown without fences of our own. Raises Problem like `html`."""

    def ids(self, site: Site) -> list[str]:
        """The ids that the HTML defines. Raises Problem where they cannot be known."""
        return []

    def problems(self, site: Site) -> Iterable[Problem]:
        """What is wrong with the block beside its page and its example; it may raise one, too."""
        return ()

    def amounts(self, site: Site) -> dict[str, int]:
        """What takes readers time, under the names that reading_time.py knows."""
        return {}

    @property
    def texts(self) -> Iterable[Text]:
        """What the block says: the rules of prose hold for it."""
        return ()

    @property
    def links(self) -> Iterable[Link]:
        """The links that are no part of a text."""
        return ()

    @property
    def parts(self) -> "list[Block]":
        """The blocks that this one shows within it."""
        return []

    def wrong(self, message: str, *advice: tuple[str, str]) -> Problem:
        """Make a Problem of this block, at its first line."""
        return Problem(WRONG_PAGE, self.page, self.line, message, "", advice)


@dataclass
class Page:
    """A page's blocks in order, its links and ids, and what is wrong with its source."""

    path: str
    front: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    measured: list[Link] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    statements: list[Link] = field(default_factory=list)  # sentences with a comparison
    quantities: list[Quantity] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    headings: dict[str, str] = field(default_factory=dict)  # what each says, by its id
    code: list[tuple[int, str]] = field(default_factory=list)  # what prose has as code, by line
    words: int = 0  # of prose outside blocks and folds
    folded: set[int] = field(default_factory=set)  # the lines in folds
    problems: list[Problem] = field(default_factory=list)
    unread: str = ""  # what could not be understood, and may show or hold anything

    @property
    def title(self) -> str:
        """Its title: of its front matter, else of its first heading."""
        return str(self.front.get("title") or next(iter(self.headings.values()), self.path))

    def wrong(self, line: int, message: str, detail: str = "") -> None:
        """Note a Problem of this page."""
        self.problems.append(Problem(WRONG_PAGE, self.path, line, message, detail))


def fenced(text: str, language: str) -> str:
    """Write code in Markdown, between fences longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
