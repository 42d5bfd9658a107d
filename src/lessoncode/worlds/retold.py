"""A world of facts that models read and write again, generation after generation.

    >>> from lessoncode.worlds.retold import SHARES, counts, drawn, named
    >>> text = drawn(SHARES, 500, np.random.default_rng(0))
    >>> named(text, 2), (counts(text) > 0).sum()
    (['latvia: riga.', 'cuba: havana.'], np.int64(42))

A statement is a country and its capital:

    peru: lima.
    iraq: baghdad.

We know the probability of each of the 49 statements: it is 64/889 for seven of them, 32/889 for
another seven, and so on down to 1/889. A model's probability of a statement is known too: it is the
product of those that the model gives to the country, the capital and the end. A model may write
anything, but only the 49 statements are counted.

Checked against: enumeration as a `world.World`, and counts by hand.
"""

from collections.abc import Sequence

import numpy as np

from lessoncode.model.checks import count, distribution, shape
from lessoncode.model.generate import generate_batch
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import Ids, log_prob
from lessoncode.model.tensor import Array
from lessoncode.text.words import Words
from lessoncode.training.batches import Row, answer_row
from lessoncode.worlds.capitals import CAPITALS

TIMES = 64, 32, 16, 8, 4, 2, 1  # the weights of statements, in turn
ONE_WORD = [(k, v) for k, v in CAPITALS.items() if " " not in v]
KNOWN = ONE_WORD[: 7 * len(TIMES)]
STATEMENTS = [f"{country}: {capital}." for country, capital in KNOWN]
TOLD = np.array([TIMES[i % len(TIMES)] for i in range(len(STATEMENTS))])
SHARES: Array = TOLD / TOLD.sum()
WORDS = Words(STATEMENTS)
IDS: Ids = np.array([WORDS.encode(text) for text in STATEMENTS])
LONGEST = 3  # the most words that a model writes

Text = list[list[int]]  # each statement as ids, without the end


def drawn(shares: Array, n: int, rng: np.random.Generator) -> Text:
    """n statements, drawn with the probabilities `shares` [49]."""
    count(0, n=n)
    shape("shares", np.asarray(shares), len(STATEMENTS))
    places = rng.choice(len(STATEMENTS), n, p=distribution(shares))
    text: Text = IDS[places].tolist()
    return text


def written(model: LanguageModel, n: int, rng: np.random.Generator) -> Text:
    """n statements that a model writes, true or not."""
    count(n=n)
    starts = np.full((n, 1), WORDS.end_id)
    told = generate_batch(model, starts, LONGEST, rng, stop=WORDS.end_id)
    return [[int(i) for i in row if i != WORDS.end_id] for row in told]


def counts(text: Text) -> Ids:
    """How often a text contains each of the 49 statements: -> [49]."""
    places = {tuple(ids): i for i, ids in enumerate(IDS.tolist())}
    found = np.zeros(len(IDS), int)
    for statement in text:
        place = places.get(tuple(statement))
        if place is not None:
            found[place] += 1
    return found


def rows(text: Text) -> list[Row]:
    """Statements as rows to learn from, each with its end."""
    end = WORDS.end_id
    return [answer_row([end], [*ids, end]) for ids in text]


def probabilities(model: LanguageModel) -> Array:
    """The exact probability that a model writes each statement and then ends: -> [49]."""
    end = np.full((len(IDS), 1), WORDS.end_id)
    framed = np.concatenate([end, IDS, end], 1)
    log_p = log_prob(model.frozen()(framed[:, :-1]), framed[:, 1:])
    p: Array = np.exp(log_p.data.astype(np.float64).sum(1))
    return p


def named(text: Text, n: int) -> Sequence[str]:
    """The first n statements of a text, as words."""
    count(0, n=n)
    return [WORDS.decode(ids) for ids in text[:n]]
