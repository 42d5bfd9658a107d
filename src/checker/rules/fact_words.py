"""The words that say a fact, deny it or doubt it, and the pairs that say the opposite."""

import re
from collections.abc import Iterable

from checker.pages.quantity_words import NUMBERS, PARTS
from checker.rules.changed_sentences import content

FACT = re.compile(
    r"(?:"
    + "|".join({*" ".join(NUMBERS).split(), *PARTS} - {"a"})
    + r"""|twice|million|billion|single
    |\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?
    |more|most|less|least|fewer|higher|lower|upper|larger|smaller|longer|shorter|faster|slower
    |slowly|better|worse|best|worst|before|after|above|below|first|last|left|right|earlier|later
    |rise|fall|grow|shrink|same|differ|different|wrong|may|might|should|could|would|can(?:not)?|must
    |perhaps|probably|likely|always|never|often|sometimes|usually|rarely|hardly|nearly|about
    |exactly|all|every|each|both|some|none|no|not|\w+n't|only
    |token|word|character|letter|bit|nat|[mµn]s|[kMG]B|minute|hour|day
    |(?:peta|tera|giga|mega|kilo|milli|micro|nano)?(?:byte|second|flop(?:/s)?|watt(?:-hour)?))s?
    |\w+(?:teen|t[iy]e|if|nin|eigh|ent)th|[^#]*\d.*|[A-Z].*|[#`].+""",
    re.VERBOSE,
)
PAIRS = """
    high low, large small, long short, fast slow, wide narrow, strong weak, easy hard, cheap costly,
    early late, deep shallow, everything nothing, everything something, raise lower, win lose,
    gain lose, keep lose, keep destroy, preserve destroy, help harm, add remove, accept refuse,
    pass fail, true false, known unknown, divide multiply, product sum, forward backward,
    remember forget, learn forget, begin end, start end, start stop, inside outside, input output,
    open close, allow refuse, minimum maximum, near far, close far
"""
COMPARED = re.compile(r"i?(?:er|est)$|y$")
DENIES = re.compile(r"no|not|none|never|nothing|nobody|neither|nor|hardly|except|\w+n't")
VALUES = {word: str(value) for word, value in NUMBERS.items()}
UNSURE = {"may", "might", "perhaps", "probably", "rarely", "sometimes", "often"}
SURE = {"always", "never", "every", "any", "must", "prove", "proves", "certainly"}


def of_kind(words: Iterable[str], kind: re.Pattern[str]) -> list[str]:
    """The words that match a pattern, such as that of numbers; numbers are put in digits."""
    return [it for word in words if kind.match(it := VALUES.get(word, word))]


def facts(words: Iterable[str]) -> list[str]:
    """The words that say a fact, with numbers in digits and "not" for every word that denies."""
    found = [word for word in words if FACT.fullmatch(word)]
    return [VALUES.get(it) or ("not" if DENIES.fullmatch(it) else it) for it in found]


def plain(words: Iterable[str]) -> list[str]:
    """Words without the little ones, and without their endings, such as those of comparing."""
    return [COMPARED.sub("", word) for word in content(words)]


OPPOSITES = {frozenset(plain(pair.split())) for pair in PAIRS.split(",")}


def opposite(one: str, other: str) -> bool:
    """Whether two words, given without their endings, are opposites."""
    short, long = sorted((one, other), key=len)
    return frozenset((one, other)) in OPPOSITES or (
        bool(short) and long in (f"{prefix}{short}" for prefix in ("un", "in", "im", "dis", "non-"))
    )
