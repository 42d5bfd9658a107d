"""The likely answers of a model, each with its probability.

    >>> from lessoncode.model.answers import likely_answers
    >>> from lessoncode.model.table import Table
    >>> model = Table(np.zeros((12, 3)))  # after every text, 3 tokens are equally likely
    >>> likely_answers(model, [[1]], n_tokens=1, least=0.1, stop=0)
    [{(0,): 0.3333333333333333}]

An answer's probability is the product of those of its tokens:

    p(y | x) = product over t of  p(y_t | x, y_1 ... y_(t-1))

The search follows the tree of answers from the prompt. It leaves out branches with a probability
below `least`, and answers of more than `n_tokens`, so what it finds can sum to less than 1.

Checked against: every sequence of a tiny model, and many draws.
"""

from collections.abc import Sequence

import numpy as np

from lessoncode.model.checks import count, number
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.layers import check_ids
from lessoncode.model.sampling import next_token_probabilities

CHUNK = 4096  # texts that the model reads at once
MOST = 100_000  # unfinished answers per prompt, on average

Answers = dict[tuple[int, ...], float]
Begun = tuple[int, tuple[int, ...], float]  # prompt, ids, probability


def likely_answers(
    model: LanguageModel,
    prompts: Sequence[Sequence[int]],
    n_tokens: int,
    least: float,
    *,
    stop: int,
) -> list[Answers]:
    """For each prompt, a dict: its answers of probability `least` or more, and their probabilities.

    The prompts have one length. An answer has at most `n_tokens` ids, and `stop` is its last.
    Raises ValueError if there are too many, IndexError for a `stop` beyond the vocabulary.
    """
    count(0, n_tokens=n_tokens, stop=stop)
    number(0, 1, least=least)
    found: list[Answers] = [{} for _ in prompts]
    unfinished: list[Begun] = [(i, (), 1.0) for i in range(len(prompts))]
    for _ in range(n_tokens):
        if not unfinished:
            break
        longer: list[Begun] = []
        for start in range(0, len(unfinished), CHUNK):
            some = unfinished[start : start + CHUNK]
            rows = [[*prompts[i], *begun] for i, begun, _ in some]
            logits = model.frozen()(rows, last=True).data[:, -1]
            p = next_token_probabilities(logits)
            check_ids("stop tokens", np.array(stop), p.shape[1])
            p *= np.array([[p_begun] for _, _, p_begun in some])
            likely = p >= least
            if len(longer) + likely.sum() > MOST * len(prompts):
                message = f"more than {MOST:,} answers a prompt are begun"
                raise ValueError(f"{message} with least {least}: give a larger least")
            for row, token in np.argwhere(likely).tolist():
                i, begun, _ = some[row]
                answer, p_answer = (*begun, token), float(p[row, token])
                if token == stop:
                    found[i][answer] = p_answer
                else:
                    longer.append((i, answer, p_answer))
        unfinished = longer
    return found
