"""Words about numbers, such as "half" and "falls", and which comparisons say what they say.

    The loss falls to about a third.        "1,000" 2 = 0.34 * "0" 2
    Five of the eight spread the lie.       count "seed 20".."seed 27" 2 > 50 = 5

That one number is above another does not make it twice as large.
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
PARTS = {  # how many of them are a whole
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
    """How many times one number is another, or which share of one, or of a hundred."""
    if found.share is not None:
        return [found.share, found.share / 100]
    return [found.ratio, 1 / found.ratio] if found.ratio else []


def about(found: Result, word: re.Match[str], so_many: float, slack: float = 0.05) -> bool:
    """Whether it is so many times another, or such a share, a `slack` more or less of that.

    Behind "more than" or the like, so many may also be what a number is compared with.
    """
    said = ratios(found)
    if found.limit is not None and BOUND.search(word.string, 0, word.start()):
        said += [found.limit, found.limit / 100]
    least, most = (Decimal(str(edge * so_many)) for edge in (1 - slack, 1 + slack))
    return any(least <= one <= most for one in said)


def multiple(so_many: float, slack: float = 0.05) -> Fits:
    """What says that it is so many times another."""
    return lambda found, word: about(found, word, so_many, slack)


def share(found: Result, word: re.Match[str]) -> bool:
    """Whether it is this share: a tenth more or less of one part, a twentieth of several."""
    some = number(word["n"]) if "n" in word.re.groupindex else 1
    return about(found, word, some / PARTS[word["part"].lower()], 0.1 if some == 1 else 0.05)


def many_times(found: Result, word: re.Match[str]) -> bool:
    """Whether it is as many times as the word says."""
    return about(found, word, number(word["n"]))


def counted(found: Result, word: re.Match[str]) -> bool:
    """Whether so many of a list are such, or a number is so many."""
    return found.share == number(word["n"])


def out_of(found: Result, word: re.Match[str]) -> bool:
    """Whether it is so many of so many, a tenth more or less."""
    return counted(found, word) or about(found, word, number(word["n"]) / number(word["all"]), 0.1)


def kind(*kinds: str) -> Fits:
    """Whether it is one of these kinds of comparisons."""
    return lambda found, _: found.kind in kinds


def nothing(found: Result, _: object) -> bool:
    """Whether a number is 0, or none of a list is such."""
    return found.kind == "none" or (found.kind in ("=", "count") and found.share == 0)


def most(found: Result, _: object) -> bool:
    """Whether it is more than half: of a list, of another number, of one or of a hundred."""
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
# Words that speak of a result wherever they are: a sentence with one needs something behind it.
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
    return {re.compile(rf"\b(?:{it})\b", re.IGNORECASE): fits for it, fits in words.items()}


NUMERIC_WORDS, RESULT_WORDS, OTHER_WORDS = map(patterns, (NUMERIC, RESULTS, OTHERS))
SOME_RESULT = re.compile(  # one search for them all
    unnamed("|".join(it.pattern for it in RESULT_WORDS)), re.IGNORECASE
)
