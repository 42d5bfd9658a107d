"""Words about numbers, such as "half" and "falls", and the comparisons that back them.

    The loss falls to about a third.        "1,000" 2 = 0.34 * "0" 2
    Five of the eight spread the lie.       count "seed 20".."seed 27" 2 > 50 = 5

A comparison that shows only that a number is larger doesn't back "twice".
"""

import re
from collections.abc import Callable
from decimal import Decimal

from checker.pages.comparisons import Result, unnamed

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50,
    "a hundred": 100, "a thousand": 1000,
}  # fmt: skip
PARTS = {  # how many of each make a whole
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "hundredth": 100,
}  # fmt: skip
WORD = "|".join(NUMBERS)
NUMBER = rf"{WORD}|(?<![\d.,])\d+"
PART = "|".join(PARTS)
ENDS = r"(?= (?:of|as|in|at|than|more|less|when|if|and|or|but|for|to|by|before|after)\b|[^ \w]|$)"
BOUND = re.compile(r"\b(?:(?:more|less|fewer) than|at (?:least|most)|over|under) $")
NO_SHARE = "".join(rf"(?<!{it} )" for it in ("twice", "times", *PARTS))
UP = r"rises|rose|grows|grew(?! out of)|increases|increased|climbs"
DOWN = r"falls|fell|drops|dropped|shrinks|shrank|decreases"
RISING = rf"{UP}|rise|grow|raises?|raised|lengthens?|jumps?|leaps?"
FALLING = rf"{DOWN}|fall|drop|lowers?|lowered|reduces?|reduced|shortens?|sinks?|sank|declines?"
WAY = re.compile(rf"\b(?:(?P<up>{RISING})|{FALLING})\b", re.IGNORECASE)

Fits = Callable[[Result, re.Match[str]], bool]


def number(word: str) -> int:
    """The value of a number in words or in digits."""
    return NUMBERS.get(word.lower()) or int(word)


def ratios(found: Result) -> list[Decimal]:
    """The ratios that a result shows: between its numbers, or its share of one and of a hundred."""
    if found.share is not None:
        return [found.share, found.share / 100]
    return [found.ratio, 1 / found.ratio] if found.ratio else []


def about(found: Result, word: re.Match[str], so_many: float, slack: float = 0.05) -> bool:
    """Whether a ratio of the result is `so_many`, or differs from it by at most a share of `slack`.

    Behind "more than" or the like, the number it is compared with may be `so_many` as well.
    """
    said = ratios(found)
    if found.limit is not None and BOUND.search(word.string, 0, word.start()):
        said += [found.limit, found.limit / 100]
    least, most = (Decimal(str(edge * so_many)) for edge in (1 - slack, 1 + slack))
    return any(least <= one <= most for one in said)


def multiple(so_many: float, slack: float = 0.05) -> Fits:
    """A test whether a ratio of a result is about `so_many`."""
    return lambda found, word: about(found, word, so_many, slack)


def share(found: Result, word: re.Match[str]) -> bool:
    """Whether a result shows about the share that the word says."""
    some = number(word["n"]) if "n" in word.re.groupindex else 1
    return about(found, word, some / PARTS[word["part"].lower()], 0.1 if some == 1 else 0.05)


def many_times(found: Result, word: re.Match[str]) -> bool:
    """Whether a result shows about as many times as the word says."""
    return about(found, word, number(word["n"]))


def counted(found: Result, word: re.Match[str]) -> bool:
    """Whether a result's count or number is exactly the one that the word says."""
    return found.share == number(word["n"])


def out_of(found: Result, word: re.Match[str]) -> bool:
    """Whether a result shows a count such as "three out of four", or about its share."""
    return counted(found, word) or about(found, word, number(word["n"]) / number(word["all"]), 0.1)


def kind(*kinds: str) -> Fits:
    """A test whether a result is of one of these kinds of comparisons."""
    return lambda found, _: found.kind in kinds


def nothing(found: Result, _: object) -> bool:
    """Whether a result shows that a number is 0, or that none of a list meets a condition."""
    return found.kind == "none" or (found.kind in ("=", "count") and found.share == 0)


def most(found: Result, _: object) -> bool:
    """Whether a result shows more than half: of a list, of a number, of one or of a hundred."""
    if found.kind == "most":
        return True
    return found.kind in (">", ">=", "=") and any(0.5 <= one <= 1 for one in ratios(found))


# Words that say a number.
NUMERIC: dict[str, Fits] = {
    r"(?<!first )(?<!second )(?<!one )half": multiple(0.5, 0.1),
    rf"(?:an?|one) (?P<part>{PART}){ENDS}": share,
    rf"(?P<n>{WORD}) (?P<part>{PART})s": share,
    rf"(?P<n>{WORD})(?: times|fold)": many_times,
    r"twice|doubles|doubled": multiple(2),
    r"triples|tripled": multiple(3),
    rf"(?P<n>(?!one)(?:{NUMBER})) of (?:the|our)": counted,
    rf"(?P<n>one) of (?:the|our) (?:{NUMBER})": counted,
    rf"(?P<n>{NUMBER}) (?:\w+ )?(?:out of|times in) (?P<all>{NUMBER})": out_of,
    rf"(?P<n>{WORD}) (?:\w+ )?in (?P<all>{WORD})(?! hundred)": out_of,
}
# Words that always speak of a result: a sentence with one needs something behind it.
RESULTS: dict[str, Fits] = NUMERIC | {
    r"(?<!\bat )(?<!\bthe )most|mostly|the majority": most,
    r"none|never|not once|not one": nothing,
    UP: kind("rises", ">", ">=", "<", "<="),
    DOWN: kind("falls", "<", "<=", ">", ">="),
    r"larger|higher|longer|more often": kind(">", ">=", "rises", "all", "most", "count"),
    r"smaller|lower|fewer|shorter|less often": kind("<", "<=", "falls", "all", "most", "count"),
    r"largest|highest|longest|smallest|lowest|fewest|shortest": kind(
        "all", ">", ">=", "<", "<=", "="
    ),
    rf"{NO_SHARE}as (?:many|much|often)|equally": kind("=", "all"),
}
# Words that often mean something else: only a text with a comparison must back them.
OTHERS: dict[str, Fits] = {
    r"nothing|no": nothing,
    r"all|every|each|always|both": kind("all", "="),
    r"more|better|above|greater": kind(">", ">=", "rises", "all", "most", "count"),
    r"less|worse|below": kind("<", "<=", "falls", "all", "most", "count"),
    r"equal|same": kind("=", "all"),
    r"first|second|last|only|best|worst": kind("=", "all", "count", "none", ">", "<", ">=", "<="),
}


def patterns(words: dict[str, Fits]) -> dict[re.Pattern[str], Fits]:
    """The tests of words, by patterns that find the words in a text."""
    return {re.compile(rf"\b(?:{it})\b", re.IGNORECASE): fits for it, fits in words.items()}


NUMERIC_WORDS, RESULT_WORDS, OTHER_WORDS = map(patterns, (NUMERIC, RESULTS, OTHERS))
SOME_RESULT = re.compile(  # one search for them all
    unnamed("|".join(it.pattern for it in RESULT_WORDS)), re.IGNORECASE
)
