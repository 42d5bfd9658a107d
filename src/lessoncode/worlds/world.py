"""Small worlds in which every probability is known.

    >>> from lessoncode.text.words import Words
    >>> from lessoncode.worlds.world import grammar
    >>> world = grammar({"SENTENCE": {"the cat ACTS": 1.0}, "ACTS": {"sat": 0.75, "slept": 0.25}})
    >>> world.sample(3, np.random.default_rng(0)), round(world.entropy(), 3)
    (['the cat sat', 'the cat sat', 'the cat slept'], 0.811)
    >>> words = Words(world.probabilities)
    >>> world.next_token(words)[tuple(words.encode("the cat"))]
    {3: 0.25, 2: 0.75}

A world lists sentences with their probabilities. That of a next token is a ratio of two sums:

    P(next | so far) = P(sentences that begin with so far, next)
                       / P(sentences that begin with so far)

No model can predict the sentences of a world with fewer bits, on average, than its entropy:

    H = -sum over sentences of  P log2 P

Source: Shannon 1948, "A Mathematical Theory of Communication", sections 6 and 7, doi
10.1002/j.1538-7305.1948.tb01338.x.

Checked against: hand counts, and enumeration in another way.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lessoncode.model.checks import count, distribution, number
from lessoncode.text.tokenizer import Tokenizer

Rules = Mapping[str, Mapping[str, float]]
Truth = dict[tuple[int, ...], dict[int, float]]


@dataclass(frozen=True)
class World:
    """The sentences of a world, each with its probability.

    Raises ValueError if there are no sentences, or unless the probabilities sum to 1.
    """

    probabilities: Mapping[str, float]

    def __post_init__(self) -> None:
        count(sentences=len(self.probabilities))
        number(**self.probabilities)
        distribution([*self.probabilities.values()])

    def sample(self, n: int, rng: np.random.Generator) -> list[str]:
        """Draw n sentences, independently of each other."""
        count(0, n=n)
        sentences = list(self.probabilities)
        p = np.array(list(self.probabilities.values()))
        drawn = rng.choice(len(p), n, p=p / p.sum())
        return [sentences[i] for i in drawn]

    def entropy(self) -> float:
        """The bits that a sentence costs the best predictor, on average."""
        p = np.array([p for p in self.probabilities.values() if p > 0])
        return float(-(p * np.log2(p)).sum())

    def mean(self, measure: Callable[[str], float]) -> float:
        """The mean of a measure over the sentences, weighted by their probabilities."""
        items = self.probabilities.items()
        return sum(p * measure(sentence) for sentence, p in items)

    def next_token(self, tokenizer: Tokenizer) -> Truth:
        """The probability of each next id after every beginning: ids -> {id: probability}.

        A beginning is any number of a sentence's first tokens. The end token follows all of them.
        """
        reached: dict[tuple[int, ...], float] = defaultdict(float)
        for sentence, p in self.probabilities.items():
            ids = (*tokenizer.encode(sentence), tokenizer.end_id)
            for length in range(len(ids) + 1):
                reached[ids[:length]] += p
        truth: Truth = defaultdict(dict)
        for ids, p in reached.items():
            if ids and reached[ids[:-1]]:  # what is never begun has no next token
                truth[ids[:-1]][ids[-1]] = p / reached[ids[:-1]]
        return dict(truth)


def counted(documents: Sequence[str]) -> World:
    """The world in which each document is as probable as it is frequent in `documents`.

    Raises ValueError if there are none, TypeError for a text instead of a list.
    """
    if isinstance(documents, str):
        raise TypeError(f"documents are one text, {documents!r}: give a list of texts")
    counts = Counter(documents)
    n = len(documents)
    return World({text: count / n for text, count in counts.items()})


def mixture(parts: Iterable[tuple[float, World]]) -> World:
    """One world from pairs of a share and a world. Raises ValueError unless the shares sum to 1."""
    total: dict[str, float] = defaultdict(float)
    for share, world in parts:
        number(share=share)
        for sentence, p in world.probabilities.items():
            total[sentence] += share * p
    return World(dict(total))


def grammar(rules: Rules, start: str = "SENTENCE") -> World:
    """All sentences that rules allow.

    A rule lists what can replace a name, each choice with its probability; a choice may hold
    further names. `start` is the name of a whole sentence. Raises ValueError if no rule has this
    name, if the probabilities of a rule do not sum to 1, or if a rule leads back to itself, and so
    to endless sentences.
    """
    if start not in rules:
        raise ValueError(f"no rule is named {start!r}")
    for name, choices in rules.items():
        number(**choices)
        if not abs(sum(choices.values()) - 1) <= 1e-9:
            raise ValueError(f"the choices for {name} do not sum to 1")
    check_ends(rules, start)
    done: dict[str, float] = defaultdict(float)
    open_ones = [(start, 1.0)]
    while open_ones:
        text, p = open_ones.pop()
        words = text.split()
        names = [word for word in words if word in rules]
        if not names:
            done[text] += p
            continue
        name, i = names[0], words.index(names[0])
        for choice, share in rules[name].items():
            words[i] = choice
            open_ones.append((" ".join(words), p * share))
    return World(dict(done))


def check_ends(rules: Rules, text: str, above: tuple[str, ...] = ()) -> None:
    """Raise ValueError if a name in the text leads back to itself, or to one `above` it."""
    for name in set(text.split()) & rules.keys():
        if name in above:
            raise ValueError(f"the rules lead from {name} back to {name}, and never end")
        for choice in rules[name]:
            check_ends(rules, choice, (*above, name))


def facts(template: str, known: Mapping[str, str], counts: Mapping[str, int]) -> list[str]:
    """State each fact as often as its count says, or never if it has no count.

    Raises ValueError for a count below 0, or unless `template` has just {key} and {value}.
    """
    count(0, **counts)
    if {*re.findall("{[^{}]*}|[{}]", template)} != {"{key}", "{value}"}:
        raise ValueError(f"template is {template!r}: it takes {{key}} and {{value}}, no more")
    return [
        template.format(key=key, value=value)
        for key, value in known.items()
        for _ in range(counts.get(key, 0))
    ]


def reigns(names: Sequence[str], n_years: int, rng: np.random.Generator) -> dict[int, str]:
    """Who ruled in each year, from year 1 on: year -> name.

    In each year the ruler stays with probability 1/2; otherwise all other names are equally likely.
    Raises ValueError for fewer than two different names.
    """
    count(2, different_names=len(set(names)))
    count(0, n_years=n_years)
    leaders: dict[int, str] = {}
    for year in range(1, n_years + 1):
        before = leaders.get(year - 1)
        if before is None or rng.random() < 0.5:
            others = [name for name in names if name != before]
            leaders[year] = others[rng.integers(len(others))]
        else:
            leaders[year] = before
    return leaders


def sums(n: int) -> World:
    """The world of a + b for all a and b below n, equally likely, as words: "1 2 + 7 = 1 9"."""
    count(n=n)
    numbers = range(n)
    texts = [f"{a}+{b}={a + b}" for a in numbers for b in numbers]
    return World({" ".join(t): 1 / len(texts) for t in texts})
