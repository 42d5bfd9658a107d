"""Sentences in which a change exchanges a fact: a number, a name, an order, or how sure we are.

    We trained fifteen more models, in five sizes.    before
    We trained twelve more models, in four sizes.     now

Who writes that shows it anew: by a link or a comparison in the sentence, by the day on which they
looked at its source again, or by the file where they looked,
`<!-- seen 2026-11-29 in examples/emergence/sums.py -->`. A later commit may remove that comment.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby, product

from checker.pages.page import Page
from checker.pages.quantity_words import NUMBERS, PARTS
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import Told, changes, likeness

LIKE, SHORT = 0.8, 0.75  # the share of words in common of two versions, and in up to eight words
LOOSE = 0.6  # the same, where it is about the words that limit what a sentence says
FACT = re.compile(
    r"(?:"
    + "|".join({*" ".join(NUMBERS).split(), *PARTS} - {"a"})
    + r"""|twice|million|billion
    |\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?
    |more|most|less|least|fewer|higher|lower|upper|larger|smaller|longer|shorter|faster|slower
    |slowly|better|worse|best|worst|before|after|above|below|first|last|left|right|earlier|later
    |rise|fall|grow|shrink|same|differ|may|might|should|could|would|can(?:not)?|must
    |perhaps|probably|likely|always|never|often|sometimes|usually|rarely|hardly|nearly|about
    |exactly|all|every|each|both|some|none|no|not|\w+n't|only
    |token|word|character|letter|bit|byte|nat|(?:milli|micro|nano)?second|[mµn]s|[kMG]B|minute
    |hour|day)s?
    |[^#]*\d.*|[A-Z].*|[#`].+""",
    re.VERBOSE,
)
PAIRS = """
    high low, larg small, long short, fast slow, wid narrow, strong weak, eas hard, cheap cost,
    earl lat, deep shallow, everything nothing, everything something, rais lower, win los, gain los,
    keep los, keep destroy, preserv destroy, help harm, add remov, accept refus, pass fail,
    tru fals, known unknown, forward backward, remember forget, learn forget, begin end, start end,
    start stop, inside outside, input output, open clos
"""
OPPOSITES = {frozenset(pair.split()) for pair in PAIRS.split(",")}  # without their endings
ENDING = re.compile(r"(?:e?s|e?d|i?er|i?est|ing|e|y)$")
DENIES = re.compile(r"no|not|none|never|nothing|nobody|neither|nor|without|hardly|except|\w+n't")
VALUES = {word: str(value) for word, value in NUMBERS.items()}
UNSURE = {"may", "might", "perhaps", "probably", "likely", "rarely", "sometimes", "often", "some"}
VALUE = re.compile(r"#.|\d")
UNKNOWN = re.compile(
    r"\b(?:don't know|can't (?:tell|say|know)|not known"
    r"|didn't (?:find out|test|measure|try|check))\b"
)


def exchanges(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Sentences that say something else than before the change, and nothing that shows it."""
    for page, new, gone, looked in changes(project, pages):
        for old in gone if not looked else ():
            if said := exchanged(old, new):
                message = f"{said.replace('#', 'row ')}; link or compare it, or look again, and"
                message += " write behind it  <!-- seen YYYY-MM-DD in FILE -->"
                yield Problem(WRONG_PAGE, page.path, new.line, message, " ".join(old.words))
                break


def admissions(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Pages that no longer say of something that it isn't known, and say something else instead."""
    for page, group in groupby(changes(project, pages), lambda it: it.page):
        found = [*group]
        was = [it for it in found[0].gone if UNKNOWN.search(" ".join(it.words))]
        now = [it for it in found if it.looked or UNKNOWN.search(" ".join(it.new.words))]
        if len(was) > len(now):
            near = min((it.new.line for it in found), key=lambda line: abs(line - was[0].line))
            message = "no longer says that something isn't known; say it, or show how it is known,"
            message += " for example by  <!-- seen YYYY-MM-DD in FILE -->"
            yield Problem(WRONG_PAGE, page.path, near, message, " ".join(was[0].words))


def exchanged(old: Told, new: Told) -> str:
    """What a sentence says otherwise, where the rest of it is as before; empty where nothing."""
    near = likeness(old, new)
    if near < LOOSE:
        return ""
    if "our" in old.words and "our" not in new.words:
        return "no longer says 'our'"
    same = sorted(old.words) == sorted(new.words)
    said, says = (
        [it for it in facts(side.words) if same or VALUE.match(it)] for side in (old, new)
    )
    if said != says and sorted(said) == sorted(says):
        return told_apart(said, says)
    if near < (LIKE if len(new.words) > 8 else SHORT):
        return ""
    steps = SequenceMatcher(None, old.words, new.words, autojunk=False).get_opcodes()
    runs = [(old.words[a:b], new.words[c:d]) for way, a, b, c, d in steps if way == "replace"]
    is_linked = bool(new.links - old.links)
    for was, now in runs:
        first, second = facts(was), facts(now)
        titles = all(word[0] == "#" for word in first + second)
        if (
            (now, was) in runs
            or (first and second and first != second and (titles or not is_linked))
            or any(frozenset(pair) in OPPOSITES for pair in product(stems(was), stems(now)))
        ):
            return told_apart(was, now)
    denied, denies = ([it for it in side.words if DENIES.fullmatch(it)] for side in (old, new))
    if len(denied) < len(denies):
        return f"now says {' '.join(denies)!r}"
    lost = [it for it in old.words if it in UNSURE] if UNSURE.isdisjoint(new.words) else []
    if len(denied) > len(denies):
        lost = denied
    return f"no longer says {' '.join(lost)!r}" if lost else ""


def told_apart(said: Iterable[str], says: Iterable[str]) -> str:
    """The message on words in the place of others."""
    return f"says {' '.join(says)!r} where it said {' '.join(said)!r}"


def stems(words: tuple[str, ...]) -> list[str]:
    """Words without their endings."""
    return [ENDING.sub("", word) for word in words]


def facts(words: tuple[str, ...]) -> list[str]:
    """Those of some words that say a fact; a number in digits, and one word for all that deny."""
    found = [word for word in words if FACT.fullmatch(word)]
    return [VALUES.get(it) or ("not" if DENIES.fullmatch(it) else it) for it in found]
