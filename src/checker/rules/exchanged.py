"""What a change says otherwise: a number, a name, an order, a cause, or how sure we are.

    We trained fifteen more models, in five sizes.    before
    We trained twelve more models, in four sizes.     now

Who writes that shows it anew: by a link or a comparison in the sentence, by the day on which they
looked at its source again, or by the file where they looked,
`<!-- seen 2026-11-29 in examples/emergence/sums.py -->`. A later commit may remove that comment.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import product

from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import Told, changes, content, likeness
from checker.rules.words import DENIES, SURE, UNSURE, facts, of_kind, opposite, plain

NUMBER, ROW = re.compile(r"\d"), re.compile(r"#.")
LIKE, SHORT = 0.8, 0.75  # the share of words in common of two versions, and in up to eight words
LOOSE, FAR = 0.6, 0.45  # the same, where it is about the words that limit what a sentence says


def exchanges(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Sentences that say something else than before the change, and nothing that shows it."""
    for page, new, gone, place, looked, nouns in changes(project, pages):
        for old in gone if not looked else ():
            if exchanged(old, new, nouns, in_place=old is place):
                message = f"now says {written(new)!r} instead of what is below; link or compare it,"
                message += " or look again, and write behind it  <!-- seen YYYY-MM-DD in FILE -->"
                yield Problem(WRONG_PAGE, page.path, new.line, message, written(old))
                break


def written(sentence: Told) -> str:
    """A sentence as messages show it, with what its links lead to."""
    words = [word.replace("#", "row ") for word in sentence.words]
    return " ".join([*words, *(f"({target})" for _, target in sorted(sentence.leads))])


def exchanged(old: Told, new: Told, nouns: frozenset[str], in_place: bool) -> bool:
    """Whether a sentence says something else than an old one that it resembles, or replaces
    (`in_place`). `nouns` are those of the page: one for another is told, too.
    """
    near = likeness(old, new)
    if near < LOOSE and not in_place:
        return False
    if "our" in old.words and "our" not in new.words:
        return True
    if near >= LOOSE and reordered(old, new):
        return True
    is_version = new.kind in ("heading", "fence") or near >= (LIKE if len(new.words) > 8 else SHORT)
    if not (is_version or in_place):
        return False
    return (
        (is_version and replaced(old, new, nouns))
        or gives_another_cause(old, new)
        or (near >= FAR and denied(old, new))
        or surer(old, new)
    )


def reordered(old: Told, new: Told) -> bool:
    """Whether a text leads elsewhere, or numbers, rows or words stand in another order."""
    led, leads = dict(old.leads), dict(new.leads)
    was, now = (
        [of_kind(it.words, NUMBER), of_kind(it.words, ROW), content(it.words)] for it in (old, new)
    )
    elsewhere = any(led[text] != leads[text] for text in led.keys() & leads.keys())
    return elsewhere or any(map(turned, was, now))


def replaced(old: Told, new: Told, nouns: frozenset[str]) -> bool:
    """Whether words stand for others that say a fact, the opposite, or another noun of the page."""
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
            return True
    return False


def gives_another_cause(old: Told, new: Told) -> bool:
    """Whether what follows `because` is different, and what is in front of it as before."""
    if "because" not in old.words or "because" not in new.words:
        return False
    at, to = old.words.index("because"), new.words.index("because")
    was, now = content(old.words[at:]), content(new.words[to:])
    same = content(old.words[:at]) == content(new.words[:to])
    return same and len({*was} & {*now}) <= len(was) / 2


def denied(old: Told, new: Told) -> bool:
    """Whether words that deny have come or gone, or all that doubt have gone."""
    was, now = (sum(bool(DENIES.fullmatch(it)) for it in side.words) for side in (old, new))
    doubted, doubts = (not UNSURE.isdisjoint(side.words) for side in (old, new))
    return was != now or (doubted and not doubts)


def surer(old: Told, new: Told) -> bool:
    """Whether it now claims something of all, or for certain, with no new link."""
    return bool(SURE & {*new.words} - {*old.words}) and not new.links - old.links


def turned(said: list[str], says: list[str]) -> bool:
    """Whether words stand in another order, unless a phrase as a whole stands elsewhere."""
    if said == says or sorted(said) != sorted(says):
        return False
    while said[0] == says[0]:
        said, says = said[1:], says[1:]
    while said[-1] == says[-1]:
        said, says = said[:-1], says[:-1]
    return not any(said[at:] + said[:at] == says for at in range(2, len(said)))
