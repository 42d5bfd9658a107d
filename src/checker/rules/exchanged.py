"""Sentences in which a change exchanges a fact: a number, a name, an order, or how sure we are.

    We trained fifteen more models, in five sizes.    before
    We trained twelve more models, in four sizes.     now

Who writes that shows it anew: by a link or a comparison in the sentence, by the day on which they
looked at its source again, or by the file where they looked,
`<!-- seen 2026-11-29 in examples/emergence/sums.py -->`. A later commit may remove that comment.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from checker.pages.page import Page
from checker.pages.quantity_words import NUMBERS, PARTS
from checker.problem import WRONG_PAGE, Problem
from checker.project import Project
from checker.rules.since import Told, changes, likeness

LIKE, SHORT = 0.8, 0.75  # the share of words in common of two versions, and in up to eight words
FACT = re.compile(
    r"(?:"
    + "|".join({*" ".join(NUMBERS).split(), *PARTS} - {"a"})
    + r"""|twice|million|billion
    |\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?
    |more|most|less|least|fewer|higher|lower|upper|larger|smaller|longer|shorter|faster|slower
    |slowly|better|worse|best|worst|before|after|above|below|first|last|left|right|earlier|later
    |rise|fall|grow|shrink|same|different|may|might|should|could|would|can(?:not)?|must
    |perhaps|probably|likely|always|never|often|sometimes|usually|rarely|hardly|nearly|about
    |exactly|all|every|each|both|some|none|no|not|\w+n't|only
    |bit|byte|nat|[mµn]s|[kMG]B|second|minute|hour|day)s?
    |[^#]*\d.*|[A-Z].*|\#.+""",
    re.VERBOSE,
)
UNSURE = {"may", "might", "perhaps", "probably", "likely", "rarely", "sometimes", "often", "some"}


def exchanges(project: Project, pages: list[Page]) -> Iterator[Problem]:
    """Sentences that say something else than before the change, and nothing that shows it."""
    for page, new, gone, looked in changes(project, pages):
        for old in gone if not looked else ():
            if pair := exchanged(old, new):
                was, now = (side.replace("#", "row ") for side in pair)
                message = f"says {now!r} where it said {was!r}; link or compare it, or look"
                message += " again, and write behind it  <!-- seen YYYY-MM-DD in FILE -->"
                yield Problem(WRONG_PAGE, page.path, new.line, message, " ".join(old.words))
                break


def exchanged(old: Told, new: Told) -> tuple[str, str] | None:
    """What a sentence said and what it says in its place, where the rest of it is as before."""
    if likeness(old, new) < (LIKE if len(new.words) > 8 else SHORT):
        return None
    steps = SequenceMatcher(None, old.words, new.words, autojunk=False).get_opcodes()
    runs = [(old.words[a:b], new.words[c:d]) for way, a, b, c, d in steps if way == "replace"]
    is_linked = bool(new.links - old.links)
    for was, now in runs:
        first, second = facts(was), facts(now)
        titles = all(word[0] == "#" for word in first + second)
        if (now, was) in runs or (
            first and second and first != second and (titles or not is_linked)
        ):
            return " ".join(was), " ".join(now)
    if sorted(old.words) == sorted(new.words) and facts(old.words) != facts(new.words):
        return " ".join(facts(old.words)), " ".join(facts(new.words))
    lost = UNSURE.intersection(old.words)
    return (min(lost), "it for certain") if lost and not UNSURE.intersection(new.words) else None


def facts(words: tuple[str, ...]) -> list[str]:
    """Those of some words that say a fact."""
    return [word for word in words if FACT.fullmatch(word)]
