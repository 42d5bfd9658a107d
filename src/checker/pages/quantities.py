"""Words about numbers, such as "half" and "falls": what must back them, and where nothing does.

    [a quarter](#out-tokens-falling '"190" 3 < 0.3 * "190" 2')
    It falls. <!-- holds: #out-tokens-falling 'falls "0".."190" 2' -->

A comparison backs a word only if it says what the word says. A sentence of a lesson with such a
word, and without a link, a comparison or a source, is a Problem.
"""

import re
from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from checker.pages.comparisons import Result, decimal
from checker.pages.links import NUMBER, Link
from checker.pages.markdown import COMMENT, Prose
from checker.pages.numbers import SOURCE, sentences
from checker.pages.quantity_words import NUMERIC_WORDS, OTHER_WORDS, RESULT_WORDS, SOME_RESULT, WAY

HOLDS = re.compile(
    r"<!--\s*holds:\s*(?P<page>[^#\s]*)#(?P<anchor>out-[\w-]+)\s+'(?P<comparison>[^']*)'\s*-->"
)
BEHIND = re.compile(r"([.!?]\)?)((?:\s*<!--\s*(?:holds:|seen\b).*?-->)+)", re.DOTALL)
MEASURED = re.compile(r"\]\([^()\s]*#out-")
UNSEEN = re.compile(r"<!--.*?-->|`[^`\n]*`|\]\([^()]*\)|https?://\S+", re.DOTALL)
TO_OUTPUT = r"\[([^]]*)\]\([^()]*#out-[^()]*\)"
FROM = re.compile(r"from\s+\[")
FROM_TO = re.compile(rf"\bfrom\s+{TO_OUTPUT}\s+to\s+{TO_OUTPUT}")


def statements(prose: Prose) -> Iterator[Link]:
    """The sentences of a block of prose that a comment compares with an output, as links to it."""
    for match in HOLDS.finditer(prose.uncoded):
        before = COMMENT.sub(" ", prose.text[: match.start()]).rstrip()
        sentence = [*sentences(before)][-1][1].strip() if before else ""
        line = prose.line + prose.text.count("\n", 0, match.start())
        yield Link(line, match["page"], match["anchor"], sentence, match["comparison"])


def fault_of(
    said: str, comparison: str, output: str, found: Result | ValueError
) -> tuple[str, str] | None:
    """Why an output doesn't support a text by a comparison, and lines that show it; else None."""
    if isinstance(found, ValueError):
        message, _, detail = str(found).partition("\n")
        return f"compares {comparison}, but {message}", detail or output
    if not found.true:
        return f"says {said!r}, but  {comparison}  is false: {found.said}", output
    if word := unbacked_word(said, found):
        return f"says {word!r}, which  {comparison}  doesn't show", f"{found.said}\n\n{output}"
    return None


def unbacked_word(text: str, found: Result) -> str:
    """The first word such as "all" in a text, if the comparison backs no such word; else empty.

    `unsaid` checks the words that always speak of a result, in whole sentences.
    """
    words = [(match, fits) for word, fits in OTHER_WORDS.items() if (match := word.search(text))]
    if SOME_RESULT.search(text) or any(fits(found, word) for word, fits in words):
        return ""
    return next((word[0] for word, _ in words), "")


class Quantity(NamedTuple):
    """A sentence that says a quantity, an order or a direction, and what is behind it.

    `word` says it, on `line`. `links` are measured links and comparisons; `cited` is whether the
    sentence has a source.
    """

    line: int
    word: str
    text: str  # as readers see it
    links: tuple[Link, ...]
    cited: bool


def quantities(prose: Prose) -> Iterator[Quantity]:
    """The sentences in a block of prose that say a quantity; of a heading, those with links."""
    if not SOME_RESULT.search(prose.text):
        return
    text = BEHIND.sub(r"\2\1", prose.text)  # a comment belongs to the sentence before it
    for start, sentence in sentences(text):
        plain = re.sub(r"[][\s]+", " ", UNSEEN.sub(" ", sentence))
        if SOME_RESULT.search(plain):
            word = next(match[0] for word in RESULT_WORDS if (match := word.search(plain)))
            line = prose.line + text.count("\n", 0, start + sentence.find(word))
            part = Prose(line, sentence.strip())
            links = (*(link for link in part.links if link.is_measured), *statements(part))
            if links or prose.kind in ("paragraph", "row"):
                yield Quantity(line, word, plain, links, bool(SOURCE.search(sentence)))


def linked(links: tuple[Link, ...]) -> Iterator[Result]:
    """The results that measured links show: each of their numbers, and the ratio of each two."""
    values = [decimal(it) for link in links for it in NUMBER.findall(link.text)]
    for value in values:
        yield Result(True, "", frozenset(), "=", None, value)
    for one, other in permutations(values, 2):
        if other:
            yield Result(True, "", frozenset(), "=", one / other)


def unsaid(sentence: Quantity, results: list[Result]) -> str:
    """A word of a sentence that neither its comparisons nor its numbers back; else empty.

    Without a comparison, it checks only words that say a number, or none if a source is cited.
    """
    words = RESULT_WORDS if results else {} if sentence.cited else NUMERIC_WORDS
    shown = [*results, *linked(sentence.links)]
    for word, fits in words.items():
        for match in word.finditer(sentence.text):
            if not any(fits(result, match) for result in shown):
                return match[0]
    return ""


def backwards(prose: Prose) -> Iterator[tuple[int, str]]:
    """Where a text says that something rises or falls, and its measured numbers do the opposite.

    Each has its line, from 0, and a message.
    """
    for start, sentence in sentences(prose.text) if FROM.search(prose.text) else ():
        for pair in FROM_TO.finditer(sentence):
            ways = [*WAY.finditer(sentence, 0, pair.start())]
            first, last = (NUMBER.search(said) for said in pair.groups())
            if ways and first and last:
                change = decimal(last[0]) - decimal(first[0])
                if change == 0 or (change > 0) != bool(ways[-1]["up"]):
                    said = f"{ways[-1][0]!r} from {pair[1]} to {pair[2]}"
                    line = prose.text.count("\n", 0, start + pair.start())
                    yield line, f"says {said}, but these numbers don't"
