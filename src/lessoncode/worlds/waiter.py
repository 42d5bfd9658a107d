"""A waiter who answers orders, and guests whose taste is known exactly.

    >>> from lessoncode.worlds.waiter import PROMPTS, ask_guests, reward, untrained_policy, worth
    >>> worth("tea", ["here", "tea"]), worth("tea", ["sorry", "soup"])
    (2, -2)
    >>> guests = ask_guests(untrained_policy(), PROMPTS, 100, reward, np.random.default_rng(0))

There are two worlds for policies. In the small one, an answer has at most three words from a list
of five, so all 156 answers to an order can be listed. In the large one, which is for a transformer,
it has up to eight words from a list of 28.

A program computes what an answer is worth to guests. In real life, there is no such program. Here,
we can hide it from the training and use it afterwards to see what the training achieved.

    small   1 for naming the order, 1 for "here" at the beginning,
            -1 for naming another dish, -1 for "sorry"
    large   the guests' taste for each different word, 1 for naming
            the order, -1 for each word that was said before

Checked against: hand counts; and all answers, one by one.
"""

from collections.abc import Sequence

import numpy as np

from lessoncode.alignment.optimum import Enumeration
from lessoncode.alignment.policy import Policy, Prompts, Reward, prompts_and_answers
from lessoncode.alignment.preferences import Comparisons, judged, preference
from lessoncode.model.checks import count, number, shape
from lessoncode.model.table import Table
from lessoncode.model.tensor import Array
from lessoncode.text.words import Words
from lessoncode.training.batches import Batch, Row, answer_row

ORDERS = ("bread", "soup", "tea")
SMALL = Words([*ORDERS, "here", "sorry"])
PROMPTS = [SMALL.encode(order) for order in ORDERS]

DISHES = ("bread", "cake", "fish", "soup")
LIKED = """
fresh 0.7  warm 0.4  crisp 0.2  sweet 0.2
rich 0.9  light 0.9  golden 0.7  tender 0.8
creamy 0.6  juicy 0.9  spicy 0.9  salty 0.2
cold -0.9  dry -0.2  bitter -0.8  sour -0.3
greasy -0.9  burnt -0.6  stale -0.4  bland -0.5
soggy -0.2  tough -0.3  raw -0.7  old -0.7
"""
_words, _degrees = LIKED.split()[::2], LIKED.split()[1::2]
TASTE = dict(zip(_words, map(float, _degrees), strict=True))
LARGE = Words([*DISHES, *TASTE])
LARGE_PROMPTS = [LARGE.encode(dish) for dish in DISHES]
MOST_WORDS = 8


def worth(order: str, answer: Sequence[str]) -> int:
    """What an answer of the small world is worth to guests."""
    check_words(answer)
    wrong = any(dish in answer for dish in ORDERS if dish != order)
    good = (order in answer) + ("here" in answer[:1])
    return int(good) - wrong - ("sorry" in answer)


def taste(order: str, answer: Sequence[str]) -> float:
    """What an answer of the large world is worth to guests."""
    check_words(answer)
    different = dict.fromkeys(answer)  # unlike a set, in order
    repeated = len(answer) - len(different)
    liked: float = sum(TASTE.get(word, 0.0) for word in different)
    return liked + (order in different) - repeated


def check_words(answer: Sequence[str]) -> None:
    """Raise TypeError for a text: it would be taken letter by letter."""
    if isinstance(answer, str):
        raise TypeError(f"an answer is one text, {answer!r}: give its words in a list")


def said(batch: Batch, words: Words) -> list[tuple[str, list[str]]]:
    """The order and the answer of each row, in words."""
    pairs = []
    for prompt, answer in prompts_and_answers(batch):
        spoken = [i for i in answer if i != words.end_id]
        order, text = words.decode(prompt), words.decode(spoken)
        pairs.append((order, text.split()))
    return pairs


def reward(batch: Batch) -> Array:
    """The worth of each answer in the small world: -> [batch]."""
    worths = [worth(*pair) for pair in said(batch, SMALL)]
    return np.array(worths, float)


def large_reward(batch: Batch) -> Array:
    """The worth of each answer in the large world: -> [batch]."""
    return np.array([taste(*pair) for pair in said(batch, LARGE)])


def untrained_policy() -> Policy:
    """An untrained policy of the small world, the same on every call."""
    table = Table.initial(SMALL.n_vocab, 3, np.random.default_rng(0))
    table.logits.data *= 0.5  # or it would hardly ever say some words
    return Policy(table, SMALL.end_id, 3)


def enumeration(policy: Policy) -> Enumeration:
    """All answers of the small world, and what they are worth to guests."""
    return Enumeration(policy, PROMPTS, reward, SMALL.n_vocab)


def ask_guests(
    policy: Policy,
    prompts: Prompts,
    n: int,
    reward: Reward,
    rng: np.random.Generator,
    sharpness: float = 1.0,
) -> Comparisons:
    """A policy gives two answers to each of n prompts, taken in turn, and guests compare them.

    Their preferences follow Bradley and Terry; the worth is `sharpness` times the reward. Raises
    ValueError unless the reward is one number for each answer.
    """
    count(n=n, prompts=len(prompts))
    number(sharpness=sharpness)
    orders = [prompts[i % len(prompts)] for i in range(n)]
    batch = policy.sample(orders + orders, rng)
    first, second = np.arange(2 * n).reshape(2, n)
    worths = reward(batch)
    shape("rewards", worths, 2 * n)
    p = preference(worths[first] - worths[second], sharpness)
    return judged(batch, first, second, p, rng)


def demonstrations(n: int, rng: np.random.Generator) -> list[Row]:
    """n answers in the large world, of two to six words; about half the answers name the dish."""
    count(0, n=n)
    examples = []
    for _ in range(n):
        dish = str(rng.choice(DISHES))
        n_words = rng.integers(2, 7)
        drawn = rng.choice(list(TASTE), n_words, replace=False)
        answer = drawn.tolist()
        if rng.random() < 0.5:
            answer[-1] = dish
        order, *ids = LARGE.encode(" ".join([dish, *answer]))
        examples.append(answer_row([order], [*ids, LARGE.end_id]))
    return examples
