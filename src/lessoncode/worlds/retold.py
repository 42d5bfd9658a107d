"""A world of facts that is told again by those who have read of it.

    peru: lima.
    iraq: baghdad.

A statement is a country and its capital. There are 49; seven are told 64 parts of the time, seven
32, and so on down to seven that are told 1 part, of 889 in all. So each statement's probability is
known, and a model's too: it is the product of the three that it gives to the country, to the
capital, and to the end.

What a model writes may be anything. What is none of the 49 is untrue, or no sentence at all, and
does not count.

Checked against: enumeration as a `world.World`, and counts by hand.
"""

from collections.abc import Sequence

import numpy as np

from lessoncode.model.generate import generate_batch
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids, log_prob
from lessoncode.model.tensor import Array
from lessoncode.text.words import Words
from lessoncode.training.batches import Row, answer_row
from lessoncode.worlds.capitals import CAPITALS

TIMES = 64, 32, 16, 8, 4, 2, 1  # in turn
ONE_WORD = [(k, v) for k, v in CAPITALS.items() if " " not in v]
KNOWN = ONE_WORD[: 7 * len(TIMES)]
STATEMENTS = [f"{country}: {capital}." for country, capital in KNOWN]
TOLD = np.array([TIMES[i % len(TIMES)] for i in range(len(STATEMENTS))])
SHARES: Array = TOLD / TOLD.sum()
WORDS = Words(STATEMENTS)
IDS: Ids = np.array([WORDS.encode(text) for text in STATEMENTS])
LONGEST = 3  # words of what a model writes

Text = list[list[int]]  # each statement as ids, without the end


def drawn(shares: Array, n: int, rng: np.random.Generator) -> Text:
    """n statements, each by its share: [49] of them."""
    places = rng.choice(len(STATEMENTS), n, p=shares)
    text: Text = IDS[places].tolist()
    return text


def written(model: LanguageModel, n: int, rng: np.random.Generator) -> Text:
    """n statements that a model writes, whatever they are."""
    starts = np.full((n, 1), WORDS.end_id)
    told = generate_batch(model, starts, LONGEST, rng, stop=WORDS.end_id)
    return [[int(i) for i in row if i != WORDS.end_id] for row in told]


def counts(text: Text) -> Ids:
    """How often each of the 49 stands in a text: -> [49]."""
    places = {tuple(ids): i for i, ids in enumerate(IDS.tolist())}
    found = np.zeros(len(IDS), int)
    for statement in text:
        place = places.get(tuple(statement))
        if place is not None:
            found[place] += 1
    return found


def rows(text: Text) -> list[Row]:
    """Statements to learn from, each with its end."""
    end = WORDS.end_id
    return [answer_row([end], [*ids, end]) for ids in text]


def probabilities(model: LanguageModel) -> Array:
    """The exact probability that a model writes each: -> [49].

    What is missing to 1 is the share of what is none of them.
    """
    end = np.full((len(IDS), 1), WORDS.end_id)
    framed = np.concatenate([end, IDS, end], 1)
    log_p = log_prob(model.frozen()(framed[:, :-1]), framed[:, 1:])
    p: Array = np.exp(log_p.data.astype(np.float64).sum(1))
    return p


def named(text: Text, n: int) -> Sequence[str]:
    """The first n statements of a text, as words."""
    return [WORDS.decode(ids) for ids in text[:n]]
