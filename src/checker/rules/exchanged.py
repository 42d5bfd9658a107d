"""What a change says otherwise: a number, a name, an order, a formula, or how sure we are.

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

from checker.pages.formula import Formula
from checker.pages.page import Page
from checker.pages.quantity_words import NUMBERS, PARTS
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import Told, before, changes, content, likeness, marks, told

LIKE, SHORT = 0.8, 0.75  # the share of words in common of two versions, and in up to eight words
LOOSE = 0.6  # the same, where it is about the words that limit what a sentence says
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
    |token|word|character|letter|bit|byte|nat|(?:milli|micro|nano)?second|[mµn]s|[kMG]B|minute
    |hour|day)s?
    |\w+(?:teen|t[iy]e|if|nin|eigh|ent)th|[^#]*\d.*|[A-Z].*|[#`].+""",
    re.VERBOSE,
)
PAIRS = """
    high low, large small, long short, fast slow, wide narrow, strong weak, easy hard, cheap costly,
    early late, deep shallow, everything nothing, everything something, raise lower, win lose,
    gain lose, keep lose, keep destroy, preserve destroy, help harm, add remove, accept refuse,
    pass fail, true false, known unknown, divide multiply, product sum, forward backward,
    remember forget, learn forget, begin end, start end, start stop, inside outside, input output,
    open close, allow refuse, minimum maximum
"""
COMPARED = re.compile(r"i?(?:er|est)$|y$")
DENIES = re.compile(r"no|not|none|never|nothing|nobody|neither|nor|without|hardly|except|\w+n't")
VALUES = {word: str(value) for word, value in NUMBERS.items()}
UNSURE = {"may", "might", "perhaps", "probably", "likely", "rarely", "sometimes", "often", "some"}
NUMBER, ROW = re.compile(r"\d"), re.compile(r"#.")
UNKNOWN = re.compile(
    r"\b(?:don't know|can't (?:tell|say|know)|not known"
    r"|didn't (?:find out|test|measure|try|check))\b"
)


def exchanges(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Sentences that say something else than before the change, and nothing that shows it."""
    for page, new, gone, looked, nouns in changes(project, pages):
        for old in gone if not looked else ():
            if said := exchanged(old, new, nouns):
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


def formulas(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Formulas that a change rewrites, on pages where nothing shows that someone looked again."""
    for page in pages:
        if old := before(project).get(page.path):
            known = {it.latex for it in old.blocks if isinstance(it, Formula)}
            new = [it for it in page.blocks if isinstance(it, Formula) and it.latex not in known]
            if (
                len(new) <= len(known)
                and new
                and not marks(told(project, page)) - marks(told(project, old))
            ):
                message = "has another formula than before; look again, and write behind a sentence"
                yield new[0].wrong(f"{message}  <!-- seen YYYY-MM-DD in FILE -->")


def exchanged(old: Told, new: Told, nouns: frozenset[str]) -> str:
    """What a sentence says otherwise, where the rest of it is as before; empty where nothing.

    `nouns` are those of the page. That one stands for another is told, too.
    """
    near = likeness(old, new)
    if near < LOOSE:
        return ""
    if "our" in old.words and "our" not in new.words:
        return "no longer says 'our'"
    led, leads = dict(old.leads), dict(new.leads)
    for text in led.keys() & leads.keys():
        if led[text] != leads[text]:
            return f"leads {text!r} to {leads[text]} where it led to {led[text]}"
    for kind in (NUMBER, ROW):
        if pair := turned(of_kind(old.words, kind), of_kind(new.words, kind)):
            return told_apart(*pair)
    if turned(content(old.words), content(new.words)):
        return "says the same words in another order"
    if near < (LIKE if len(new.words) > 8 else LOOSE if new.kind == "heading" else SHORT):
        return ""
    steps = SequenceMatcher(None, old.words, new.words, autojunk=False).get_opcodes()
    runs = [(old.words[a:b], new.words[c:d]) for way, a, b, c, d in steps if way == "replace"]
    is_linked = bool(new.links - old.links)
    for was, now in runs:
        first, second = facts(was), facts(now)
        titles = all(word[0] == "#" for word in first + second)
        things = {*content(was)}, {*content(now)}
        if (
            (now, was) in runs
            or (first and second and first != second and (titles or not is_linked))
            or any(opposite(*pair) for pair in product(plain(was), plain(now)))
            or (all(len(it) == 1 and it <= nouns for it in things) and things[0] != things[1])
        ):
            return told_apart(was, now)
    denied, denies = ([it for it in side.words if DENIES.fullmatch(it)] for side in (old, new))
    if len(denied) < len(denies):
        return f"now says {' '.join(denies)!r}"
    lost = [it for it in old.words if it in UNSURE] if UNSURE.isdisjoint(new.words) else []
    if len(denied) > len(denies):
        lost = denied
    return f"no longer says {' '.join(lost)!r}" if lost else ""


def turned(said: list[str], says: list[str]) -> tuple[list[str], list[str]] | None:
    """The words that stand in another order, unless a phrase as a whole stands elsewhere."""
    if said == says or sorted(said) != sorted(says):
        return None
    while said[0] == says[0]:
        said, says = said[1:], says[1:]
    while said[-1] == says[-1]:
        said, says = said[:-1], says[:-1]
    moved = any(said[at:] + said[:at] == says for at in range(2, len(said)))
    return None if moved else (said, says)


def plain(words: Iterable[str]) -> list[str]:
    """Words without their endings, those of comparing as well."""
    return [COMPARED.sub("", word) for word in content(words)]


OPPOSITES = {frozenset(plain(pair.split())) for pair in PAIRS.split(",")}


def opposite(one: str, other: str) -> bool:
    """Whether two words without their endings say the opposite."""
    short, long = sorted((one, other), key=len)
    return frozenset((one, other)) in OPPOSITES or (
        bool(short) and long in (f"{prefix}{short}" for prefix in ("un", "in", "im", "dis", "non-"))
    )


def told_apart(said: Iterable[str], says: Iterable[str]) -> str:
    """The message on words in the place of others."""
    return f"says {' '.join(says)!r} where it said {' '.join(said)!r}"


def of_kind(words: Iterable[str], kind: re.Pattern[str]) -> list[str]:
    """The numbers among some words, in digits, or the rows of outputs."""
    return [it for word in words if kind.match(it := VALUES.get(word, word))]


def facts(words: Iterable[str]) -> list[str]:
    """Those of some words that say a fact; a number in digits, and one word for all that deny."""
    found = [word for word in words if FACT.fullmatch(word)]
    return [VALUES.get(it) or ("not" if DENIES.fullmatch(it) else it) for it in found]
