"""The class of a page, and the base class of every kind of block on it.

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
    """A project and the function that reads its pages, for blocks that ask about other pages."""

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
        """The block as Markdown without fences of our own. Raises Problem as `html` does."""

    def ids(self, site: Site) -> list[str]:
        """The ids that the HTML defines. Raises Problem where they cannot be known."""
        return []

    def problems(self, site: Site) -> Iterable[Problem]:
        """The Problems of the block, given its page and its example; it may also raise one."""
        return ()

    def amounts(self, site: Site) -> dict[str, int]:
        """The amounts that take readers time, by the names in `reading_time.MINUTES`."""
        return {}

    @property
    def texts(self) -> Iterable[Text]:
        """The block's texts, to which the rules of prose apply."""
        return ()

    @property
    def links(self) -> Iterable[Link]:
        """The block's links that are not in its texts."""
        return ()

    @property
    def parts(self) -> "list[Block]":
        """The blocks that are shown within this one."""
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
    code: list[tuple[int, str]] = field(default_factory=list)  # the code in prose, with its lines
    words: int = 0  # of prose outside blocks and folds
    folded: set[int] = field(default_factory=set)  # the lines in folds
    problems: list[Problem] = field(default_factory=list)
    unread: str = ""  # text that could not be read, and may contain anything

    @property
    def title(self) -> str:
        """The page's title: from its front matter, else from its first heading."""
        return str(self.front.get("title") or next(iter(self.headings.values()), self.path))

    def wrong(self, line: int, message: str, detail: str = "") -> None:
        """Note a Problem of this page."""
        self.problems.append(Problem(WRONG_PAGE, self.path, line, message, detail))


def fenced(text: str, language: str) -> str:
    """Write code in Markdown, between fences longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
