"""The sentences that a change adds to pages, and those that it removes.

A change is what isn't committed yet. For a reviewer, it is what differs from where the branch left
the commit that LESSONCODE_SINCE names.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from checker.once import once_per_project
from checker.pages.markdown import COMMENT, Prose
from checker.pages.numbers import SOURCE, sentences
from checker.pages.page import Page
from checker.pages.quantities import BEHIND
from checker.pages.quantity_words import PARTS
from checker.pages.reading import read_page
from checker.project import Project

TO_OUTPUT = re.compile(r"\[[^]]*\]\([^()]*#out-[\w-]+(?: [\"']([^()]*)[\"'])?\)")
ARTICLES = {"the", "a", "an", "this", "these", "each", "every", "no", "its", "their"}
OTHERS = """
    of in on to for from at by with and or but that which who it they them those is are was were be
    been has have had do does did as so if when than then there also even just very we us you your
    he she his her can will would could into out up down over what how one ones other others
"""
LITTLE = {*ARTICLES, *OTHERS.split()}
ENDING = re.compile(r"(?:e?s|e?d|ing|e)$")
OTHER_LINK = re.compile(r"\[([^]]*)\]\(([^()\s]+)\)")
UNSAID = re.compile(r"\]\([^()]*\)|\{ ?[.#][^{}]*\}")
ONE = re.compile(rf"\ban? (?=(?:{'|'.join(PARTS)}|hundred|thousand|million|billion)\b)")
LOOKED = re.compile(r"<!--\s*(?:holds:.*?|seen\s+\S+(?:\s+in\s+(?P<file>\S+))?\s*)-->", re.DOTALL)

Said = tuple[tuple[str, ...], frozenset[tuple[str, str]]]


class Told(NamedTuple):
    """A sentence: its line, its words, and what shows that it is true.

    Among the words, a link to an output is `#title`. `links` are those links. `looked` are the
    comparisons, and the days on which the author looked at a source or a file. `leads` are the
    texts and targets of all other links.
    """

    line: int
    kind: str  # of its block of prose; "fence" for a text in a fence, such as a choice
    words: tuple[str, ...]
    links: frozenset[str]
    looked: frozenset[str]
    cited: bool
    leads: frozenset[tuple[str, str]]

    @property
    def said(self) -> Said:
        """What readers get: the words, and where they lead."""
        return self.words, self.leads


class Change(NamedTuple):
    """A sentence that is new or has changed, and the sentences of its page that are gone.

    `place` is the gone sentence that was between the same two sentences, if there was one. `looked`
    is the new evidence for the sentence; a heading or another text that cannot have a comment gets
    that of its whole page. `nouns` are those of the old page.
    """

    page: Page
    new: Told
    gone: list[Told]
    place: Told | None
    looked: frozenset[str]
    nouns: frozenset[str]


def changes(project: Project, pages: list[Page]) -> Iterator[Change]:
    """The sentences of pages that are not in the version before the change."""
    for old, page in touched(project, pages):
        olds, news = told(project, old), told(project, page)
        kept = {it.said for it in olds} & {it.said for it in news}
        known = marks(olds)
        everywhere = marks(news) - known
        pairs = [pair for it in olds for pair in pairwise(it.words)]
        nouns = frozenset(it for one, it in pairs if one in ARTICLES for it in content([it]))
        gone = [it for it in olds if it.said not in kept]
        stood = {around: it for around, it in between(olds) if it.said not in kept}
        for around, new in between(news):
            if new.said not in kept:
                has_comment = new.kind in ("paragraph", "row")
                looked = new.looked - known if has_comment else everywhere
                yield Change(page, new, gone, stood.get(around), looked, nouns)


def between(sentences: list[Told]) -> Iterator[tuple[tuple[Said | None, Said | None], Told]]:
    """Each sentence, with what the one before it and the one after it say."""
    said = [None, *(it.said for it in sentences), None]
    return zip(zip(said, said[2:], strict=False), sentences, strict=True)


def marks(sentences: list[Told]) -> frozenset[str]:
    """All comparisons in some sentences, and all days on which their authors looked."""
    return frozenset(mark for it in sentences for mark in it.looked)


def touched(project: Project, pages: list[Page]) -> Iterator[tuple[Page, Page]]:
    """The pages that a change touches: how each was before it, and how it is now."""
    olds = before(project)
    return ((olds[page.path], page) for page in pages if page.path in olds)


@once_per_project
def before(project: Project) -> dict[str, Page]:
    """The pages that a change touches or removes, as they were before it; nothing without git."""
    if not (base := project.base):
        return {}
    paths = project.git("diff", "--name-only", "--relative", base, "--", "docs/*.md").split()
    olds = {path: project.git("show", f"{base}:./{path}") for path in paths}
    return {path: read_page(path, text) for path, text in olds.items()}


def content(words: Iterable[str]) -> list[str]:
    """Words without the little ones, and without their endings."""
    return [ENDING.sub("", word) for word in words if word not in LITTLE]


def likeness(old: Told, new: Told) -> float:
    """The share of their words that two sentences have in common, in order; 0 if it is small."""
    matcher = SequenceMatcher(None, old.words, new.words, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.4 else 0


def told(project: Project, page: Page) -> list[Told]:
    """The sentences of a page, and those in its fences."""
    texts = [text for block in page.blocks for text in block.texts]
    fences = [Prose(text.line, text.markdown, "fence") for text in texts]
    return [it for prose in (*page.prose, *fences) for it in told_in(project, prose)]


def told_in(project: Project, prose: Prose) -> Iterator[Told]:
    """The sentences of a block of prose."""
    text = BEHIND.sub(r"\2\1", prose.text)
    for start, said in sentences(text):
        marks = [it for it in LOOKED.finditer(said) if not it["file"] or project.has(it["file"])]
        links = [*TO_OUTPUT.finditer(said)]
        plain = TO_OUTPUT.sub(titled, COMMENT.sub("", said))
        plain = UNSAID.sub(" ", ONE.sub("one ", plain))
        words = [it for word in plain.split() if (it := bare(word))]
        if words:
            words[0] = words[0][0].lower() + words[0][1:]  # whose capital doesn't make it a name
            line = prose.line + text.count("\n", 0, start + len(said) - len(said.lstrip()))
            shown, seen = frozenset(it[0] for it in links), frozenset(it[0] for it in marks)
            leads = frozenset(OTHER_LINK.findall(TO_OUTPUT.sub("", said)))
            cited = bool(SOURCE.search(said))
            yield Told(line, prose.kind, tuple(words), shown, seen, cited, leads)


def bare(word: str) -> str:
    """A word without the marks around it; a name in code keeps the backtick in front."""
    return word.lstrip("[(\"'*_").rstrip("].,;:!?)\"'*_`")


def titled(link: re.Match[str]) -> str:
    """A link to an output as one word, `#` and its title; a comparison in the title is left out."""
    title = link[1] or ""
    return "#" + "-".join([] if '"' in title else title.split())
