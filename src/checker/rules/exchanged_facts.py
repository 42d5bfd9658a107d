"""Facts that a change exchanges: a number, a name, an order, a cause, or how sure we are.

    We trained fifteen more models, in five sizes.    before
    We trained twelve more models, in four sizes.     now

Its author must show the new fact: by a link or a comparison in the sentence, or by a comment with
the day on which they looked at its source again, or with the file where they looked, too:
`<!-- seen 2026-11-29 in examples/emergence/sums.py -->`. A later commit may remove that comment.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import product

from checker.pages.page import Page
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.changed_sentences import Told, changes, content, likeness
from checker.rules.fact_words import DENIES, SURE, UNSURE, facts, of_kind, opposite, plain

NUMBER, ROW = re.compile(r"\d"), re.compile(r"#.")
LIKE, SHORT = 0.8, 0.75  # the least share of common words in two versions, and in short ones
LOOSE, FAR = 0.6, 0.45  # such shares for words that limit what a sentence says


def exchanges(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Sentences that say something else than before the change, with nothing that shows it."""
    for page, new, gone, place, looked, nouns in changes(project, pages):
        for old in gone if not looked else ():
            if said := exchanged(old, new, nouns, in_place=old is place):
                message = f"{said.replace('#', 'row ')}; link it, compare it, or check it and"
                message += " write after it  <!-- seen YYYY-MM-DD in FILE -->"
                yield Problem(WRONG_PAGE, page.path, new.line, message, " ".join(old.words))
                break


def exchanged(old: Told, new: Told, nouns: frozenset[str], in_place: bool) -> str:
    """The message on a fact that differs from a similar old sentence, or from the one `in_place`.

    Empty if no fact differs. `nouns` are those of the page: one for another counts as well.
    """
    near = likeness(old, new)
    if near < LOOSE and not in_place:
        return ""
    if "our" in old.words and "our" not in new.words:
        return "no longer says 'our'"
    said = reordered(old, new) if near >= LOOSE else ""
    is_short = new.kind in ("heading", "fence")
    if near >= (LIKE if len(new.words) > 8 else SHORT) or (
        is_short and (in_place or near >= LOOSE)
    ):
        said = said or replaced(old, new, nouns)
    elif not in_place:
        return said
    return (
        said
        or another_cause(old, new)
        or (denied(old, new) if near >= FAR else "")
        or surer(old, new)
    )


def reordered(old: Told, new: Told) -> str:
    """The message on a link that leads elsewhere, or on numbers, rows or words in another order."""
    led, leads = dict(old.leads), dict(new.leads)
    for text in led.keys() & leads.keys():
        if led[text] != leads[text]:
            return f"links {text!r} to {leads[text]} where it linked to {led[text]}"
    for kind in (NUMBER, ROW):
        if pair := turned(of_kind(old.words, kind), of_kind(new.words, kind)):
            return told_apart(*pair)
    if turned(content(old.words), content(new.words)):
        return "says the same words in a different order"
    return ""


def replaced(old: Told, new: Told, nouns: frozenset[str]) -> str:
    """The message on words replaced by another fact, the opposite, or another noun of the page."""
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
    return ""


def another_cause(old: Told, new: Told) -> str:
    """The message on a different cause behind `because`, with the same words in front of it."""
    if "because" not in old.words or "because" not in new.words:
        return ""
    at, to = old.words.index("because"), new.words.index("because")
    was, now = content(old.words[at:]), content(new.words[to:])
    if content(old.words[:at]) != content(new.words[:to]) or len({*was} & {*now}) > len(was) / 2:
        return ""
    return "gives a different cause"


def denied(old: Told, new: Told) -> str:
    """The message on denying words that are new, or on denying or doubting words that are gone."""
    was, now = ([it for it in side.words if DENIES.fullmatch(it)] for side in (old, new))
    if len(was) < len(now):
        return f"now says {' '.join(now)!r}"
    lost = [it for it in old.words if it in UNSURE] if UNSURE.isdisjoint(new.words) else []
    if len(was) > len(now):
        lost = was
    return f"no longer says {' '.join(lost)!r}" if lost else ""


def surer(old: Told, new: Told) -> str:
    """The message on new words that claim something about all cases, or for certain."""
    sure = [it for it in new.words if it in SURE and it not in old.words]
    return f"now says {' '.join(sure)!r}" if sure and not new.links - old.links else ""


def turned(said: list[str], says: list[str]) -> tuple[list[str], list[str]] | None:
    """The words in another order, before and after; None if only a whole phrase has moved."""
    if said == says or sorted(said) != sorted(says):
        return None
    while said[0] == says[0]:
        said, says = said[1:], says[1:]
    while said[-1] == says[-1]:
        said, says = said[:-1], says[:-1]
    moved = any(said[at:] + said[:at] == says for at in range(2, len(said)))
    return None if moved else (said, says)


def told_apart(said: Iterable[str], says: Iterable[str]) -> str:
    """The message on words that replace others."""
    return f"says {' '.join(says)!r} where it said {' '.join(said)!r}"
