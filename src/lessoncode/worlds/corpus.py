"""The corpus that a base model on this site reads, and the probability of every document.

    >>> from lessoncode.worlds import corpus
    >>> texts = corpus.documents(np.random.default_rng(0))
    >>> len(texts), corpus.world().probabilities["the capital of france is paris."]
    (17889, 0.0017888087651629495)

Its documents are of four kinds, each a world of its own:

    sentences    the cats near the dog sleep.
    facts        the capital of france is paris.
    sums         3 + 4 = 7
    questions    what is the capital of peru? what is the capital ...

A sentence's verb agrees with its first noun, whatever is between the two. Seven capitals are stated
64 times, seven 32 times, and so on down to once and never. Twenty sums are in no document. After
each question there is a second question, not an answer. The corpus is a mixture of the four, so the
probability of every document is known (see `world`).

Source: Linzen, Dupoux and Goldberg 2016, "Assessing the Ability of LSTMs to Learn Syntax-Sensitive
Dependencies", arXiv 1611.01368, for agreement across a noun of the other number.

Checked against: hand counts, and enumeration in another way.
"""

from itertools import permutations, product

import numpy as np

from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import Rules, World, counted, facts, grammar, mixture, sums

NOUNS = [
    *("cat", "dog", "bird", "horse", "frog", "girl"),
    *("boy", "king", "queen", "farmer", "sailor", "teacher"),
]
VERBS = ["sleep", "run", "sing", "wait", "swim", "fall"]
LINKS = "near the", "that saw the"
FACT = "the capital of {key} is {value}."

# How often a country's capital is stated; the countries take these numbers in turn.
COUNTS = 64, 32, 16, 8, 4, 2, 1, 0
STATED = {c: COUNTS[i % len(COUNTS)] for i, c in enumerate(CAPITALS)}

# Sums that no document holds, in either order.
KEPT_BACK = {
    *("0 + 7", "1 + 5", "1 + 8", "2 + 3", "2 + 9"),
    *("3 + 8", "4 + 6", "4 + 9", "5 + 7", "6 + 9"),
}

N_DOCUMENTS = {"sentences": 12_000, "sums": 3_000, "questions": 2_000}


def agreement_rules() -> Rules:
    """The grammar of sentences whose verb agrees with their first noun."""

    def alike(words: list[str]) -> dict[str, float]:
        return {word: 1 / len(words) for word in words}

    bare = {"the ONE DOES": 0.1, "the MANY DO": 0.1}
    linked = {
        f"the {subject} {link} OTHER {verb}": 0.2
        for subject, verb in (("ONE", "DOES"), ("MANY", "DO"))
        for link in LINKS
    }
    return {
        "SENTENCE": bare | linked,
        "OTHER": alike(["ONE", "MANY"]),
        "ONE": alike(NOUNS),
        "MANY": alike([f"{noun}s" for noun in NOUNS]),
        "DOES": alike([f"{verb}s." for verb in VERBS]),
        "DO": alike([f"{verb}." for verb in VERBS]),
    }


def minimal_pairs(same_number: bool) -> list[tuple[str, str]]:
    """Pairs of a right and a wrong sentence with a link; `same_number` says whether nouns agree."""
    pairs = []
    choices = product((0, 1), NOUNS, LINKS, NOUNS, VERBS)
    for many, noun, link, other, verb in choices:
        noun += "s" * many
        other += "s" * (many if same_number else 1 - many)
        start = f"the {noun} {link} {other} {verb}"
        forms = f"{start}s.", f"{start}."
        pairs.append((forms[many], forms[1 - many]))
    return pairs


def all_sums() -> tuple[list[str], list[str]]:
    """The sums of two one-digit numbers: those in the corpus, and those kept back."""
    kept: tuple[list[str], list[str]] = [], []
    for text in sums(10).probabilities:
        left, _ = text.split(" = ")
        back = {left, left[::-1]} & KEPT_BACK
        kept[bool(back)].append(text)
    return kept


def all_facts() -> list[str]:
    """All facts, each stated as often as in the corpus."""
    return facts(FACT, CAPITALS, STATED)


def kinds() -> dict[str, World]:
    """The four worlds by their names."""
    asked = [f"what is the capital of {c}?" for c in CAPITALS]
    pairs = [" ".join(pair) for pair in permutations(asked, 2)]
    return {
        "sentences": grammar(agreement_rules()),
        "facts": counted(all_facts()),
        "sums": counted(all_sums()[0]),
        "questions": counted(pairs),
    }


def shares() -> dict[str, float]:
    """Each kind's share of the documents, by its name."""
    numbers = N_DOCUMENTS | {"facts": len(all_facts())}
    total = sum(numbers.values())
    return {name: n / total for name, n in numbers.items()}


def world() -> World:
    """All documents that the corpus can hold, with their probabilities."""
    share, parts = shares(), kinds()
    return mixture((share[name], parts[name]) for name in parts)


def documents(rng: np.random.Generator) -> list[str]:
    """A corpus: each fact as often as `STATED` says, and random documents of the other kinds."""
    texts, parts = all_facts(), kinds()
    for name, n in N_DOCUMENTS.items():
        texts += parts[name].sample(n, rng)
    return texts
