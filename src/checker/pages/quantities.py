"""Words about numbers, such as "half" and "falls": what must back them, and where nothing does.

    [a quarter](#out-tokens-falling '"190" 3 < 0.3 * "190" 2')
    It falls. <!-- holds: #out-tokens-falling 'falls "0".."190" 2' -->

A comparison backs a word only if it says what the word says: that one number is above another does
not make it twice as large. A sentence of a lesson with such a word, and without a link, a
comparison or a source, is counted, and `unbacked.yml` says how many a page may have.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from checker.pages.comparisons import NUMBER, Elsewhere, Result, compare, decimal
from checker.pages.links import Link
from checker.pages.markdown import COMMENT, Prose
from checker.pages.numbers import SOURCE, sentences

HOLDS = re.compile(
    r"<!--\s*holds:\s*(?P<page>[^#\s]*)#(?P<anchor>out-[\w-]+)\s+'(?P<comparison>[^']*)'\s*-->"
)
BEHIND = re.compile(r"([.!?])\s*(<!--\s*holds:.*?-->)", re.DOTALL)
MEASURED = re.compile(r"\]\([^()\s]*#out-")
UNSEEN = re.compile(r"<!--.*?-->|`[^`\n]*`|\]\([^()\s]*|https?://\S+", re.DOTALL)
TIMES = {  # how many times; a twentieth more or less counts as the same
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twenty": 20, "fifty": 50, "a hundred": 100, "a thousand": 1000,
}  # fmt: skip
SHARES = {  # with what they may be at least and at most
    "two thirds": (0.63, 0.70), "three quarters": (0.72, 0.78), "half": (0.45, 0.55),
    "third": (0.30, 0.367), "quarter": (0.225, 0.275), "fifth": (0.18, 0.22),
    "tenth": (0.09, 0.11), "hundredth": (0.009, 0.011),
}  # fmt: skip

Fits = Callable[[Result], bool]


def ratio(least: float, most: float) -> Fits:
    """Whether one number is so many times another; or a share of one, or of a hundred."""

    def fits(found: Result) -> bool:
        if found.ratio is None:
            return False
        ratios = [found.ratio, 1 / found.ratio if found.ratio else Decimal(0)]
        if found.share is not None:
            ratios = [found.share, found.share / 100]
        return any(Decimal(str(least)) <= one <= Decimal(str(most)) for one in ratios)

    return fits


def kind(*kinds: str) -> Fits:
    """Whether it is one of these kinds of comparisons."""
    return lambda found: found.kind in kinds


def nothing(found: Result) -> bool:
    """Whether a number is 0, or none of a list is such."""
    return found.kind == "none" or (found.kind == "=" and found.share == 0)


def most(found: Result) -> bool:
    """Whether it is more than half: of a list, of another number, of one or of a hundred."""
    if found.kind == "most":
        return True
    return found.kind in (">", ">=", "=") and ratio(0.5, 1)(found)


UP = r"rises|rose|grows|grew(?! out of)|increases|increased|climbs"
DOWN = r"falls|fell|drops|dropped|shrinks|shrank|decreases"
WAY = re.compile(rf"\b(?:(?P<up>{UP}|rise|grow)|{DOWN}|fall|drop)\b", re.IGNORECASE)
TO_OUTPUT = r"\[([^]]*)\]\([^()]*#out-[^()]*\)"
FROM = re.compile(r"from\s+\[")
FROM_TO = re.compile(rf"\bfrom\s+{TO_OUTPUT}\s+to\s+{TO_OUTPUT}")
# Words that speak of a result wherever they are: a sentence with one needs something behind it.
RESULTS: dict[str, Fits] = {
    **{rf"(?:an? |one )?{word}s?": ratio(*bounds) for word, bounds in SHARES.items()},
    **{rf"{word} times": ratio(0.95 * n, 1.05 * n) for word, n in TIMES.items()},
    r"twice|doubles|doubled": ratio(1.9, 2.1),
    r"(?<!\bat )(?<!\bthe )most|mostly|the majority": most,
    r"none|never|not once|not one": nothing,
    UP: kind("rises", ">", ">=", "<", "<="),
    DOWN: kind("falls", "<", "<=", ">", ">="),
    r"larger|higher|longer|more often": kind(">", ">=", "rises", "all", "most", "count"),
    r"smaller|lower|fewer|shorter|less often": kind("<", "<=", "falls", "all", "most", "count"),
    r"largest|highest|longest|smallest|lowest|fewest|shortest": kind(
        "all", ">", ">=", "<", "<=", "="
    ),
    r"as many|as much|as often|equally": kind("=", "all"),
}
# Words that often mean something else: a comparison that carries one must still say the same.
OTHERS: dict[str, Fits] = {
    r"nothing|no": nothing,
    r"all|every|each|always|both": kind("all", "="),
    r"more|better|above|greater": kind(">", ">=", "rises", "all", "most", "count"),
    r"less|worse|below": kind("<", "<=", "falls", "all", "most", "count"),
    r"equal|same": kind("=", "all"),
    r"first|second|last|only|best|worst": kind("=", "all", "count", "none", ">", "<", ">=", "<="),
}


def patterns(words: dict[str, Fits]) -> dict[re.Pattern[str], Fits]:
    """The same, ready to search a text."""
    return {re.compile(rf"\b(?:{word})\b", re.IGNORECASE): fits for word, fits in words.items()}


RESULT, ANY = patterns(RESULTS), patterns(RESULTS | OTHERS)
SOME_RESULT = re.compile("|".join(word.pattern for word in RESULT), re.IGNORECASE)


def statements(prose: Prose) -> Iterator[Link]:
    """The sentences of a block of prose that a comment puts to an output, as links to it."""
    for match in HOLDS.finditer(prose.uncoded):
        before = COMMENT.sub(" ", prose.text[: match.start()]).rstrip()
        sentence = [*sentences(before)][-1][1].strip() if before else ""
        line = prose.line + prose.text.count("\n", 0, match.start())
        yield Link(line, match["page"], match["anchor"], sentence, match["comparison"])


def fault_of(
    said: str, comparison: str, output: str, elsewhere: Elsewhere
) -> tuple[str, str] | None:
    """Why an output does not make true what is said by a comparison, and lines that show it."""
    try:
        found = compare(comparison, output, elsewhere)
    except ValueError as error:
        message, _, detail = str(error).partition("\n")
        return f"compares {comparison}, but {message}", detail or output
    if not found.true:
        return f"says {said!r} by {comparison}, and that is false: {found.said}", output
    if word := unfit(said, found):
        return f"says {word!r}, which {comparison} does not show", f"{found.said}\n\n{output}"
    return None


def unfit(text: str, found: Result) -> str:
    """A word of a text that a comparison should back and does not; empty where it backs one.

    A text without such a word needs none.
    """
    words = [(match[0], fits) for word, fits in ANY.items() if (match := word.search(text))]
    return "" if any(fits(found) for _, fits in words) else next((word for word, _ in words), "")


def unbacked(prose: Prose) -> Iterator[tuple[int, str]]:
    """The sentences that speak of a quantity, an order or a direction with nothing behind them.

    Each comes as its line and the word.
    """
    if prose.kind not in ("paragraph", "row"):
        return
    text = BEHIND.sub(r" \2\1", prose.text)  # a comment belongs to the sentence before it
    for start, sentence in sentences(text):
        if MEASURED.search(sentence) or HOLDS.search(sentence) or SOURCE.search(sentence):
            continue
        plain = UNSEEN.sub(" ", sentence)
        if SOME_RESULT.search(plain):
            word = next(match[0] for word in RESULT if (match := word.search(plain)))
            yield prose.line + text.count("\n", 0, start + sentence.find(word)), word


def backwards(prose: Prose) -> Iterator[tuple[int, str]]:
    """Where a text rises or falls from one measured number to another, and they lie otherwise.

    Each comes as the lines above it and a message.
    """
    for start, sentence in sentences(prose.text) if FROM.search(prose.text) else ():
        for pair in FROM_TO.finditer(sentence):
            ways = [*WAY.finditer(sentence, 0, pair.start())]
            first, last = (NUMBER.search(said) for said in pair.groups())
            if ways and first and last:
                change = decimal(last[0]) - decimal(first[0])
                if change == 0 or (change > 0) != bool(ways[-1]["up"]):
                    said = f"{ways[-1][0]!r} from {pair[1]} to {pair[2]}"
                    yield prose.text.count("\n", 0, start + pair.start()), f"says {said}"
